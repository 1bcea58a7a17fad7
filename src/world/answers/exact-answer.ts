/**
 * The recorded answer itself, for records that were only ever seen in part: used only while nothing it showed has
 * changed, and only where it contradicts nothing that the record says.
 */
import type { Turn } from '../compiled.ts';
import { isArray, isObject, jsonEquals, type Json } from '../../model/json.ts';
import { nearestSample } from './sample-match.ts';
import { isUnchangedSince, isUntouchedSince } from './sample-reads.ts';
import type { Sink } from './sink.ts';
import { jsonOf } from '../../model/body.ts';

export function exactAnswer(turn: Turn, rendered: Sink): Buffer | null {
  const { op, target } = turn;
  if (
    op === null ||
    turn.sample !== null ||
    turn.views !== null ||
    target === null ||
    target.entity.complete ||
    op.operation.list !== null
  )
    return null;
  const samples = (turn.compiled.samples.get(op.operation.id) ?? []).filter(
    ({ status, body }) => status === turn.sampleStatus && body.kind === 'text',
  );
  const match = samples.length === 0 ? null : nearestSample(samples, turn.request);
  if (match === null || !match.exact || match.sample.body.kind !== 'text') return null;
  const { sample } = match;
  if (
    !sample.reads.every((key) => isUnchangedSince(turn, key, sample.at)) ||
    !sample.lists.every((name) => isUntouchedSince(turn, name, sample.at))
  )
    return null;
  try {
    const recorded = jsonOf(match.sample.body.text);
    const known = jsonOf(rendered.done().toString());
    return agrees(recorded, known, new Set(Object.keys(target.doc))) ? Buffer.from(match.sample.body.text) : null;
  } catch {
    return null;
  }
}

/** Nothing that the record is known to hold reads differently in the recorded answer. */
function agrees(recorded: Json, known: Json, fields: ReadonlySet<string>): boolean {
  if (isObject(known)) {
    if (!isObject(recorded)) return false;
    return Object.entries(known).every(([key, value]) => {
      const other = recorded[key];
      if (fields.has(key)) return other !== undefined && jsonEquals(other, value);
      return other === undefined || typeof value !== 'object' || agrees(other, value, fields);
    });
  }
  return isArray(known) ? isArray(recorded) : true;
}
