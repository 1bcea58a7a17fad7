import type { Json, JsonPath } from 'offscript';
import type { ScriptStep, ScriptValue } from '../script.ts';
import type { Work } from './work.ts';

/**
 * What the inputs say of a kind of record beyond what the script asks for: there to tell it from others.
 *
 * @example { customer_email: "m@x.example", customer_city: "Turin" }  ->  city is Turin
 */
export function saidOf(work: Work, resource: string): readonly { readonly path: JsonPath; readonly value: Json }[] {
  const facts = work.book.resources[resource];
  if (facts === undefined) return [];
  const used = new Set(work.script.steps.flatMap(usedInputs));
  const stem = plain(facts.singular);
  return Object.entries(work.episode.inputs).flatMap(([name, value]) => {
    if (used.has(name) || !plain(name).startsWith(stem)) return [];
    const rest = plain(name.replace(/_\d+$/, '')).slice(stem.length);
    const field =
      facts.fields.find((candidate) => plain(candidate) === rest) ??
      facts.fields.find((candidate) => rest.startsWith(plain(candidate)) && rest !== '');
    if (field === undefined) return [];
    const inner = name.replace(/_\d+$/, '').slice(-Math.max(0, rest.length - plain(field).length));
    return [{ path: plain(field) === rest ? [field] : [field, inner.replace(/^_+/, '')], value }];
  });
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function usedInputs(step: ScriptStep): readonly string[] {
  const values: readonly ScriptValue[] =
    step.kind === 'answer'
      ? [step.value]
      : [
          ...step.settings.map(({ value }) => value),
          ...(step.kind === 'find' ? step.where.map(({ equals }) => equals) : []),
        ];
  return values.flatMap(inputsOf);
}

function inputsOf(value: ScriptValue): readonly string[] {
  if (value.v === 'input') return [value.name];
  return value.v === 'list' ? value.items.flatMap(inputsOf) : [];
}
