import type { SlotAssignment } from '../../model/build-request.ts';
import { isObject, type Json, type JsonPath } from '../../model/json.ts';
import type { Operation } from '../../model/operation.ts';
import type { ApiAnswer } from '../client/api-answer.ts';
import type { ResourceName } from '../../model/names.ts';
import { indexModel } from '../../model/model-index.ts';
import type { OraclePatch, OracleStep } from '../../model/oracle.ts';
import type { Found } from './oracle-memory.ts';
import type { OracleParts } from './oracle-parts.ts';
import { isNear } from './is-near.ts';
import { sameText } from './same-text.ts';
import { scanList } from './scan-list.ts';
import { Stuck } from './stuck.ts';

type FindStep = Extract<OracleStep, { kind: 'find' }>;

/** Scans a list for the one record that is meant. @throws Stuck where there is none, or nothing tells several apart */
export function findRecord(parts: OracleParts, step: FindStep, again = false): Found {
  const { run, memory, handlers, client, options } = parts;
  const operation = memory.operation(step.operation);
  const matches: Found[] = [];
  let first: Found | null = null;
  let near: Found | null = null;
  let pages = 0;
  const other = handlers.has('disambiguate')
    ? memory.patches.find((patch) => patch.o === 'find-by' && patch.resource === step.resource)
    : undefined;
  const where = other?.o === 'find-by' ? [{ path: other.path, equals: other.equals }] : step.where;
  const slots = other === undefined ? step.slots : step.slots.filter(({ slot }) => slot.in !== 'query');
  for (const page of scanList(
    operation,
    memory.values(operation, slots),
    pagesOf(parts, operation, (values) => client.send(operation, values, null)),
    handlers.has('follow-pages'),
    handlers.has('restart-scan'),
  )) {
    memory.observe(page.answer);
    pages += 1;
    if (page.restarts) matches.length = 0;
    for (const doc of page.items) {
      const found: Found = { resource: step.resource, doc, view: page.view, body: doc };
      first ??= found;
      if (where.every(({ path, equals }) => isNear(memory.fieldOf(found, path), memory.resolve(equals))))
        near ??= found;
      if (where.every(({ path, equals }) => sameText(memory.fieldOf(found, path), memory.resolve(equals))))
        matches.push(found);
    }
    if (run.over) break;
  }
  // Rows move while one reads: what was passed over may be there all the same.
  if (
    matches.length === 0 &&
    pages > 1 &&
    !again &&
    handlers.has('restart-scan') &&
    options.takes === 'meant' &&
    !run.over
  )
    return findRecord(parts, step, true);
  const chosen =
    options.takes === 'first' ? first : options.takes === 'near' ? near : choose(parts, step.resource, matches);
  if (chosen === null) throw new Stuck('not_found', []);
  return chosen;
}

/** Asks for pages; whoever trusts links goes where they point. */
function pagesOf(
  { client, options, run }: OracleParts,
  { origin }: Operation,
  send: (values: readonly SlotAssignment[]) => ApiAnswer,
): (values: readonly SlotAssignment[]) => ApiAnswer {
  if (!options.trusting) return send;
  let elsewhere: URL | undefined;
  return (values) => {
    const answer =
      elsewhere === undefined || run.over
        ? send(values)
        : client.raw('GET', elsewhere.origin, `${elsewhere.pathname}${elsewhere.search}`, null);
    elsewhere = linksIn(answer.body)
      .map((link) => new URL(link))
      .find((url) => url.origin !== new URL(origin).origin);
    return answer;
  };
}

/** URLs of other pages: not inside the records. */
function linksIn(body: Json | undefined): readonly string[] {
  if (!isObject(body)) return [];
  return Object.values(body).flatMap((value) =>
    typeof value === 'string' && /^https?:\/\//.test(value)
      ? [value]
      : linksIn(Array.isArray(value) ? undefined : value),
  );
}

function choose(parts: OracleParts, resource: ResourceName, matches: readonly Found[]): Found | null {
  const { memory, handlers } = parts;
  if (matches.length <= 1 || !handlers.has('disambiguate')) return matches[0] ?? null;
  const narrowing = memory.patches.filter(
    (patch): patch is Extract<OraclePatch, { o: 'narrow' }> => patch.o === 'narrow' && patch.resource === resource,
  );
  const narrowed = matches
    .map((match) => detailed(parts, match, narrowing))
    .filter((match) =>
      narrowing.every(({ path, equals }) => sameText(memory.fieldOf(match, path), memory.resolve(equals))),
    );
  if (narrowed.length === 1) return narrowed[0] ?? null;
  if (parts.reporting() !== null) return matches[0] ?? null;
  throw new Stuck(
    'conflict',
    matches.map((match) => String(memory.idOf(match) ?? '')),
  );
}

/** The item itself, where the list does not show what tells two records apart. */
function detailed(
  { memory, client, options }: OracleParts,
  match: Found,
  narrowing: readonly { readonly path: JsonPath }[],
): Found {
  if (narrowing.every(({ path }) => memory.fieldOf(match, path) !== undefined)) return match;
  const read = indexModel(options.model)
    .readsOf(match.resource)
    .find((operation) => operation.target !== null && operation.parents.length === 0);
  const id = memory.idOf(match);
  if (read === undefined || read.target === null || id === undefined) return match;
  return memory.shown(read, client.send(read, [{ slot: read.target, value: id }], null)) ?? match;
}
