import type { Json, JsonPath } from 'offscript';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { fieldPlace } from '../field-place.ts';
import type { WriteStep } from '../script.ts';
import { fittedTo } from './fitted-to.ts';
import { lookAgain, lookBefore } from './look-in-list.ts';
import { makeReady } from './make-ready.ts';
import type { Look } from './patient-send.ts';
import { putRight } from './put-right.ts';
import { recordIn } from './read-item.ts';
import { refuse } from './refuse.ts';
import { glance, isTelling } from './sight.ts';
import { callOf, idOf, operationOf, type Found, type Work } from './work.ts';

export interface Outcome {
  /** `already` where it was so before. */
  readonly how: 'done' | 'already';
  /** The record the write is about: changed, made, or found to be so. */
  readonly id: string | null;
}

const MOST_REPEATS = 3;
const MOST_ADAPTATIONS = 3;

/** Writes once, and sees to it that it took. */
export async function writeStep(work: Work, step: WriteStep): Promise<Outcome> {
  const { resource } = operationOf(work, step.operation);
  const { seen } = step;
  const keep = (record: Json | null): void => {
    if (record !== null) work.records.set(step.as, { resource, record });
  };
  if (seen?.in === 'list') {
    const before = await lookBefore(work, step, seen);
    if (before.same !== null) {
      keep(before.same.record);
      return { how: 'already', id: idOf(work, before.same) };
    }
    if (before.leftover !== null && (await putRight(work, step, before.leftover.row, before.leftover.wrong))) {
      keep(before.leftover.row.record);
      return { how: 'done', id: idOf(work, before.leftover.row) };
    }
    keep(
      await sendUntilTaken(work, step, callOf(work, step), async () =>
        asAnswer((await lookAgain(work, step, seen, before))?.record),
      ),
    );
    return { how: 'done', id: null };
  }
  const id = targetIds(work, step)[0] ?? null;
  if (seen === null) {
    keep(await sendUntilTaken(work, step, callOf(work, step), () => Promise.resolve(null)));
    return { how: 'done', id };
  }
  const at = await glance(work, step, seen);
  if (at.isDone) {
    keep(at.record);
    return { how: 'already', id };
  }
  const call = withPresentNames(work, callOf(work, step), step, at.record);
  const look: Look = async () => {
    const now = await glance(work, step, seen);
    return now.isDone ? asAnswer(now.record ?? {}) : null;
  };
  keep(await sendUntilTaken(work, step, call, look));
  for (let repeats = 0; isTelling(step, seen); repeats += 1) {
    const now = await glance(work, step, seen);
    if (now.isDone) break;
    if (repeats >= MOST_REPEATS)
      throw refuse(
        work,
        { status: 409, body: undefined, header: () => null, flaw: null, cause: null },
        step.operation,
        targetIds(work, step),
      );
    keep(await sendUntilTaken(work, step, withPresentNames(work, callOf(work, step), step, now.record), look));
  }
  return { how: 'done', id };
}

/** @returns the record as the answer shows it */
async function sendUntilTaken(work: Work, step: WriteStep, first: Call, look: Look): Promise<Json | null> {
  let call = first;
  let answer = await work.send(call, look);
  for (let tries = 0; tries < MOST_ADAPTATIONS && isRefusal(answer); tries += 1) {
    if (!(await makeReady(work, step, answer))) {
      const fitted = answer.status === 400 || answer.status === 422 ? fittedTo(call, answer) : null;
      if (fitted === null) break;
      call = fitted;
    }
    answer = await work.send(call, look);
  }
  if (answer.status < 400 && answer.status > 0 && answer.flaw === null) return recordIn(answer, call.operation);
  const shown = answer.status === 401 || answer.status === 403 ? null : await look();
  if (shown === null) throw refuse(work, answer, step.operation, targetIds(work, step));
  return recordIn(shown, call.operation);
}

function isRefusal({ status, flaw }: Answer): boolean {
  return flaw === null && status >= 400 && status < 500 && status !== 401 && status !== 403 && status !== 429;
}

/** Fields that the record now shows under another name are sent under it. */
function withPresentNames(work: Work, call: Call, step: WriteStep, record: Json | null): Call {
  if (record === null) return call;
  const known = work.book.resources[call.operation.resource]?.fields ?? [];
  const renamed = (path: JsonPath): JsonPath => {
    const field =
      step.settings.find(({ place }) => place.in === 'body' && place.path.join('.') === path.join('.'))?.field ?? null;
    if (field === null || path.at(-1) !== field.at(-1)) return path;
    const now = fieldPlace(record, field, known);
    return now === null || now.length !== field.length ? path : [...path.slice(0, -1), ...now.slice(-1)];
  };
  return {
    ...call,
    values: call.values.map((one) =>
      one.place.in === 'body' ? { ...one, place: { in: 'body' as const, path: renamed(one.place.path) } } : one,
    ),
  };
}

function asAnswer(record: Json | undefined): Answer | null {
  return record === undefined ? null : { status: 200, body: record, header: () => null, flaw: null, cause: null };
}

/** The record a write is about, or the ones it is made under. */
function targetIds(work: Work, step: WriteStep): readonly string[] {
  const names = step.settings.flatMap(({ place, value }) =>
    place.in === 'path' && value.v === 'from' ? [value.step] : [],
  );
  return names.reverse().flatMap((name) => {
    const found: Found | undefined = work.records.get(name);
    return found === undefined ? [] : (idOf(work, found) ?? []);
  });
}
