import { describe, expect, it } from 'vitest';
import type { Episode } from '../../src/model/episode.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { CallStep, Step, Trajectory } from '../../src/model/rollout.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { firstDivergence } from '../../src/report/divergence.ts';
import { showEpisode } from '../../src/report/show-episode.ts';
import { showRollout } from '../../src/report/show-rollout.ts';
import { notesEpisode } from '../support/notes-episode.ts';
import { NOTES, NOTES_MODEL, operation } from '../support/notes-model.ts';

const UPDATE = operation('PATCH', '/notes/{id}', { kind: 'update' });
const REFUND = operation('POST', '/refunds', { kind: 'create' });
const MODEL: LearnedModel = { ...NOTES_MODEL, operations: [...NOTES_MODEL.operations, UPDATE, REFUND] };

const EPISODE: Episode = notesEpisode({
  family: 'system',
  oracle: { steps: [{ kind: 'write', as: 'w', resource: 'notes', operation: UPDATE.id, slots: [], confirm: null }] },
  mutators: [
    {
      id: 'system/timeout-after-write',
      family: 'system',
      summary: 's',
      visibility: 'explicit',
      duration: 'transient',
      benign: false,
      explain: 'The first answer to PATCH /notes/n1 is lost after the change was made.',
      discriminates: ['duplicate'],
      bite: [],
      patchIndices: [],
      operations: [],
      keys: [],
    },
  ],
});

function call(
  index: number,
  method: string,
  target: string,
  op: string,
  status: number | 'reset',
  changed = status !== 'reset' && status < 300 && method !== 'GET',
): CallStep {
  const outcome: CallStep['outcome'] =
    status === 'reset'
      ? { kind: 'error', error: { kind: 'reset', message: '' } }
      : { kind: 'response', response: { status, headers: [], body: Buffer.from('{"error":"no\\u202e"}') } };
  const changes = changed ? [{ key: 'notes/n1', resource: 'notes', before: { a: 1 }, after: { a: 2 } }] : [];
  return {
    kind: 'call',
    index,
    at: 0,
    request: { method, origin: NOTES, target, headers: [], body: Buffer.from('') },
    tool: null,
    outcome,
    latencyMs: 1,
    operation: op,
    source: 'entity',
    unverified: false,
    noAnswer: false,
    principal: null,
    reads: [],
    changes,
    faults: [],
  };
}

function trajectory(steps: readonly Step[], end: Trajectory['end'] = { kind: 'finished', answer: null }): Trajectory {
  return { interface: 'http', steps, end, diff: [], subjects: [], foreign: [], digest: '', startedAt: 0, endedAt: 0 };
}

const divergence = (steps: readonly Step[], end?: Trajectory['end'], episode = EPISODE) =>
  firstDivergence(MODEL, episode, trajectory(steps, end))?.text ?? null;

describe('the first divergence from the oracle', () => {
  it('is none where the writes and the end are the same, whatever was read', () => {
    expect(
      divergence([call(0, 'GET', '/notes', `GET ${NOTES}/notes`, 200), call(1, 'PATCH', '/notes/n1', UPDATE.id, 200)]),
    ).toBeNull();
  });

  it('is a write that the oracle never makes', () => {
    expect(divergence([call(0, 'POST', '/refunds', REFUND.id, 201)])).toBe(
      'step 0: the agent calls POST /refunds; the oracle goes on with PATCH /notes/{id}.',
    );
  });

  it('is a write made twice', () => {
    expect(
      divergence([call(0, 'PATCH', '/notes/n1', UPDATE.id, 200), call(1, 'PATCH', '/notes/n1', UPDATE.id, 200)]),
    ).toContain('step 1: the agent repeats PATCH /notes/n1; the oracle does this once');
  });

  it('is a failed write that nobody came back to', () => {
    expect(divergence([call(0, 'PATCH', '/notes/n1', UPDATE.id, 503)])).toMatch(
      /^step 0: PATCH \/notes\/n1 answers 503 .*does not come back/,
    );
    expect(
      divergence([call(0, 'PATCH', '/notes/n1', UPDATE.id, 503), call(1, 'PATCH', '/notes/n1', UPDATE.id, 200)]),
    ).toBeNull();
  });

  it('is an end before the work was done, or another end', () => {
    expect(divergence([])).toBe('The agent finishes; the oracle still calls PATCH /notes/{id}.');
    const reporting = notesEpisode({ oraclePatches: [{ o: 'report', reason: 'conflict', evidence: [] }] });
    expect(divergence([], { kind: 'finished', answer: null }, reporting)).toBe(
      'The agent finishes; the oracle changes nothing more and reports conflict.',
    );
    expect(divergence([], { kind: 'reported', reason: 'not_found', evidence: [] }, reporting)).toContain(
      'reports conflict',
    );
    expect(divergence([], { kind: 'reported', reason: 'conflict', evidence: [] }, reporting)).toBeNull();
  });
});

describe('the screen of a rollout', () => {
  const verdict: Verdict = {
    pass: false,
    reward: 0,
    graded: 0,
    progress: 0,
    goal: 1,
    gate: 0,
    tainted: null,
    checks: [
      {
        check: 'duplicate',
        hard: true,
        state: 'failed',
        score: 0,
        weight: 0,
        because: 'the change was made twice',
        evidence: [1],
      },
    ],
    arithmetic: { gate: 0, goal: 1, terms: [{ name: 'goal', weight: 0.75, score: 1 }], total: 0 },
  };
  const steps = [
    call(0, 'PATCH', '/notes/n1', UPDATE.id, 'reset', true),
    call(1, 'PATCH', '/notes/n1', UPDATE.id, 200),
  ];
  const text = showRollout(
    EPISODE,
    { id: 'e0123456789.2', episode: EPISODE.id, trial: 2, trajectory: trajectory(steps), verdict },
    { model: MODEL, set: 'set.sqlite', agent: '--agent a.js' },
  );

  it('says what was asked, what was different, what went wrong and how to see it again', () => {
    for (const part of [
      'FAILED',
      'Write a note that says hello.',
      'is lost after the change was made',
      'step 1: the agent repeats',
      'Failed check: duplicate',
      'the change was made twice',
      '> ',
      'offscript replay set.sqlite --episode e0123456789 --trials 2 --agent a.js',
    ])
      expect(text).toContain(part);
  });

  it('fits one screen also for long rollouts', () => {
    const many = Array.from({ length: 200 }, (_, index) => call(index, 'GET', '/notes', `GET ${NOTES}/notes`, 200));
    const shown = showRollout(
      EPISODE,
      { id: 'r', episode: EPISODE.id, trial: 1, trajectory: trajectory(many), verdict },
      { model: MODEL, set: 's', agent: 'a' },
    );
    expect(shown.split('\n').length).toBeLessThan(45);
    expect(shown).toMatch(/\.\.\. \d+ more/);
  });
});

describe('the screen of an episode', () => {
  it('says what is different in plain words, and how to play it', () => {
    const text = showEpisode(EPISODE, 'set.sqlite');
    expect(text).toContain('is lost after the change was made');
    expect(text).toContain('offscript replay set.sqlite --episode e0123456789');
  });
});
