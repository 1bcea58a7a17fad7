/**
 * APIs that answer 200 to everything say in the body whether it worked. Finds that field by evidence:
 * a boolean that is false, or an error member that is filled, exactly where the rest of the answer is missing.
 */
import { isArray, isObject, type Json } from '../../model/json.ts';
import type { Exchange } from './exchange.ts';
import { isSuccessStatus } from './exchange.ts';

export interface SuccessEvidence {
  /** By origin and field: how often it was false or filled, and whether an error text stood beside it. */
  readonly fields: Map<string, { yes: number; no: number; explained: number }>;
}

const ERROR_NAMES = /^(?:errors?|fault|exception|error_?(?:code|message|description)|problem)$/i;

export function addSuccessEvidence(evidence: SuccessEvidence, exchange: Exchange): void {
  if (!isSuccessStatus(exchange.status) || !isObject(exchange.answer)) return;
  for (const [key, value] of Object.entries(exchange.answer)) {
    const isFlag = typeof value === 'boolean';
    if (!isFlag && !ERROR_NAMES.test(key)) continue;
    const name = `${exchange.origin} ${key}`;
    const entry = evidence.fields.get(name) ?? { yes: 0, no: 0, explained: 0 };
    const bad = isFlag ? !value : isFilled(value);
    if (bad) entry.no++;
    else entry.yes++;
    if (
      bad &&
      (isFlag
        ? Object.keys(exchange.answer).some((other) => ERROR_NAMES.test(other) || /message|reason|code/i.test(other))
        : lacksData(exchange.answer))
    )
      entry.explained++;
    evidence.fields.set(name, entry);
  }
}

export type SuccessRule = (exchange: Exchange) => boolean;

export function successRuleOf(evidence: SuccessEvidence): SuccessRule {
  const failing = new Set(
    [...evidence.fields]
      .filter(
        ([name, { no, explained }]) =>
          no > 0 &&
          explained >= no * 0.9 &&
          (ERROR_NAMES.test(name.split(' ')[1] ?? '') ||
            /^(?:ok|success|succeeded|successful|status|valid)$/i.test(name.split(' ')[1] ?? '') ||
            explained >= 3),
      )
      .map(([name]) => name),
  );
  return (exchange) => {
    if (!isSuccessStatus(exchange.status)) return false;
    if (failing.size === 0 || !isObject(exchange.answer)) return true;
    return !Object.entries(exchange.answer).some(
      ([key, value]) =>
        failing.has(`${exchange.origin} ${key}`) && (typeof value === 'boolean' ? !value : isFilled(value)),
    );
  };
}

function isFilled(value: Json): boolean {
  return isArray(value) ? value.length > 0 : value !== null && value !== false && value !== '' && value !== 0;
}

function lacksData(answer: { readonly [key: string]: Json }): boolean {
  return Object.entries(answer).every(([key, value]) => ERROR_NAMES.test(key) || !isFilledData(key, value));
}

function isFilledData(key: string, value: Json): boolean {
  if (!/^(?:data|result|results|payload|response)$/i.test(key)) return false;
  return isObject(value) ? Object.values(value).some((item) => item !== null) : isFilled(value);
}
