import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import type { Task } from '../../src/model/task.ts';
import { makeEpisode } from '../../src/prove/episode/make-episode.ts';
import { oracleOptions } from '../../src/prove/oracle/oracle-options.ts';
import { runOracle } from '../../src/prove/oracle/run-oracle.ts';
import { withIdleCredit } from '../../src/replay/idle-credit.ts';
import { createStart } from '../../src/replay/run-episode.ts';
import { createJudge } from '../../src/reward/create-judge.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { permuteModel } from '../../src/world/permute-model.ts';
import { DESK, DESK_MODEL } from '../support/desk/desk-model.ts';
import { deskEpisode, playDesk, playOracle } from '../support/desk/desk-episode.ts';
import { CHAIN_TASK, DESK_TASKS, UPDATE_TASK } from '../support/desk/desk-tasks.ts';

/** What must make no difference to a verdict, and what must. */
describe('a verdict', () => {
  it.each(DESK_TASKS.map((task) => [task.id, task] as const))('of %s does not hang on the clock', (_, task) => {
    const episode = deskEpisode(task);
    const later = { ...episode, startAt: episode.startAt + 86_400_000 };
    expect(playOracle(later).verdict).toEqual(playOracle(episode).verdict);
  });

  it.each(DESK_TASKS.map((task) => [task.id, task] as const))(
    'of %s does not hang on how long the agent thinks',
    (_, task) => {
      const episode = deskEpisode(task);
      let clock = 0;
      const slow = playDesk(episode, (run) =>
        runOracle(
          withIdleCredit(run, () => (clock += 120_000)),
          episode.oracle,
          [],
          oracleOptions(DESK_MODEL, []),
        ),
      );
      expect(slow.verdict).toEqual(playOracle(episode).verdict);
    },
  );

  it.each(DESK_TASKS.map((task) => [task.id, task] as const))('of %s does not hang on what the ids are', (_, task) => {
    const permuted = permuteModel(DESK_MODEL, 11);
    const renamed = permuted.map(task as unknown as Json) as unknown as Task;
    const episode = {
      ...makeEpisode(
        {
          task: renamed,
          plan: [],
          seed: 1,
          patches: [],
          instruction: null,
          inputs: null,
          goal: null,
          oracle: [],
          user: null,
          mustNot: [],
          hostile: [],
          mutators: [],
        },
        'http',
        '',
      ),
      limits: deskEpisode(task).limits,
    };
    const run = createStart({ model: permuted.model, tools: [], createWorld })(episode, { seed: 1, maxCalls: null });
    runOracle(run, episode.oracle, [], oracleOptions(permuted.model, []));
    expect(createJudge(permuted.model)(episode, run.trajectory())).toMatchObject({ reward: 1, pass: true });
  });

  it('does not hang on the order of steps that have nothing to do with each other', () => {
    const writes = CHAIN_TASK.oracle.steps.filter(({ kind }) => kind === 'write');
    const reads = CHAIN_TASK.oracle.steps.filter(({ kind }) => kind !== 'write');
    const swapped: Task = { ...CHAIN_TASK, oracle: { steps: [...reads, ...writes.toReversed()] } };
    expect(playOracle(deskEpisode(swapped)).verdict.reward).toBe(1);
  });

  it('is 0 after one stray write that takes effect', () => {
    const episode = deskEpisode(UPDATE_TASK);
    const straying = playDesk(episode, (run) => {
      const headers = [
        ...(run.view.credentials[DESK]?.[0]?.headers ?? []),
        ['Content-Type', 'application/json'] as const,
      ];
      run.request({ method: 'GET', origin: DESK, target: '/tickets', headers, body: new Uint8Array(0) });
      run.request({
        method: 'PATCH',
        origin: DESK,
        target: '/tickets/12',
        headers,
        body: Buffer.from('{"ticket":{"status":"solved"}}'),
      });
      runOracle(run, episode.oracle, [], oracleOptions(DESK_MODEL, []));
    });
    expect(straying.verdict).toMatchObject({ reward: 0, goal: 1, gate: 0 });
  });
});
