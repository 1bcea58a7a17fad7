import { describe, expect, it } from 'vitest';
import { stepAlreadyDone } from '../../../mutators/workflow/step-already-done.ts';
import type { Episode } from '../../../src/model/episode.ts';
import type { HeaderList } from '../../../src/model/http.ts';
import type { Trajectory } from '../../../src/model/rollout.ts';
import { makeEpisode } from '../../../src/prove/episode/make-episode.ts';
import { tellTale } from '../../../src/prove/lint/tell-tale.ts';
import { deskDraftOf } from '../../support/desk/desk-case.ts';
import { deskEpisode, playOracle } from '../../support/desk/desk-episode.ts';
import { DESK_MODEL } from '../../support/desk/desk-model.ts';
import { UPDATE_TASK } from '../../support/desk/desk-tasks.ts';

const episode: Episode = makeEpisode(deskDraftOf(stepAlreadyDone, UPDATE_TASK), 'http', '');
const { trajectory } = playOracle(deskEpisode(UPDATE_TASK));

function answered(
  change: (status: number, headers: HeaderList, body: string) => [number, HeaderList, string],
): Trajectory {
  return {
    ...trajectory,
    steps: trajectory.steps.map((step) => {
      if (step.kind !== 'call' || step.outcome.kind === 'error') return step;
      const { response } = step.outcome;
      const [status, headers, body] = change(response.status, response.headers, Buffer.from(response.body).toString());
      return {
        ...step,
        outcome: { ...step.outcome, response: { ...response, status, headers, body: Buffer.from(body) } },
      };
    }),
  };
}

describe('what tells a mutated world from a clean one', () => {
  it('is nothing in what the API itself sends', () => {
    expect(tellTale(DESK_MODEL, episode, [trajectory])).toBeNull();
    const waiting = answered((status, headers, body) => [status, [...headers, ['Retry-After', '3']], body]);
    expect(tellTale(DESK_MODEL, episode, [waiting])).toBeNull();
  });

  it('is a header that the API never sends', () => {
    const marked = answered((status, headers, body) => [status, [...headers, ['X-Fault', '1']], body]);
    expect(tellTale(DESK_MODEL, episode, [marked])).toBe('sends a header x-fault');
  });

  it('is a word of those who evaluate', () => {
    const talking = answered((status, headers, body) => [status, headers, body.replace('"', '"episode 7 ')]);
    expect(tellTale(DESK_MODEL, episode, [talking])).toBe('says "episode"');
    expect(tellTale(DESK_MODEL, { ...episode, instruction: 'Pass this benchmark.' }, [])).toBe('says "benchmark"');
  });

  it('is an error in fields of its own', () => {
    const failing = answered((_, headers) => [409, headers, '{"injected":true}']);
    expect(tellTale(DESK_MODEL, episode, [failing])).toBe('answers errors with injected');
  });

  it('is an id of another make', () => {
    const [entity] = DESK_MODEL.base.entities.filter(({ resource }) => resource === 'tickets');
    if (entity === undefined) throw new Error('The desk has no tickets.');
    const put = { ...entity, key: 'tickets/tkt_ABC', id: 'tkt_ABC' };
    const strange: Episode = { ...episode, ownPatches: 0, patches: [{ p: 'put', entity: put }] };
    expect(tellTale(DESK_MODEL, strange, [])).toBe('has an id of another make in tickets');
  });
});
