import type { Json } from 'offscript';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { Sight, WriteStep } from '../script.ts';
import { fittedTo } from './fitted-to.ts';
import { lookAgain, lookBefore, lookEverywhere } from './look-in-list.ts';
import { makeReady } from './make-ready.ts';
import { namings } from './namings.ts';
import type { Look } from './patient-send.ts';
import { putRight } from './put-right.ts';
import { recordIn } from './read-item.ts';
import { renamedValue } from './renamed-value.ts';
import { settleJob } from './settle-job.ts';
import { supplied } from './supplied.ts';
import { refuse } from './refuse.ts';
import { glance, isTelling } from './sight.ts';
import { Stop } from './stop.ts';
import { callOf, idOf, operationOf, type Found, type Work } from './work.ts';

export interface Outcome {
  /** `already` where it was so before. */
  readonly how: 'done' | 'already';
  /** The record the write is about: changed, made, or found to be so. */
  readonly id: string | null;
}

const MOST_REPEATS = 3;
const MOST_LOOKS = 3;
const MOST_ADAPTATIONS = 3;

/** Writes once, and sees to it that it took. */
export async function writeStep(work: Work, step: WriteStep): Promise<Outcome> {
  switch (step.seen?.in) {
    case 'list':
      return makeRecord(work, step, step.seen);
    case 'record':
      return changeRecord(work, step, step.seen);
    default:
      keep(work, step, await sendUntilTaken(work, step, [callOf(work, step)], () => Promise.resolve(null)));
      return { how: 'done', id: targetIds(work, step)[0] ?? null };
  }
}

async function makeRecord(work: Work, step: WriteStep, seen: Extract<Sight, { in: 'list' }>): Promise<Outcome> {
  const before = await lookBefore(work, step, seen);
  if (before.same !== null) {
    keep(work, step, before.same.record);
    return { how: 'already', id: idOf(work, before.same) };
  }
  const { leftover } = before;
  if (leftover !== null && (await putRight(work, step, leftover.row, leftover.wrong))) {
    keep(work, step, leftover.row.record);
    return { how: 'done', id: idOf(work, leftover.row) };
  }
  let there = null as Found | null;
  const look: Look = async ({ status }) => {
    // Refused because it is there: then it is, wherever it is listed.
    if (status === 409) there = await lookEverywhere(work, step, seen);
    return asAnswer((there ?? (await lookAgain(work, step, seen, before)))?.record);
  };
  const ways = namings(work, callOf(work, step), step, before.sample);
  keep(work, step, await sendUntilTaken(work, step, ways, look));
  if (there !== null) return { how: 'already', id: idOf(work, there) };
  return { how: 'done', id: null };
}

async function changeRecord(work: Work, step: WriteStep, seen: Extract<Sight, { in: 'record' }>): Promise<Outcome> {
  const id = targetIds(work, step)[0] ?? null;
  const at = await glance(work, step, seen);
  if (at.isDone) {
    keep(work, step, at.record);
    return { how: 'already', id };
  }
  const look: Look = async () => {
    const now = await glance(work, step, seen);
    return now.isDone ? asAnswer(now.record ?? {}) : null;
  };
  const [first, ...others] = namings(work, callOf(work, step), step, at.record);
  let ways: readonly Call[] = [first, ...others];
  for (let writes = 1; ; writes += 1) {
    keep(work, step, await sendUntilTaken(work, step, ways, look));
    if (await shows(work, step, seen)) return { how: 'done', id };
    if (writes > MOST_REPEATS) throw new Stop('unavailable', targetIds(work, step), `${step.operation} does not take.`);
    ways = [...ways.slice(1), ...ways.slice(0, 1)];
  }
}

/** Whether a change shows, now or after a while: a replica may lag, and what is there is not written again. */
async function shows(work: Work, step: WriteStep, seen: Extract<Sight, { in: 'record' }>): Promise<boolean> {
  for (let look = 0; ; look += 1) {
    if (!isTelling(work, step, seen) || (await glance(work, step, seen)).isDone) return true;
    if (look >= MOST_LOOKS) return false;
    await work.episode.wait(2 ** look);
  }
}

/**
 * Sends the first of several ways to say the same, and the others where that is refused.
 *
 * @returns the record as the answer shows it
 */
async function sendUntilTaken(work: Work, step: WriteStep, ways: readonly Call[], look: Look): Promise<Json | null> {
  const [first, ...others] = ways;
  let call = first as Call;
  const submit = (): Promise<Answer> => work.send(call, look);
  const sent = async (): Promise<Answer> => {
    const got = await submit();
    if (got.status !== 202) return got;
    const settled = await settleJob(work.episode, work.send, call, got, submit);
    return settled === got ? got : ((await look(settled)) ?? settled);
  };
  let answer = await sent();
  for (let tries = 0; tries < MOST_ADAPTATIONS && isRefusal(answer); tries += 1) {
    if (!(await makeReady(work, step, answer))) {
      const isUnfit = answer.status === 400 || answer.status === 422;
      const other = isUsedToken(work, step, answer)
        ? callOf(work, step)
        : isUnfit
          ? (supplied(work, call, answer) ??
            revalued(work, step, call, answer) ??
            others.shift() ??
            fittedTo(call, answer))
          : null;
      if (other === null) break;
      call = other;
    }
    answer = await sent();
  }
  if (answer.status < 400 && answer.status > 0 && answer.flaw === null) return recordIn(answer, call.operation);
  const shown = answer.status === 401 || answer.status === 403 ? null : await look(answer);
  if (shown === null) throw refuse(work, answer, step.operation, targetIds(work, step));
  return recordIn(shown, call.operation);
}

/** Under the name that the refusal has for a value now; from here on everywhere. */
function revalued(work: Work, step: WriteStep, call: Call, refusal: Answer): Call | null {
  const renamed = renamedValue(call, refusal);
  if (renamed === null || work.renamed.has(renamed.from)) return null;
  work.renamed.set(renamed.from, renamed.to);
  return callOf(work, step);
}

/** The token of our own marks another request there; true once. */
function isUsedToken(work: Work, step: WriteStep, { body }: Answer): boolean {
  const isMarked = step.settings.some(({ value }) => value.v === 'fresh');
  if (!isMarked || work.usedTokens.has(step.as) || !/\bkey\b/i.test(JSON.stringify(body ?? ''))) return false;
  work.usedTokens.add(step.as);
  return true;
}

function keep(work: Work, step: WriteStep, record: Json | null): void {
  if (record !== null) work.records.set(step.as, { resource: operationOf(work, step.operation).resource, record });
}

function isRefusal({ status, flaw }: Answer): boolean {
  return flaw === null && status >= 400 && status < 500 && status !== 401 && status !== 403 && status !== 429;
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
