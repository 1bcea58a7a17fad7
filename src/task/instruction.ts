import { hash32 } from '../model/digest.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isArray, isObject } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { clauseOf } from './clause.ts';
import type { ProgramBuilder } from './program-builder.ts';
import { listWords, plainWords, valueWords } from './words.ts';

interface WordingInput {
  readonly model: LearnedModel;
  readonly builder: ProgramBuilder;
  readonly seed: string;
}

export interface Wording {
  readonly instruction: string;
  readonly phrasings: readonly string[];
}

/** Says in plain English what a person would ask a colleague for; every input stands in it verbatim. Null where a write has nothing to say. */
export function instructionOf({ model, builder, seed }: WordingInput): Wording | null {
  const clauses = builder.writes.map((write) => clauseOf(model, builder, write));
  if (clauses.includes('') || new Set(clauses).size < clauses.length) return null;
  const reference = unsaid(builder.inputs, clauses.join(' '));
  const phrasings = [
    `${sentences(clauses)}${reference}`,
    `Please ${chained(clauses)}.${reference}`,
    `Could you ${chained(clauses)}?${reference}`,
    `Hi, I need you to ${chained(clauses)}.${reference} Thanks!`,
    `Can you take care of this: ${chained(clauses)}.${reference}`,
  ];
  return { instruction: phrasings[hash32(seed) % phrasings.length] ?? phrasings[0] ?? '', phrasings };
}

function sentences(clauses: readonly string[]): string {
  if (clauses.length === 1) return `${capital(clauses[0] ?? '')}.`;
  const openers = clauses.map((_, at) => (at === 0 ? 'First, ' : at === clauses.length - 1 ? 'Finally, ' : 'Then '));
  return clauses.map((clause, at) => `${openers[at]}${clause}.`).join(' ');
}

function chained(clauses: readonly string[]): string {
  return clauses.length === 1
    ? (clauses[0] ?? '')
    : `${clauses.slice(0, -1).join('; then ')}; and finally ${clauses.at(-1)}`;
}

/** Inputs that no clause had a place for. */
function unsaid(inputs: JsonObject, said: string): string {
  const missing = Object.entries(inputs).filter(
    ([, value]) => !scalarsOf(value).every((scalar) => said.includes(String(scalar))),
  );
  return missing.length === 0
    ? ''
    : ` For reference: ${listWords(missing.map(([name, value]) => `${plainWords(name)} ${valueWords(value)}`))}.`;
}

function scalarsOf(value: Json): readonly Json[] {
  if (isArray(value)) return value.flatMap(scalarsOf);
  return isObject(value) ? Object.values(value).flatMap(scalarsOf) : [value];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
