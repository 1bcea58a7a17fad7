import { describe, expect, it } from 'vitest';
import type { Episode } from '../../src/model/episode.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { CallStep, Step, Trajectory } from '../../src/model/rollout.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { firstDivergence } from '../../src/report/divergence/first-divergence.ts';
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

/** What the oracle does where nothing is different. */
const DONE = trajectory([
  call(0, 'GET', '/notes', `GET ${NOTES}/notes`, 200),
  call(1, 'PATCH', '/notes/n1', UPDATE.id, 200),
]);

const divergence = (steps: readonly Step[], end?: Trajectory['end'], oracle: Trajectory = DONE) =>
  firstDivergence({ model: MODEL, episode: EPISODE, trajectory: trajectory(steps, end), oracle, checks: [] })?.text ??
  null;

/** A call whose write left these values. */
function writing(step: CallStep, key: string, after: Readonly<Record<string, string>>): CallStep {
  return { ...step, changes: [{ key, resource: 'notes', before: { a: 1 }, after: { a: 1, ...after } }] };
}

describe('the first divergence from the oracle', () => {
  it('is none where the writes and the end are the same, whatever was read', () => {
    expect(divergence([call(0, 'PATCH', '/notes/n1', UPDATE.id, 200)])).toBeNull();
  });

  it('is a write that the oracle never makes', () => {
    expect(divergence([call(0, 'POST', '/refunds', REFUND.id, 201)])).toBe(
      'step 0: POST /refunds: the oracle never does this; it goes on with PATCH /notes/n1.',
    );
  });

  it('is a write to another record', () => {
    const other = writing(call(0, 'PATCH', '/notes/n2', UPDATE.id, 200), 'notes/n2', { a: '2' });
    expect(divergence([other])).toBe('step 0: PATCH /notes/n2: the oracle does this at /notes/n1.');
  });

  it('is a write of another value, prose apart', () => {
    const write = call(0, 'PATCH', '/notes/n1', UPDATE.id, 200);
    const oracle = trajectory([writing(write, 'notes/n1', { state: 'open', text: 'a few words of prose' })]);
    expect(
      divergence([writing(write, 'notes/n1', { state: 'open', text: 'some other words here' })], undefined, oracle),
    ).toBeNull();
    expect(
      divergence([writing(write, 'notes/n1', { state: 'shut', text: 'a few words of prose' })], undefined, oracle),
    ).toBe('step 0: PATCH /notes/n1: leaves state = "shut"; the oracle leaves "open".');
  });

  it('is a write made twice', () => {
    expect(
      divergence([call(0, 'PATCH', '/notes/n1', UPDATE.id, 200), call(1, 'PATCH', '/notes/n1', UPDATE.id, 200)]),
    ).toBe('step 1: PATCH /notes/n1: repeats step 0; the oracle does this once.');
  });

  it('is a failed write that nobody came back to, with what the oracle does after the same answer', () => {
    const failed = call(0, 'PATCH', '/notes/n1', UPDATE.id, 503);
    const oracle = trajectory([
      failed,
      { kind: 'wait', index: 1, at: 0, seconds: 4 },
      call(2, 'PATCH', '/notes/n1', UPDATE.id, 200),
    ]);
    expect(divergence([failed], undefined, oracle)).toMatch(
      /^step 0: PATCH \/notes\/n1 -> 503 .*never gets through with this; after the same answer the oracle does: wait 4 s; then PATCH/,
    );
    expect(divergence([failed, call(1, 'PATCH', '/notes/n1', UPDATE.id, 200)], undefined, oracle)).toBeNull();
  });

  it('is a failed write to a place where the oracle does not send it', () => {
    expect(divergence([call(0, 'PATCH', '/notes/n99', UPDATE.id, 404)])).toMatch(
      /^step 0: PATCH \/notes\/n99 -> 404 .*: the oracle sends this to \/notes\/n1\.$/,
    );
  });

  it('is a list that was not read to where the oracle reads it', () => {
    const page = (index: number, target: string) => call(index, 'GET', target, `GET ${NOTES}/notes`, 200);
    const oracle = trajectory([
      page(0, '/notes'),
      page(1, '/notes?page=2'),
      call(2, 'PATCH', '/notes/n1', UPDATE.id, 200),
    ]);
    const end = { kind: 'reported', reason: 'not_found', evidence: [] } as const;
    expect(divergence([page(0, '/notes')], end, oracle)).toMatch(
      /^step 0: GET \/notes: the agent reads 1 of the 2 pages .*page=2/,
    );
  });

  it('is an end before the work was done, or another end', () => {
    expect(divergence([])).toBe('The agent does nothing and finishes; the oracle goes on with PATCH /notes/n1.');
    const finish = { kind: 'finish', index: 0, at: 0, answer: null } as const;
    expect(divergence([finish])).toBe('step 0: finish; the oracle goes on with PATCH /notes/n1.');
    const reporting = trajectory([], { kind: 'reported', reason: 'conflict', evidence: ['n1'] });
    expect(divergence([finish], undefined, reporting)).toBe(
      'step 0: finish; the oracle changes nothing more and reports conflict n1.',
    );
    const report = { kind: 'report', index: 0, at: 0, reason: 'conflict', evidence: ['n1'] } as const;
    expect(divergence([report], { kind: 'reported', reason: 'not_found', evidence: [] }, reporting)).toContain(
      'reports conflict',
    );
    expect(
      divergence([report], { kind: 'reported', reason: 'conflict', evidence: ['n1', 'n2'] }, reporting),
    ).toBeNull();
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
    { model: MODEL, oracle: DONE, set: 'set.sqlite', agent: '--agent a.js' },
  );

  it('says what was asked, what was different, what went wrong and how to see it again', () => {
    for (const part of [
      'FAILED',
      'Write a note that says hello.',
      'is lost after the change was made',
      'step 1: PATCH /notes/n1: repeats',
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
      { model: MODEL, oracle: DONE, set: 's', agent: 'a' },
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
