/** How an operation shows a record: chosen fields, moved fields, and copies of other records made from those records. */
import { isArray, isObject, objectOf, valueAt, withValueAt, type Json, type JsonObject } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';
import type { View } from '../../model/template.ts';
import type { CompiledView, Turn } from '../compiled.ts';
import { createDice } from '../effects/dice.ts';
import { plausibleValue } from '../effects/plausible-value.ts';
import { lastWritten, type Rec } from '../state/rec.ts';
import type { Sink } from './sink.ts';
import { renderings } from './slab.ts';
import { editShown } from '../state/view-edits.ts';

const MOSTLY = 0.9;
/** Shared by all renderings that stand by themselves; nothing is ever pushed into it. */
const NONE: Rec[] = [];

/** Writes the record's JSON, from its kept bytes where those still hold. */
export function showRecord(turn: Turn, sink: Sink, rec: Rec, view: CompiledView): void {
  turn.reads.push(rec.key);
  const edits = turn.views?.forRecord(rec, turn.op?.operation.id ?? null) ?? [];
  const editsEmbeds = turn.views !== null && view.view.embeds.length > 0;
  if (edits.length > 0 || editsEmbeds) {
    sink.text(JSON.stringify(shownDoc(turn, rec, view, [])));
    return;
  }
  const kept = rec.shown?.find((shown) => shown.view === view.id);
  if (kept !== undefined && stillHolds(turn, kept.needs)) {
    sink.bytes(kept.bytes);
    for (const need of kept.needs) turn.reads.push(need.key);
    return;
  }
  const needs: Rec[] = view.view.embeds.length > 0 ? [] : NONE;
  const text = JSON.stringify(shownDoc(turn, rec, view, needs));
  // Most records of a large world are looked at once: only what is asked for again is worth keeping.
  if (!rec.wasShown) {
    rec.wasShown = true;
    if (view.plain && rec.entity.complete) {
      lastWritten.rec = rec;
      lastWritten.text = text;
    }
    sink.text(text);
    return;
  }
  const bytes = renderings.bytesOf(text);
  if (view.plain && rec.entity.complete) rec.bytes = bytes;
  const shown = { view: view.id, bytes, needs };
  rec.shown = rec.shown === null ? [shown] : [...rec.shown.filter((other) => other.view !== view.id), shown];
  if (turn.compiled.base.get(rec.key) === rec) turn.compiled.base.keepBytes(bytes.length);
  sink.bytes(bytes);
}

export function shownDoc(turn: Turn, rec: Rec, { view, plain }: CompiledView, needs: Rec[]): JsonObject {
  const resource = turn.resource(rec.resource);
  let doc = rec.entity.complete || resource === undefined ? rec.doc : completed(rec, resource, view);
  if (!plain) {
    for (const embed of view.embeds) doc = withEmbed(turn, doc, embed, needs);
    doc = arranged(doc, view);
  }
  for (const edit of turn.views?.forRecord(rec, turn.op?.operation.id ?? null) ?? []) doc = editShown(doc, edit);
  return doc;
}

function stillHolds(turn: Turn, needs: readonly Rec[]): boolean {
  return needs.every((need) => turn.state.get(need.key) === need);
}

/** Fields nobody saw of a record that was only seen in part: made up once and for all, from the record's own key. */
function completed(rec: Rec, resource: Resource, view: View): JsonObject {
  const wanted = resource.fields.filter(
    ({ path, presence }) =>
      path.length === 1 &&
      presence >= MOSTLY &&
      !Object.hasOwn(rec.doc, String(path[0])) &&
      (view.fields === null || view.fields.includes(String(path[0]))),
  );
  if (wanted.length === 0) return rec.doc;
  const added = wanted.flatMap((field): [string, Json][] => {
    const name = String(field.path[0]);
    const value = field.references === null ? plausibleValue(field, createDice(0, 'unseen', rec.key, name)) : null;
    return value === undefined ? [] : [[name, value]];
  });
  return { ...rec.doc, ...objectOf(added) };
}

function withEmbed(turn: Turn, doc: JsonObject, embed: View['embeds'][number], needs: Rec[]): JsonObject {
  const copy = valueAt(doc, embed.path);
  const refresh = (stored: Json | undefined, id: Json | undefined): Json | undefined => {
    if (id === undefined || id === null || typeof id === 'object') return stored;
    const found = copied(turn, embed.resource, String(id), stored);
    if (found === undefined) return stored;
    needs.push(found);
    if (found.dead !== null) return stored;
    turn.reads.push(found.key);
    const fields = embed.fields ?? (isObject(stored) ? Object.keys(stored) : null);
    const shown =
      fields === null
        ? found.doc
        : objectOf(
            fields.flatMap((name) =>
              Object.hasOwn(found.doc, name) ? [[name, found.doc[name] ?? null] as const] : [],
            ),
          );
    const edits = turn.views?.forRecord(found, turn.op?.operation.id ?? null) ?? [];
    return edits.reduce(editShown, isObject(stored) ? { ...stored, ...shown } : shown);
  };
  if (embed.many) {
    const items = isArray(copy) ? copy : valueAt(doc, embed.idPath);
    if (!isArray(items)) return doc;
    const next = items.map((item) => refresh(item, isObject(item) ? valueAt(item, embed.idPath) : item) ?? item);
    return withValueAt(doc, embed.path, next) as JsonObject;
  }
  const inside = isObject(copy) ? valueAt(copy, embed.idPath) : undefined;
  const id = inside === undefined || typeof inside === 'object' ? valueAt(doc, embed.idPath) : inside;
  const next = refresh(copy, id);
  return next === undefined || next === copy ? doc : (withValueAt(doc, embed.path, next) as JsonObject);
}

/** The record that a copy is of. Ids that are unique only below a parent name it together with the parent that the copy tells of. */
function copied(turn: Turn, name: ResourceName, id: string, stored: Json | undefined): Rec | undefined {
  const resource = turn.resource(name);
  if (resource?.scope !== 'parent' || !isObject(stored)) return turn.byId(name, id);
  const told = new Set(Object.values(stored).flatMap((value) => (typeof value === 'object' ? [] : [String(value)])));
  const found = turn.state
    .withValue(name, resource.idPath, id)
    .filter(({ entity: { parent } }) => parent !== null && told.has(parent.slice(parent.lastIndexOf('/') + 1)));
  return found.length === 1 ? found[0] : undefined;
}

function arranged(doc: JsonObject, view: View): JsonObject {
  let shown: JsonObject = doc;
  for (const { from, to } of view.moved) {
    const value = valueAt(doc, from);
    if (value === undefined) continue;
    shown = withValueAt(withValueAt(shown, from, undefined), to, value) as JsonObject;
  }
  if (view.fields === null) return shown;
  const kept = shown;
  return objectOf(
    view.fields.flatMap((name) => (Object.hasOwn(kept, name) ? [[name, kept[name] ?? null] as const] : [])),
  );
}
