import type { AgentEpisode, Json, JsonPath } from 'offscript';
import type { Call } from '../call.ts';
import { fieldPlace } from '../field-place.ts';
import { valueAt } from '../json.ts';
import { resolveValue, type Sources } from '../resolve-value.ts';
import type { Script, ScriptBook, ScriptOperation, ScriptValue, Setting } from '../script.ts';
import { inUsualUnit } from './in-usual-unit.ts';
import type { Send } from './patient-send.ts';
import { factsAskedFor } from './facts-asked-for.ts';
import { mention } from '../mention.ts';

/** A record as last read. */
export interface Found {
  readonly resource: string;
  readonly record: Json;
}

/** One rollout in progress: what it is for, and what has been found. */
export interface Work {
  readonly episode: AgentEpisode;
  readonly book: ScriptBook;
  readonly script: Script;
  readonly send: Send;
  readonly records: Map<string, Found>;
  /** New names of values, by their old ones. */
  readonly renamed: Map<Json, Json>;
  /** Times that a token of our own had been used by somebody else. */
  readonly usedTokens: Set<string>;
  /** Operations that keep failing: nothing more is asked of them. */
  readonly dead: Set<string>;
  /** Steps whose record is not there. */
  readonly missing: Set<string>;
  /** The API's own time, as its answers tell it. */
  readonly clock: { readonly now: number | null };
}

export function operationOf(work: Work, name: string): ScriptOperation {
  const operation = work.book.operations[name];
  if (operation === undefined) throw new Error(`The script names an operation that it does not have: ${name}`);
  return operation;
}

/** A field of a record, wherever it stands now. */
export function fieldOf(work: Work, { resource, record }: Found, path: JsonPath, value?: Json): Json | undefined {
  const place = fieldPlace(record, path, work.book.resources[resource]?.fields ?? [], value);
  return place === null ? undefined : inUsualUnit(record, place, valueAt(record, place));
}

/** What a list has shown already of the record that a call names by it. */
export function rowNamedBy(work: Work, settings: readonly Setting[], resource: string): Found | null {
  for (const { place, value } of settings.toReversed()) {
    const row = place.in === 'path' && value.v === 'from' ? work.records.get(value.step) : undefined;
    if (row?.resource === resource) return row;
  }
  return null;
}

export function idOf(work: Work, found: Found): string | null {
  const id = fieldOf(work, found, work.book.resources[found.resource]?.id ?? ['id']);
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}

export function resolve(work: Work, value: ScriptValue, step: string): Json | undefined {
  const resolved = resolveValue(value, sourcesOf(work, step));
  return resolved === undefined ? undefined : (work.renamed.get(resolved) ?? resolved);
}

export function callOf(
  work: Work,
  {
    operation,
    settings,
    as,
  }: { readonly operation: string; readonly settings: readonly Setting[]; readonly as: string },
): Call {
  const target = operationOf(work, operation);
  const values = settings.flatMap(({ place, value }) => {
    const resolved = resolve(work, value, as);
    if (resolved === undefined) return [];
    return [{ place, value: place.in === 'body' ? asSent(resolved, target.types[place.path.join('.')]) : resolved }];
  });
  return { operation: target, values };
}

function sourcesOf(work: Work, step: string): Sources {
  return {
    inputs: work.episode.inputs,
    field: (name, path) => {
      const found = work.records.get(name);
      return found === undefined ? undefined : fieldOf(work, found, path);
    },
    prose: (facts) => mention([...new Set([...factsAskedFor(work.episode.instruction).flat(), ...facts])]),
    fresh: `${work.episode.id}-${step}${work.usedTokens.has(step) ? '-again' : ''}`,
  };
}

/** Answers may show a number as text or the other way round; requests keep the type they had. */
function asSent(value: Json, type: string | undefined): Json {
  if (
    (type === 'integer' || type === 'number') &&
    typeof value === 'string' &&
    value.trim() !== '' &&
    Number.isFinite(Number(value))
  )
    return Number(value);
  if (type === 'string' && typeof value === 'number') return String(value);
  return value;
}
