import type { AgentEpisode } from '../model/agent.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import { REPORT_REASONS } from '../model/report-reason.ts';
import { fetchElsewhere } from './in-process.ts';
import { createFetch } from './simulated-fetch.ts';

export interface InProcessOptions {
  /** Hosts outside the episode that may be reached. */
  readonly allow: readonly string[];
  readonly signal: AbortSignal;
  /** Told after each act that ended the rollout. */
  readonly onOver: () => void;
}

/** A running rollout as a module agent holds it. */
export function agentEpisode(run: EpisodeRun, { allow, signal, onOver }: InProcessOptions): AgentEpisode {
  const simulated = createFetch(run, (request) => fetchElsewhere(request, run, allow));
  const act = <T>(work: () => T): Promise<T> => {
    if (run.over) return Promise.reject(new Error('The rollout is over: nothing can be done in it any more.'));
    try {
      return Promise.resolve(work());
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    } finally {
      if (run.over) onOver();
    }
  };
  return {
    ...run.view,
    signal,
    fetch: async (input, init) => {
      try {
        return await simulated(input, init);
      } finally {
        if (run.over) onOver();
      }
    },
    call: (name, args = {}) => act(() => run.call(name, args)),
    wait: (seconds) => act(() => run.wait(checkedSeconds(seconds))),
    say: (text) => act(() => run.say(String(text))),
    report: (reason, evidence = []) =>
      act(() => {
        if (!REPORT_REASONS.includes(reason))
          throw new TypeError(`report: "${reason}" is no reason; one of ${REPORT_REASONS.join(', ')}.`);
        run.report(reason, evidence.map(String));
      }),
    finish: (answer = null) => act(() => run.finish(answer)),
  };
}

function checkedSeconds(seconds: number): number {
  if (typeof seconds !== 'number' || !(seconds >= 0))
    throw new TypeError(`wait: ${String(seconds)} is no number of seconds.`);
  return seconds;
}
