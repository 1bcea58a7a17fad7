import { decodedResponse } from '../../model/decoded-response.ts';
import { leavesOf, type Json } from '../../model/json.ts';
import type { EpisodeRun } from '../../model/rollout.ts';

/** Every JSON body that the rollout was answered with, in order. */
export function bodiesSeen(run: EpisodeRun): readonly Json[] {
  return run.trajectory().steps.flatMap((step) => {
    if (step.kind !== 'call' || step.outcome.kind === 'error') return [];
    const decoded = decodedResponse(step.outcome.response);
    return decoded.kind === 'json' ? [decoded.value] : [];
  });
}

/** What the agent was given and every text it has read since, each once. */
export function allTextSeen(run: EpisodeRun): string {
  const words = bodiesSeen(run).flatMap((body) =>
    [...leavesOf(body)].flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
  );
  return [...new Set([...Object.values(run.view.inputs).map(String), ...words])].join(' ');
}
