import { isArray, isObject, jsonEquals, leavesOf, valueAt, type Json, type JsonPath } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey } from '../model/names.ts';
import type { TracedSession } from '../model/trace.ts';
import { indexModel } from '../model/model-index.ts';
import type { Interaction, Session } from '../model/recording.ts';
import { bodyOf } from './compare-answers.ts';
import type { PlayerAnswer } from './player.ts';
import type { Renames } from './renames.ts';
import { isWholeList } from './whole-list.ts';

/** A recorded read that shows what an earlier write of the session said. */
export interface WriteProbe {
  readonly step: number;
  readonly wroteAt: number;
  readonly key: EntityKey;
  readonly shows:
    | {
        readonly kind: 'fields';
        readonly id: Json | undefined;
        readonly idPath: JsonPath;
        readonly at: JsonPath;
        /** The answer shows its collection to the end: the record cannot be on another page. */
        readonly whole: boolean;
        readonly fields: readonly { readonly path: JsonPath; readonly value: Json }[];
      }
    | { readonly kind: 'gone' };
}

/** Only fields that the request itself carried, and only where the recorded read shows them: no guess is probed. */
export function writeProbesOf(model: LearnedModel, session: Session, traced: TracedSession): readonly WriteProbe[] {
  const index = indexModel(model);
  const written = new Map<
    EntityKey,
    { readonly at: number; readonly fields: Map<string, { readonly path: JsonPath; readonly value: Json }> } | 'deleted'
  >();
  const deletedAt = new Map<EntityKey, number>();
  const probes: WriteProbe[] = [];
  let unmetAt = -1;
  for (const [at, step] of traced.steps.entries()) {
    const operation = step.operation === null ? undefined : index.operation(step.operation);
    if (operation === undefined) {
      if (step.operation === null && isUnmetWrite(session.interactions[at])) unmetAt = at;
      continue;
    }
    const interaction = session.interactions[at];
    const whole =
      interaction?.outcome.kind === 'response' &&
      isWholeList(model, operation, interaction.request, interaction.outcome.response);
    const changed = new Set(step.changes.map(({ key }) => key));
    for (const { key, doc, at: place } of step.views) {
      const write = written.get(key);
      if (write === undefined || write === 'deleted' || changed.has(key)) continue;
      // A copy inside another record may be there by the work of an operation that nobody could learn.
      if (unmetAt > write.at && isCopy(place, step.views)) continue;
      const fields = [...write.fields.values()].filter(({ path, value }) => jsonEquals(valueAt(doc, path), value));
      const idPath = index.resource(key.split('/')[0] ?? '')?.idPath ?? ['id'];
      if (fields.length > 0)
        probes.push({
          step: at,
          wroteAt: write.at,
          key,
          shows: { kind: 'fields', id: valueAt(doc, idPath), idPath, at: place, whole, fields },
        });
    }
    if (step.status === 404 || step.status === 410) {
      const { resource, target } = operation;
      const named =
        target === null
          ? undefined
          : step.values.find(({ slot }) => JSON.stringify(slot) === JSON.stringify(target))?.value;
      const key = [...deletedAt.keys()].find(
        (each) => resource !== null && each.startsWith(`${resource}/`) && each.endsWith(`/${String(named)}`),
      );
      if (key !== undefined) probes.push({ step: at, wroteAt: deletedAt.get(key) ?? at, key, shows: { kind: 'gone' } });
    }
    if (!step.success) continue;
    for (const { key, before, after } of step.changes) {
      if (after === null) {
        written.set(key, 'deleted');
        deletedAt.set(key, at);
        continue;
      }
      const known = written.get(key);
      const fields = new Map(known === undefined || known === 'deleted' ? [] : known.fields);
      for (const { path, value } of leavesOf(after)) {
        if (jsonEquals(before === null ? undefined : valueAt(before, path), value)) continue;
        const isSent = step.values.some(
          (sent) =>
            jsonEquals(sent.value, value) &&
            value !== null &&
            slotKey(sent.slot) === path.findLast((part) => typeof part === 'string'),
        );
        if (isSent) fields.set(path.join('\u0001'), { path, value });
        else fields.delete(path.join('\u0001'));
      }
      if (fields.size > 0) written.set(key, { at, fields });
    }
  }
  return probes;
}

function isUnmetWrite(interaction: Interaction | undefined): boolean {
  if (interaction?.outcome.kind !== 'response') return false;
  const { method } = interaction.request;
  return method !== 'GET' && method !== 'HEAD' && interaction.outcome.response.status < 400;
}

/** Inside another record that the answer shows. */
function isCopy(place: JsonPath, others: readonly { readonly at: JsonPath }[]): boolean {
  return others.some(({ at }) => at.length < place.length && at.every((part, index) => part === place[index]));
}

function slotKey(slot: TracedSession['steps'][number]['values'][number]['slot']): string | undefined {
  return slot.in === 'body'
    ? (slot.path.findLast((part) => typeof part === 'string') as string | undefined)
    : slot.name;
}

/** True where the player shows the write; null where it had refused it, or where the record may be on another page. */
export function showsWrite(
  probe: WriteProbe,
  answers: readonly (PlayerAnswer | null)[],
  renames: Renames,
): boolean | null {
  const wrote = answers[probe.wroteAt];
  const read = answers[probe.step];
  if (wrote === null || wrote === undefined || read === null || read === undefined) return null;
  if (wrote.response.status >= 400 && !wrote.noAnswer) return null;
  if (probe.shows.kind === 'gone') return !read.noAnswer && read.response.status >= 400;
  if (read.noAnswer || read.response.status >= 400) return false;
  const { id, idPath, at, whole, fields } = probe.shows;
  const body = bodyOf(read.response);
  const list = listAround(body, at);
  if (list === null) return showsAll(valueAt(body, at), fields, renames);
  const rest = at.slice(at.findLastIndex((step) => typeof step === 'number') + 1);
  const shown = list
    .map((item) => valueAt(item, rest))
    .find((item) => isObject(item) && (id === undefined || sameLeaf(id, valueAt(item, idPath), renames)));
  if (shown === undefined && !whole && list.length > Number(at.findLast((step) => typeof step === 'number')))
    return null;
  return showsAll(shown, fields, renames);
}

function showsAll(
  shown: Json | undefined,
  fields: readonly { readonly path: JsonPath; readonly value: Json }[],
  renames: Renames,
): boolean {
  return shown !== undefined && fields.every(({ path, value }) => sameLeaf(value, valueAt(shown, path), renames));
}

/** The list that the record stands in; a record may stand elsewhere on a page, or on another one. */
function listAround(body: Json | undefined, at: JsonPath): readonly Json[] | null {
  const index = at.findLastIndex((step) => typeof step === 'number');
  const list = index < 0 ? undefined : valueAt(body, at.slice(0, index));
  return isArray(list) ? list : null;
}

function sameLeaf(recorded: Json, own: Json | undefined, renames: Renames): boolean {
  if (jsonEquals(recorded, own)) return true;
  if (typeof recorded === 'string') return renames.text(recorded) === own;
  return typeof recorded === 'number' && typeof own === 'number' && renames.get(String(recorded)) === String(own);
}
