/**
 * Parameters that open references. What tells one: the fields it names hold whole records where it is sent, and bare ids
 * of such records where it is not.
 */
import { askedPaths, bareName, rewriteAt, type Expansion } from '../../model/expansion.ts';
import { isArray, isObject, type Json } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Layout } from '../paths/layout.ts';
import { idText } from '../records/matching.ts';
import { ClosedExchange, closeReferences, type OpenedRecord } from './closed-exchange.ts';
import type { Exchange } from './exchange.ts';
import type { SessionExchange } from './read-sessions.ts';

/** What such parameters are called, without brackets. */
const NAMES = /^\$?(?:expand|expands|expansions?|include|includes|embed|embeds|populate|with|joins?)$/i;

interface Asked {
  readonly origin: string;
  readonly parameter: string;
  /** By field: ids of records that stood there, and how often a bare value stood there all the same. */
  readonly fields: Map<string, { readonly ids: Set<string>; opened: number; bare: number }>;
}

export type ExpansionEvidence = Map<string, Asked>;

export function addExpansionEvidence(evidence: ExpansionEvidence, exchange: Exchange): void {
  for (const parameter of parametersOf(exchange)) {
    const { answer, origin } = exchange;
    if (answer === undefined) continue;
    const key = `${origin} ${parameter}`;
    const asked = evidence.get(key) ?? { origin, parameter, fields: new Map() };
    evidence.set(key, asked);
    const paths = askedPaths(parameter, Object.entries(exchange.query), exchange.body);
    for (const path of paths)
      for (const [index, field] of path.entries()) {
        const seen = asked.fields.get(field) ?? { ids: new Set<string>(), opened: 0, bare: 0 };
        asked.fields.set(field, seen);
        rewriteAt(answer, path.slice(0, index + 1), (value) => {
          if (idText(value) !== null) seen.bare++;
          return value;
        });
      }
    for (const { field, id } of closeReferences(answer, paths, () => true).opened) {
      const seen = asked.fields.get(field);
      if (seen === undefined) continue;
      seen.opened++;
      if (seen.ids.size < MOST_IDS) seen.ids.add(id);
    }
  }
}

const MOST_IDS = 2000;

function parametersOf({ query, method, body }: Exchange): readonly string[] {
  const names = [...Object.keys(query), ...(method === 'GET' || !isObject(body) ? [] : Object.keys(body))];
  return [...new Set(names.map(bareName))].filter((name) => NAMES.test(name));
}

/** Parameters and the fields they open. */
export interface KnownExpansion {
  readonly origin: string;
  readonly parameter: string;
  readonly fields: ReadonlySet<string>;
}

/** Fields that held records where they were asked for, and the bare id of one of these where they were not. */
export function knownExpansions(
  evidence: ExpansionEvidence,
  read: () => Iterable<SessionExchange>,
): readonly KnownExpansion[] {
  const candidates = [...evidence.values()].flatMap(({ origin, parameter, fields }) =>
    [...fields]
      .filter(([, { opened, bare }]) => opened >= 2 && bare <= opened * 0.1)
      .map(([field, { ids }]) => ({ origin, parameter, field, ids, isBare: false })),
  );
  if (candidates.length === 0) return [];
  for (const { exchange } of read()) {
    const open = candidates.filter(({ origin, isBare }) => !isBare && origin === exchange.origin);
    if (candidates.every(({ isBare }) => isBare)) break;
    if (open.length === 0 || exchange.answer === undefined) continue;
    for (const [name, id] of namedIds(exchange.answer))
      for (const candidate of open) if (candidate.field === name && candidate.ids.has(id)) candidate.isBare = true;
  }
  const found = new Map<string, { origin: string; parameter: string; fields: Set<string> }>();
  for (const { origin, parameter, field, isBare } of candidates) {
    if (!isBare) continue;
    const key = `${origin} ${parameter}`;
    const known = found.get(key) ?? { origin, parameter, fields: new Set<string>() };
    found.set(key, known);
    known.fields.add(field);
  }
  return [...found.values()];
}

function* namedIds(value: Json, name = ''): Generator<readonly [name: string, id: string]> {
  if (isArray(value)) for (const item of value) yield* namedIds(item, name);
  else if (isObject(value)) for (const [key, inner] of Object.entries(value)) yield* namedIds(inner, key);
  else {
    const id = idText(value);
    if (id !== null && name !== '') yield [name, id];
  }
}

/** The exchange as if nothing had been asked to open; itself where nothing was. */
export function closed(exchange: Exchange, known: readonly KnownExpansion[]): Exchange {
  let result = exchange;
  for (const { origin, parameter, fields } of known)
    if (origin === exchange.origin && parametersOf(result).includes(parameter))
      result = new ClosedExchange(result, parameter, (field) => fields.has(field));
  return result;
}

export function openedBy(exchange: Exchange): readonly OpenedRecord[] {
  return exchange instanceof ClosedExchange ? exchange.opened : [];
}

/** As a finished model has them. */
export function knownOf({ expansions }: LearnedModel): readonly KnownExpansion[] {
  return expansions.map(({ origin, parameter, fields }) => ({
    origin,
    parameter,
    fields: new Set(Object.keys(fields)),
  }));
}

/** Which resource's records stand behind each field: the one that knows most of the ids that were opened there. */
export function expansionsOf(
  known: readonly KnownExpansion[],
  evidence: ExpansionEvidence,
  layout: Layout,
): readonly Expansion[] {
  return known.map(({ origin, parameter, fields }) => ({
    origin,
    parameter,
    fields: Object.fromEntries(
      [...fields].toSorted().flatMap((field): [string, ResourceName][] => {
        const ids = evidence.get(`${origin} ${parameter}`)?.fields.get(field)?.ids ?? new Set<string>();
        const resource = mostSharing(ids, layout);
        return resource === null ? [] : [[field, resource]];
      }),
    ),
  }));
}

function mostSharing(ids: ReadonlySet<string>, layout: Layout): ResourceName | null {
  const counts = [...layout.resources.values()]
    .map(({ name, pool }) => ({ name, shared: [...ids].filter((id) => pool.has(id)).length }))
    .filter(({ shared }) => shared > 0)
    .sort((left, right) => right.shared - left.shared);
  return counts[0]?.name ?? null;
}
