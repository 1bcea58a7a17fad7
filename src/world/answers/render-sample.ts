/**
 * Answers an operation that has no record behind it with the nearest recorded answer: what the request repeats is
 * replaced by what it says now, and records that the answer shows are shown as they are now.
 */
import type { Turn } from '../compiled.ts';
import { isArray, isObject, jsonEquals, objectOf, type Json, type JsonObject } from '../../model/json.ts';
import type { AnswerSample } from '../../model/base-state.ts';
import { nearestSample, type SampleMatch } from './sample-match.ts';
import { recordShownBy } from './record-shown-by.ts';
import { isUntouchedSince } from './sample-reads.ts';
import type { Sink } from './sink.ts';
import { jsonOf } from '../../model/body.ts';

export function renderSample(turn: Turn, sink: Sink): boolean {
  const { op } = turn;
  if (op === null) return false;
  const all = turn.compiled.samples.get(op.operation.id) ?? [];
  const wanted =
    turn.sampleStatus === null
      ? all.filter(({ status }) => status < 400)
      : all.filter(({ status }) => status === turn.sampleStatus);
  const match = nearestSample(wanted, turn.request);
  if (match === null) {
    turn.noAnswer = true;
    return false;
  }
  const { sample } = match;
  turn.sample = sample;
  turn.unverified ||= !isEvident(turn, match, wanted);
  if (sample.body.kind === 'base64') sink.bytes(Buffer.from(sample.body.data, 'base64'));
  else sink.text(currentText(turn, match));
  turn.reads.push(...sample.reads);
  return sample.body.kind === 'base64' || sample.body.text !== '';
}

/** Whether the recording says that this request is answered so: it was this one, or the answer never depended on the rest. */
function isEvident(turn: Turn, match: SampleMatch, others: readonly AnswerSample[]): boolean {
  if (!match.sample.lists.every((resource) => isUntouchedSince(turn, resource, match.sample.at))) return false;
  if (match.exact) return true;
  const text = textOf(match.sample);
  return (
    others.every((other) => textOf(other) === text) || match.differing.every(({ recorded }) => echoes(text, recorded))
  );
}

function textOf({ body }: AnswerSample): string {
  return body.kind === 'text' ? body.text : body.data;
}

function echoes(text: string, value: Json): boolean {
  return typeof value !== 'object' && String(value).length >= 3 && text.includes(String(value));
}

function currentText(turn: Turn, match: SampleMatch): string {
  const text = textOf(match.sample);
  let value: Json;
  try {
    value = jsonOf(text);
  } catch {
    return match.differing.reduce(
      (now, { recorded, now: next }) =>
        echoes(now, recorded) && next !== undefined ? now.replaceAll(String(recorded), String(next)) : now,
      text,
    );
  }
  const swaps = new Map(
    match.differing.flatMap(({ recorded, now }): [string, Json][] =>
      typeof recorded === 'object' || now === undefined ? [] : [[String(recorded), now]],
    ),
  );
  const now = current(turn, value, swaps) ?? null;
  return match.exact && jsonEquals(now, value) ? text : JSON.stringify(now);
}

function current(turn: Turn, value: Json, swaps: ReadonlyMap<string, Json>): Json | undefined {
  if (isArray(value)) return value.flatMap((item) => current(turn, item, swaps) ?? []);
  if (isObject(value)) {
    const rec = recordShownBy(turn, value);
    if (rec !== null) return rec.dead === null ? refreshed(value, rec.doc) : undefined;
    return objectOf(Object.entries(value).map(([key, item]) => [key, current(turn, item, swaps) ?? null]));
  }
  if (value === null || typeof value === 'boolean') return value;
  const text = String(value);
  const swap = text.length >= 3 ? swaps.get(text) : undefined;
  if (swap === undefined) return value;
  return typeof value === 'number' && typeof swap === 'string' && Number.isFinite(Number(swap)) ? Number(swap) : swap;
}

function refreshed(value: JsonObject, doc: JsonObject): JsonObject {
  return objectOf(Object.entries(value).map(([key, old]) => [key, Object.hasOwn(doc, key) ? (doc[key] ?? null) : old]));
}
