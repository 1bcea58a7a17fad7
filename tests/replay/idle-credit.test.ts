import { describe, expect, it } from 'vitest';
import { NO_BODY, type HttpRequest } from '../../src/model/http.ts';
import { withIdleCredit } from '../../src/replay/idle-credit.ts';
import { startNotes } from '../support/notes-episode.ts';
import { NOTES } from '../support/notes-model.ts';

const get = (target: string): HttpRequest => ({ method: 'GET', origin: NOTES, target, headers: [], body: NO_BODY });

function runWithClock() {
  const clock = { now: 0 };
  return { clock, run: withIdleCredit(startNotes(), () => clock.now) };
}

function statusOf(outcome: ReturnType<ReturnType<typeof startNotes>['request']>): number {
  return outcome.kind === 'response' ? outcome.response.status : 0;
}

describe('real time', () => {
  it('counts towards a pause that the API asked for, so that code that sleeps gets on', () => {
    const { clock, run } = runWithClock();
    expect(statusOf(run.request(get('/limited')))).toBe(429);
    clock.now += 29_980;
    expect(statusOf(run.request(get('/limited')))).toBe(200);
  });

  it('counts for no more than that pause', () => {
    const { clock, run } = runWithClock();
    run.request(get('/limited'));
    const at = run.at;
    clock.now += 3_600_000;
    run.request(get('/notes'));
    expect(run.at - at).toBe(30_000 + 270);
  });

  it('counts for nothing where no pause was asked for: slow thinking ages nothing', () => {
    const { clock, run } = runWithClock();
    run.request(get('/notes'));
    const at = run.at;
    clock.now += 120_000;
    run.request(get('/notes'));
    expect(run.at - at).toBe(270);
  });

  it('counts for nothing beside an explicit wait', () => {
    const { clock, run } = runWithClock();
    run.request(get('/limited'));
    run.wait(30);
    clock.now += 120_000;
    const at = run.at;
    expect(statusOf(run.request(get('/limited')))).toBe(200);
    expect(run.at - at).toBe(270);
  });
});
