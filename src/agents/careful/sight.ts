import type { Json } from 'offscript';
import { isArray, readsSame } from '../json.ts';
import type { Condition, Sight, WriteStep } from '../script.ts';
import { hasText } from './has-text.ts';
import { recordIn } from './read-item.ts';
import { callOf, fieldOf, resolve, rowNamedBy, type Found, type Work } from './work.ts';

/** What a look at a record shows. */
export interface Glance {
  /** Null where it is not there. */
  readonly record: Json | null;
  /** It is as the write is to leave it. False where nothing can tell. */
  readonly isDone: boolean;
}

/** Whether a look at the record can tell that the write has happened. */
export function isTelling(work: Work, step: WriteStep, seen: Extract<Sight, { in: 'record' }>): boolean {
  if (work.dead.has(seen.operation)) return false;
  if (memberOf(work, step) !== null) return true;
  return seen.where === 'gone' || conditionsOf(step, seen.where).length + textsOf(step).length > 0;
}

/** Reads the record that a write is about. */
export async function glance(work: Work, step: WriteStep, seen: Extract<Sight, { in: 'record' }>): Promise<Glance> {
  const call = callOf(work, { ...seen, as: step.as });
  const row = rowNamedBy(work, step.settings, call.operation.resource);
  const answer = work.dead.has(seen.operation) ? null : await work.send(call);
  if (answer !== null && answer.status >= 500) work.dead.add(seen.operation);
  const record = answer === null ? (row?.record ?? null) : recordIn(answer, call.operation);
  if (seen.where === 'gone') return { record, isDone: answer?.status === 404 || answer?.status === 410 };
  if (record === null || !isTelling(work, step, seen)) return { record, isDone: false };
  const found: Found = { resource: call.operation.resource, record };
  const holds = conditionsOf(step, seen.where).every(({ path, equals }) => {
    const value = resolve(work, equals, step.as);
    return value === undefined || readsSame(fieldOf(work, found, path), value);
  });
  const says = textsOf(step).every(({ field, value }) =>
    hasText(work, fieldOf(work, found, field ?? []), resolve(work, value, step.as)),
  );
  const member = memberOf(work, step);
  const list = member === null ? undefined : fieldOf(work, found, [member.list]);
  const isMember = isArray(list) && list.some((item) => readsSame(item, member?.value));
  return { record, isDone: holds && says && (member === null || (isArray(list) && isMember === member.isWanted)) };
}

interface Member {
  readonly list: string;
  readonly value: Json;
  readonly isWanted: boolean;
}

/**
 * What is put into a list of a record, or taken out of it, by its path.
 *
 * @example DELETE /tickets/{id}/tags/vip  ->  "vip" is not among the tags
 */
function memberOf(work: Work, step: WriteStep): Member | null {
  const { operation, values } = callOf(work, step);
  const [, list = '', last = ''] = /\}\/([^/{}]+)\/([^/]+)$/.exec(operation.path) ?? [];
  if (list === '' || !(work.book.resources[operation.resource]?.fields ?? []).includes(list)) return null;
  const name = /^\{(\w+)\}$/.exec(last)?.[1];
  const value =
    name === undefined ? last : values.find(({ place }) => place.in === 'path' && place.name === name)?.value;
  return value === undefined ? null : { list, value, isWanted: operation.method !== 'DELETE' };
}

/** What is sent shows, and what else the write brings about. */
function conditionsOf(step: WriteStep, where: readonly Condition[]): readonly Condition[] {
  const sent = step.settings.flatMap(({ place, field, value }) =>
    place.in === 'body' && field !== null && value.v !== 'prose' && value.v !== 'fresh'
      ? [{ path: field, equals: value }]
      : [],
  );
  const isSent = ({ path }: Condition): boolean => sent.some((one) => one.path.join('.') === path.join('.'));
  return [...sent, ...where.filter((condition) => !isSent(condition))];
}

function textsOf(step: WriteStep): WriteStep['settings'] {
  return step.settings.filter(({ value, field }) => value.v === 'prose' && field !== null);
}
