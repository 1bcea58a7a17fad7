import { headerValue } from '../model/http.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import type { WorldAnswer } from '../model/world.ts';

/** A pause was asked for without saying how long. */
const UNTOLD_WAIT_S = 60;

/**
 * The run as agents in real time see it: real seconds count towards a pause the API asked for (Retry-After, a job being
 * polled) and towards nothing else. So code that sleeps works, and slow thinking never expires a token.
 *
 * @param now real time in milliseconds
 */
export function withIdleCredit(run: EpisodeRun, now: () => number): EpisodeRun {
  let outstanding: { seconds: number; since: number } | null = null;
  const settle = (): void => {
    if (outstanding === null) return;
    // Whole seconds: a few milliseconds more or less must not make another rollout.
    const slept = Math.floor((now() - outstanding.since) / 1000 + 0.05);
    if (slept > 0) run.wait(Math.min(slept, outstanding.seconds));
    outstanding = null;
  };
  const note = (seconds: number | null): void => {
    outstanding = seconds === null ? null : { seconds, since: now() };
  };
  return {
    episode: run.episode,
    world: run.world,
    get view() {
      return run.view;
    },
    get at() {
      return run.at;
    },
    get over() {
      return run.over;
    },
    request: (request) => {
      settle();
      const outcome = run.request(request);
      note(pauseIn(outcome, run.at));
      return outcome;
    },
    call: (name, args) => {
      settle();
      const result = run.call(name, args);
      note(pauseOf(result.status, result.headers['Retry-After'], run.at));
      return result;
    },
    wait: (seconds) => {
      outstanding = null;
      run.wait(seconds);
    },
    say: (text) => run.say(text),
    report: (reason, evidence) => run.report(reason, evidence),
    finish: (answer) => run.finish(answer),
    fail: (why, message) => run.fail(why, message),
    trajectory: () => run.trajectory(),
  };
}

function pauseIn(outcome: WorldAnswer['outcome'], at: number): number | null {
  if (outcome.kind === 'error') return null;
  return pauseOf(outcome.response.status, headerValue(outcome.response.headers, 'retry-after'), at);
}

/** Seconds the API asked the client to wait; null where it did not. */
function pauseOf(status: number, retryAfter: string | undefined, at: number): number | null {
  if (retryAfter !== undefined) {
    if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter);
    const until = Date.parse(retryAfter);
    if (!Number.isNaN(until)) return Math.max(0, Math.ceil((until - at) / 1000));
  }
  return status === 429 || status === 503 || status === 202 ? UNTOLD_WAIT_S : null;
}
