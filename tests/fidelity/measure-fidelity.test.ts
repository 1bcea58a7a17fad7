import { beforeAll, describe, expect, it } from 'vitest';
import { measureFidelity } from '../../src/fidelity/measure-fidelity.ts';
import type { FidelityReport, FidelityTools } from '../../src/fidelity/measure-fidelity.ts';
import { foldSessions, lastSessions } from '../../src/fidelity/split-sessions.ts';
import { learn } from '../../src/learn/learn.ts';
import { traceSession } from '../../src/learn/trace/trace-session.ts';
import type { HttpResponse } from '../../src/model/http.ts';
import type { Session } from '../../src/model/recording.ts';
import type { CreateWorld, World } from '../../src/model/world.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { recordedAnswers } from '../../src/world/recorded/recorded-answers.ts';
import { shopApi } from '../support/reference-apis/shop/shop-api.ts';
import { referenceSessions } from '../support/reference-sessions.ts';

const sessions = referenceSessions(shopApi, 3, 60);
const options = { holdout: 0.3, folds: null, seed: 1 };

const tools: FidelityTools = {
  learn,
  traceSession,
  createWorld,
  recordedAnswers: (model, training) =>
    recordedAnswers({
      model,
      sessions: training,
      session: (id) => sessions.find((session) => session.id === id) ?? raise(id),
      trace: (session) => traceSession(model, session),
    }),
};

function raise(id: string): never {
  throw new Error(`no session ${id}`);
}

describe('fidelity on held-out sessions', () => {
  let report: FidelityReport;
  beforeAll(() => {
    report = measureWith(createWorld);
  });

  it('holds out the last sessions and judges their calls on known operations', () => {
    expect(report.heldOut.sessions).toBe(18);
    expect(report.seen.calls).toBeGreaterThan(100);
    expect(report.verdict).not.toBe('too thin');
  });

  it('finds the world ahead of both baselines on fields and on writes read back', () => {
    const { seen, baselines } = report;
    for (const baseline of [baselines.exactReplay, baselines.templateReplay]) {
      expect(seen.fields).toBeGreaterThan(baseline.fields ?? 1);
      expect(seen.readYourWrites.violations).toBeLessThanOrEqual(baseline.readYourWrites.violations);
    }
    expect(seen.status).toBeGreaterThan(0.9);
    expect(seen.readYourWrites.violations).toBe(0);
  });

  it('says the same twice', () => {
    expect(measureWith(createWorld)).toEqual(report);
  });

  it('finds nothing wrong with answers as recorded', () => {
    const { seen, weakest, verdict } = measureWith(worldThat((response) => response));
    expect(seen).toMatchObject({ status: 1, shape: 1, fields: 1, identical: 1, noAnswer: 0 });
    expect(seen.readYourWrites.probes).toBeGreaterThan(10);
    expect(seen.readYourWrites.violations).toBe(0);
    expect(weakest).toEqual([]);
    expect(verdict).toBe('faithful');
  });

  it('names the operations that answer wrongly', () => {
    const { seen, weakest, verdict } = measureWith(
      worldThat((response) => ({ ...response, body: new TextEncoder().encode('{}') })),
    );
    expect(seen.status).toBe(1);
    expect(seen.fields).toBe(0);
    expect(seen.readYourWrites.violations).toBeGreaterThan(seen.readYourWrites.probes / 2);
    expect(weakest[0]?.recordNext).not.toBe('');
    expect(verdict).toBe('poor');
  });

  it('calls a few calls too thin', () => {
    expect(measureFidelity(() => sessions.slice(0, 3), options, tools).verdict).toBe('too thin');
  });
});

describe('splits', () => {
  it('takes the latest sessions, by file name where times are equal', () => {
    const [held] = lastSessions(['b', 'a', 'c'].map((id) => header(id, 0)).concat(header('z', -1)), 0.25);
    expect([...(held ?? [])]).toEqual(['c']);
  });

  it('holds each session out once', () => {
    const folds = foldSessions(sessions, 5, 7);
    expect(folds.map(({ size }) => size)).toEqual([12, 12, 12, 12, 12]);
    expect(new Set(folds.flatMap((fold) => [...fold])).size).toBe(60);
    expect(foldSessions(sessions, 5, 7)).toEqual(folds);
    expect(foldSessions(sessions, 5, 8)).not.toEqual(folds);
  });
});

function measureWith(create: CreateWorld): FidelityReport {
  return measureFidelity(() => sessions, options, { ...tools, createWorld: create });
}

/** Knows the recorded answers of the session that starts when it does. */
function worldThat(change: (response: HttpResponse) => HttpResponse): CreateWorld {
  return ({ startAt }) => {
    const session = sessions.find(({ interactions }) => interactions[0]?.timing.requestAt === startAt);
    let turn = 0;
    const handle: World['handle'] = () => {
      const outcome = session?.interactions[turn++]?.outcome;
      if (outcome?.kind !== 'response') throw new Error('asked for more than was recorded');
      return {
        outcome: { kind: 'response', response: change(outcome.response) },
        latencyMs: 0,
        operation: null,
        source: 'exact',
        unverified: false,
        noAnswer: false,
        principal: null,
        reads: [],
        changes: [],
        faults: [],
      };
    };
    return { handle } as World;
  };
}

function header(id: string, startedAt: number): Session {
  return { id, source: id, startedAt, label: null, use: 'yes', workflow: null, task: null, interactions: [] };
}
