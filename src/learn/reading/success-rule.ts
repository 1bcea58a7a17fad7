/**
 * APIs that answer 200 to everything say in the body whether it worked. Finds that field by evidence: a boolean that is false
 * exactly where words of an error stand in the answer, or an error member that is filled exactly where the data is missing.
 */
import { isArray, isObject, type Json } from '../../model/json.ts';
import type { Exchange } from './exchange.ts';
import { isSuccessStatus } from './exchange.ts';

interface FieldEvidence {
  yes: number;
  no: number;
  /** Bad answers of an error member that have no data. */ explained: number;
  /** Filled fields that may explain a failure, of bad and of good answers. */
  readonly words: { readonly bad: Map<string, number>; readonly good: Map<string, number> };
  readonly isFlag: boolean;
}

export interface SuccessEvidence {
  /** By origin and field. */
  readonly fields: Map<string, FieldEvidence>;
}

const ERROR_NAMES = /^(?:errors?|fault|exception|error_?(?:code|message|description)|problem)$/i;
const FLAG_NAMES = /^(?:ok|success|succeeded|successful|status|valid)$/i;
const WORDS = /error|fault|exception|problem|message|reason|code/i;

export function addSuccessEvidence(evidence: SuccessEvidence, exchange: Exchange): void {
  if (!isSuccessStatus(exchange.status) || !isObject(exchange.answer)) return;
  for (const [key, value] of Object.entries(exchange.answer)) {
    const isFlag = typeof value === 'boolean';
    if (!isFlag && !ERROR_NAMES.test(key)) continue;
    const name = `${exchange.origin} ${key}`;
    const entry = evidence.fields.get(name) ?? {
      yes: 0,
      no: 0,
      explained: 0,
      words: { bad: new Map<string, number>(), good: new Map<string, number>() },
      isFlag,
    };
    evidence.fields.set(name, entry);
    const bad = isFlag ? !value : isFilled(value);
    if (bad) entry.no++;
    else entry.yes++;
    if (bad && !isFlag && lacksData(exchange.answer)) entry.explained++;
    if (isFlag) countWords(bad ? entry.words.bad : entry.words.good, exchange.answer);
  }
}

function countWords(counts: Map<string, number>, answer: { readonly [key: string]: Json }): void {
  for (const [key, value] of Object.entries(answer))
    if (WORDS.test(key) && isFilled(value)) counts.set(key, (counts.get(key) ?? 0) + 1);
}

export type SuccessRule = (exchange: Exchange) => boolean;

export function successRuleOf(evidence: SuccessEvidence): SuccessRule {
  const failing = new Set(
    [...evidence.fields]
      .filter(([name, entry]) => entry.no > 0 && saysFailure(name.split(' ')[1] ?? '', entry))
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

/** A flag of a record (`paid: false`) stands beside the same fields whichever way it points. */
function saysFailure(field: string, { yes, no, explained, words, isFlag }: FieldEvidence): boolean {
  if (!isFlag) return explained >= no * 0.9;
  const isTold = [...words.bad].some(
    ([key, count]) =>
      count >= no * 0.9 && (words.good.get(key) ?? 0) <= yes * 0.1 && (yes > 0 || ERROR_NAMES.test(key)),
  );
  return isTold && (FLAG_NAMES.test(field) || (no >= 3 && yes > 0));
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
