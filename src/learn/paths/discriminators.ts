/**
 * Paths that serve many operations (RPC, GraphQL, `?action=`): finds the request field whose value selects one.
 * A field selects where requests (or answers) of its different values are differently shaped.
 */
import { headerValue } from '../../model/http.ts';
import { isObject, type Json } from '../../model/json.ts';
import { rootFieldsOf } from '../../model/graphql.ts';
import type { Slot } from '../../model/slot.ts';
import { isSuccessStatus, type Exchange } from '../reading/exchange.ts';
import { answerShape } from './path-evidence.ts';

export interface DiscriminatorEvidence {
  /** By `METHOD origin path`. */
  readonly places: Map<string, { n: number; readonly fields: Map<string, FieldVotes> }>;
}

/** The request field that selects an operation; `graphql` where it holds documents. */
export interface Selecting {
  readonly slot: Slot;
  readonly graphql: boolean;
}

interface FieldVotes extends Selecting {
  readonly values: Map<string, { n: number; readonly shapes: Map<string, number> }>;
}

const NAMES =
  /^(?:method|action|op|operation|operation_?name|cmd|command|procedure|function|fn|call|x-amz-target|soapaction)$/i;
const HEADERS = ['x-amz-target', 'soapaction'];
const MAX_VALUES = 64;

export function addDiscriminatorEvidence(evidence: DiscriminatorEvidence, exchange: Exchange): void {
  const candidates = candidatesOf(exchange);
  if (candidates.length === 0) return;
  const key = placeKey(exchange);
  let place = evidence.places.get(key);
  if (place === undefined) evidence.places.set(key, (place = { n: 0, fields: new Map() }));
  place.n++;
  const answered = isSuccessStatus(exchange.status) ? answerShape(exchange.answer) : '';
  for (const { slot, value, graphql } of candidates) {
    const name = JSON.stringify(slot);
    let votes = place.fields.get(name);
    if (votes === undefined) place.fields.set(name, (votes = { slot, graphql, values: new Map() }));
    if (votes.values.size > MAX_VALUES) continue;
    let seen = votes.values.get(value);
    if (seen === undefined) votes.values.set(value, (seen = { n: 0, shapes: new Map() }));
    seen.n++;
    const shape = `${requestShape(exchange)}>${answered}`;
    if (seen.shapes.size < 50) seen.shapes.set(shape, (seen.shapes.get(shape) ?? 0) + 1);
  }
}

export function placeKey(exchange: Exchange): string {
  return `${exchange.method} ${exchange.origin}${exchange.path}`;
}

/** The selecting slot of each place that has one. */
export function discriminatorsOf(evidence: DiscriminatorEvidence): ReadonlyMap<string, Selecting> {
  const found = new Map<string, Selecting>();
  for (const [key, place] of evidence.places) {
    let best: FieldVotes | null = null;
    let bestScore = 0;
    for (const votes of place.fields.values()) {
      const score = scoreOf(votes, place.n);
      if (score > bestScore) [best, bestScore] = [votes, score];
    }
    if (best !== null) found.set(key, { slot: best.slot, graphql: best.graphql });
  }
  return found;
}

function scoreOf({ slot, graphql, values }: FieldVotes, calls: number): number {
  const name = slot.in === 'body' ? String(slot.path.at(-1)) : slot.name;
  const counts = [...values.values()];
  const total = counts.reduce((sum, { n }) => sum + n, 0);
  if (values.size > MAX_VALUES || total < calls * 0.9) return 0;
  const named = NAMES.test(name);
  // What is asked of the root says more than the name a client gave its document.
  if (graphql) return 3;
  if (values.size < 2) return named && slot.in === 'body' && /\./.test([...values.keys()][0] ?? '') ? 0.4 : 0;
  const kinds = new Map<string, number>();
  let pure = 0;
  for (const { shapes } of counts) {
    const [shape = '', n = 0] = [...shapes].sort((a, b) => b[1] - a[1])[0] ?? [];
    kinds.set(shape, (kinds.get(shape) ?? 0) + 1);
    pure += n;
  }
  const distinct = kinds.size / values.size;
  if (named) return distinct >= 0.4 || values.size >= 6 ? 1 + distinct : 0;
  if (name === 'type' || name === 'event' || name === 'grant_type') return 0;
  return distinct >= 0.8 &&
    pure / total >= 0.85 &&
    values.size >= 4 &&
    total >= values.size * 3 &&
    [...values.keys()].every((value) => /[._/]|[a-z][A-Z]/.test(value))
    ? distinct * 0.9
    : 0;
}

function candidatesOf(exchange: Exchange): readonly (Selecting & { readonly value: string })[] {
  const found: (Selecting & { readonly value: string })[] = [];
  for (const [name, value] of Object.entries(exchange.query)) {
    if (NAMES.test(name) && typeof value === 'string' && isWord(value))
      found.push({ slot: { in: 'query', name }, graphql: false, value });
  }
  if (exchange.method !== 'POST') return found;
  for (const name of HEADERS) {
    const value = headerValue(exchange.headers, name);
    if (value !== undefined) found.push({ slot: { in: 'header', name }, graphql: false, value });
  }
  if (!isObject(exchange.body)) return found;
  for (const [name, value] of Object.entries(exchange.body)) {
    if (typeof value !== 'string') continue;
    const slot: Slot = { in: 'body', path: [name] };
    const fields = name === 'query' ? rootFieldsOf(value) : null;
    if (fields !== null) found.push({ slot, graphql: true, value: fields });
    else if (isWord(value)) found.push({ slot, graphql: false, value });
  }
  return found;
}

function isWord(value: string): boolean {
  return /^[A-Za-z][\w.:/-]{0,63}$/.test(value);
}

function requestShape(exchange: Exchange): string {
  if (!isObject(exchange.body)) return '';
  return Object.entries(exchange.body)
    .map(([key, value]: [string, Json]) => (isObject(value) ? `${key}{${Object.keys(value).sort().join(',')}}` : key))
    .sort()
    .join(',');
}
