import { describe, expect, it } from 'vitest';
import type { FaultPatch, WorldPatch } from '../../../src/model/world.ts';
import { DESK, DESK_MODEL } from '../../support/desk/desk-model.ts';
import { deskEpisode, playOracle } from '../../support/desk/desk-episode.ts';
import { CREATE_TASK, DELETE_TASK, DESK_TASKS, UPDATE_TASK } from '../../support/desk/desk-tasks.ts';

const PATCH_TICKET = `PATCH ${DESK}/tickets/{id}`;
const POST_TICKET = `POST ${DESK}/tickets`;
const LIST_TICKETS = `GET ${DESK}/tickets`;

function fault(
  operation: string,
  kind: FaultPatch['fault'],
  phase: FaultPatch['phase'] = 'before',
  count = 1,
): WorldPatch {
  return { p: 'fault', match: { operations: [operation], kinds: null, key: null }, from: 0, count, phase, fault: kind };
}

describe('the oracle in an undisturbed world', () => {
  it.each(DESK_TASKS.map((task) => [task.id, task] as const))('does %s and earns 1', (_, task) => {
    expect(playOracle(deskEpisode(task)).verdict).toMatchObject({ reward: 1, pass: true });
  });

  it('sends the same requests and sees the same answers every time', () => {
    const one = playOracle(deskEpisode(UPDATE_TASK));
    const two = playOracle(deskEpisode(UPDATE_TASK));
    expect(two.trajectory).toEqual(one.trajectory);
  });

  it('words free text differently where it is asked to, and earns the same', () => {
    const comment = DESK_TASKS.find(({ id }) => id === 't0000comment') ?? UPDATE_TASK;
    const texts = [0, 3].map((wording) => playOracle(deskEpisode(comment), { wording }));
    expect(texts.map(({ verdict }) => verdict.reward)).toEqual([1, 1]);
    expect(texts[0]?.trajectory.diff).not.toEqual(texts[1]?.trajectory.diff);
  });
});

describe('each handler makes good what it is for, and is missed where it is left out', () => {
  it('retry-after: waits as long as it is told', () => {
    const episode = deskEpisode(UPDATE_TASK, {
      patches: [fault(PATCH_TICKET, { f: 'rate-limit', status: 429, retryAfter: { seconds: 40, as: 'seconds' } })],
    });
    const right = playOracle(episode);
    expect(right.verdict.reward).toBe(1);
    expect(right.trajectory.steps.filter(({ kind }) => kind === 'wait')).toMatchObject([{ seconds: 40 }]);
    expect(playOracle(episode, { without: ['retry-after', 'backoff'] }).verdict.reward).toBe(0);
  });

  it('backoff: tries again after a failure', () => {
    const episode = deskEpisode(UPDATE_TASK, {
      patches: [fault(LIST_TICKETS, { f: 'status', status: 500, headers: [], body: null })],
    });
    expect(playOracle(episode).verdict.reward).toBe(1);
    expect(playOracle(episode, { without: ['backoff'] }).verdict.reward).toBe(0);
  });

  it('confirm-before-retry: looks before it makes a record again', () => {
    const episode = deskEpisode(CREATE_TASK, {
      patches: [fault(POST_TICKET, { f: 'network', error: 'reset' }, 'after')],
    });
    expect(playOracle(episode).verdict.reward).toBe(1);
    const blind = playOracle(episode, { without: ['confirm-before-retry'] });
    expect(blind.verdict.reward).toBe(0);
    expect(blind.verdict.checks.find(({ check }) => check === 'duplicate')?.state).toBe('failed');
  });

  it('confirm-before-retry: takes a lost deletion for done once the record is gone', () => {
    const episode = deskEpisode(DELETE_TASK, {
      patches: [fault(`DELETE ${DESK}/tickets/{id}`, { f: 'hang' }, 'after')],
    });
    const { verdict, trajectory } = playOracle(episode);
    expect(verdict.reward).toBe(1);
    expect(trajectory.steps.filter((step) => step.kind === 'call' && step.request.method === 'DELETE')).toHaveLength(1);
  });

  it('verify-write: writes again what was answered but not done', () => {
    const patches: readonly WorldPatch[] = [
      {
        p: 'ignore-field',
        match: { operations: [PATCH_TICKET], kinds: null, key: null },
        paths: [['priority']],
        times: 1,
      },
    ];
    const episode = {
      ...deskEpisode(UPDATE_TASK, { patches }),
      limits: { ...deskEpisode(UPDATE_TASK).limits, oracleWrites: 2 },
    };
    expect(playOracle(episode).verdict.reward).toBe(1);
    expect(playOracle(episode, { without: ['verify-write'] }).verdict.reward).toBe(0);
  });

  it('follow-pages: looks on every page', () => {
    const patches: readonly WorldPatch[] = [
      {
        p: 'list',
        match: { operations: [LIST_TICKETS], kinds: null, key: null },
        maxSize: 3,
        reverse: false,
        ignoreFilters: [],
        total: 'true',
      },
    ];
    const episode = deskEpisode(UPDATE_TASK, { patches });
    expect(playOracle(episode).verdict.reward).toBe(1);
    expect(playOracle(episode, { without: ['follow-pages'] }).verdict.reward).toBe(0);
  });

  it('alias: knows a field by its new name', () => {
    const patches: readonly WorldPatch[] = [
      {
        p: 'view',
        resource: 'tickets',
        operations: null,
        key: null,
        change: { v: 'rename', path: ['subject'], to: 'title', requests: false },
      },
    ];
    const episode = deskEpisode(UPDATE_TASK, {
      patches,
      oracle: [{ o: 'alias', resource: 'tickets', from: ['subject'], to: ['title'] }],
    });
    expect(playOracle(episode).verdict.reward).toBe(1);
    expect(playOracle(episode, { without: ['alias'] }).verdict.reward).toBe(0);
  });

  it('look-before-create: leaves out what is done already', () => {
    const first = DESK_MODEL.base.entities.find(({ key }) => key === 'tickets/27');
    const skip = { o: 'skip-write', operation: PATCH_TICKET } as const;
    const episode = deskEpisode(UPDATE_TASK, {
      oracle: [skip],
      goal: [{ kind: 'report', reason: 'already_done', evidence: [first?.id ?? ''] }],
    });
    expect(playOracle(episode).trajectory.diff).toEqual([]);
    expect(playOracle(episode, { without: ['look-before-create'] }).trajectory.diff).toHaveLength(1);
  });

  it('disambiguate: does not take the first of two that are named alike, and says which they are', () => {
    const twin = DESK_MODEL.base.entities.find(({ key }) => key === 'tickets/27');
    if (twin === undefined) throw new Error('the desk has no ticket 27');
    const put: WorldPatch = {
      p: 'put',
      entity: { ...twin, key: 'tickets/900', id: '900', doc: { ...twin.doc, id: 900 } },
    };
    const episode = deskEpisode(UPDATE_TASK, {
      patches: [put],
      goal: [{ kind: 'report', reason: 'conflict', evidence: ['27', '900'] }],
    });
    expect(playOracle(episode).verdict.reward).toBe(1);
    expect(playOracle(episode, { without: ['disambiguate'] }).verdict.reward).toBe(0);
  });
});
