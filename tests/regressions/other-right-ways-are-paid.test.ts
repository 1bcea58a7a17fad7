import { describe, expect, it } from 'vitest';
import type { OracleStep } from '../../src/model/oracle.ts';
import { createJudge } from '../../src/reward/create-judge.ts';
import { call, change, DESK_MODEL, episodeWith, RIGHT_STEPS, trajectoryOf, wait } from '../support/judging.ts';
import { deskEpisode, playOracle } from '../support/desk/desk-episode.ts';
import { CREATE_TASK, UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { DESK } from '../support/desk/desk-model.ts';

const judge = createJudge(DESK_MODEL);
const status = (from: string, to: string) =>
  call('update_ticket', '/tickets/7', {
    body: { status: to },
    changes: [change('tickets/7', { id: 7, status: from }, { id: 7, status: to })],
  });

/** Each of these was refused once. */
describe('a goal reached in smaller steps', () => {
  it('pays for one field at a time', () => {
    const edit = (step: OracleStep): readonly OracleStep[] => {
      if (step.kind !== 'write') return [step];
      const [path, ...body] = step.slots;
      return path === undefined
        ? []
        : body.map((slot, at) => ({ ...step, as: `${step.as}_${at}`, confirm: null, slots: [path, slot] }));
    };
    expect(playOracle(deskEpisode(UPDATE_TASK), { edit }).verdict.reward).toBe(1);
  });

  it('pays for making a record and completing it', () => {
    const edit = (step: OracleStep): readonly OracleStep[] => {
      if (step.kind !== 'write') return [step];
      const late = step.slots.filter(({ slot }) => slot.in === 'body' && slot.path.at(-1) === 'priority');
      const update: OracleStep = {
        ...step,
        as: 'later',
        operation: `PATCH ${DESK}/tickets/{id}`,
        confirm: null,
        slots: [{ slot: { in: 'path', name: 'id' }, value: { v: 'from', step: step.as, path: ['id'] } }, ...late],
      };
      return [{ ...step, slots: step.slots.filter((slot) => !late.includes(slot)) }, update];
    };
    expect(playOracle(deskEpisode(CREATE_TASK), { edit }).verdict.reward).toBe(1);
  });

  it('does not pay for going back and forth', () => {
    const goal = [
      { kind: 'field', key: 'tickets/7', resource: 'tickets', path: ['status'], match: { m: 'exact', value: 'open' } },
    ] as const;
    const read = RIGHT_STEPS[0] as (typeof RIGHT_STEPS)[number];
    expect(
      judge(
        episodeWith(goal),
        trajectoryOf([read, status('new', 'open'), status('open', 'new'), status('new', 'open')]),
      ).reward,
    ).toBe(0);
    expect(
      judge(episodeWith(goal), trajectoryOf([read, status('new', 'closed'), status('closed', 'open')])).reward,
    ).toBe(0);
  });
});

describe('a look around that failed and was given up', () => {
  it('costs nothing where the goal did not need it', () => {
    const oracle = {
      steps: [
        { kind: 'read', as: 'ticket', resource: 'tickets', operation: 'read_ticket', slots: [] },
        { kind: 'write', as: 'update', resource: 'tickets', operation: 'update_ticket', slots: [], confirm: null },
      ],
    } as const;
    const needed = DESK_MODEL.operations
      .filter(({ name }) => name === 'read_ticket' || name === 'update_ticket')
      .map(({ id }) => id);
    const goal = [
      { kind: 'field', key: 'tickets/7', resource: 'tickets', path: ['status'], match: { m: 'exact', value: 'open' } },
    ] as const;
    const steps = oracle.steps.map((step, at) => ({ ...step, operation: needed[at] ?? '' }));
    const episode = episodeWith(goal, { oracle: { steps } });
    const astray = call('list_tickets', '/tickets', { status: 500, faulty: true });
    expect(judge(episode, trajectoryOf([astray, wait(1), ...RIGHT_STEPS])).reward).toBe(1);
  });
});
