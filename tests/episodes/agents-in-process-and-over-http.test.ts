import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';
import { playSet, type PlayOptions } from '../../src/pipeline/play-set.ts';
import type { Rollout } from '../../src/model/rollout.ts';
import { RunStore } from '../../src/store/run-store.ts';
import { compiled } from '../support/compiled.ts';

const folder = mkdtempSync(join(tmpdir(), 'agents-'));
const set = join(folder, 'set.sqlite');

describe('an example agent', () => {
  beforeAll(async () => {
    await mutateRecording({
      recording: 'recordings/helpdesk.sqlite',
      out: set,
      overwrite: true,
      count: 10,
      seed: 7,
      globs: [],
      maxMutations: 1,
      neutral: 0.3,
      level: null,
      interfaces: ['http'],
      splits: [],
      splitBy: 'session',
      maxBytes: 65_536,
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const play = async (agent: PlayOptions['agent'], name: string) => {
    const out = join(folder, `${name}.sqlite`);
    await playSet({
      set,
      agent,
      trials: 1,
      concurrency: 2,
      out,
      resume: false,
      overwrite: true,
      filter: {},
      timeoutMs: 60_000,
      maxCalls: null,
      reward: 'strict',
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    const run = RunStore.open(out);
    try {
      return [...run.rollouts()].map(deeds).toSorted((a, b) => (a.episode < b.episode ? -1 : 1));
    } finally {
      run.close();
    }
  };

  it.each(['careful', 'happy-path'])('%s does the same in process and as a program over HTTP', async (name) => {
    const agents = join(compiled(), 'src/agents');
    const inside = await play({ file: join(agents, `${name}.js`) }, `${name}-inside`);
    const outside = await play({ command: [process.execPath, join(agents, 'as-process.js'), name] }, `${name}-outside`);
    expect(inside.length).toBeGreaterThan(0);
    expect(outside).toEqual(inside);
  });
});

/** What a rollout did and came to, without what differs between clients: headers and moments. */
function deeds({ episode, trajectory, verdict }: Rollout) {
  const steps = trajectory.steps.map((step) => {
    switch (step.kind) {
      case 'call':
        return `${step.request.method} ${step.request.target} ${Buffer.from(step.request.body).toString('utf8')}`;
      case 'wait':
        return `wait ${step.seconds}`;
      default:
        return step.kind;
    }
  });
  return { episode, steps, end: trajectory.end.kind, pass: verdict.pass };
}
