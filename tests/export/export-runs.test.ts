import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import careful from '../../src/agents/careful.ts';
import happyPath from '../../src/agents/happy-path.ts';
import { openSet, toolsFor } from '../../src/index.ts';
import type { Agent } from '../../src/model/agent.ts';
import { exportRuns, type ExportRunOptions } from '../../src/pipeline/export-runs.ts';
import { writeEpisodeSet } from '../../src/store/set-store.ts';
import { helpdeskSet } from '../support/helpdesk-set.ts';
import { notesEpisode } from '../support/notes-episode.ts';
import { NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';
import { SCHEMAS } from './schemas.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const ajv = new Ajv2020({ strict: false, allErrors: true });
let functions: unknown[] = [];
const verdicts = { passed: 0, failed: 0 };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
  await helpdeskSet(at('set.sqlite'), { count: 30, interfaces: ['http', 'tools'] });
  const set = openSet(at('set.sqlite'));
  for (const [name, agent] of [
    ['careful', careful],
    ['happy', happyPath],
  ] as const satisfies readonly [string, Agent][]) {
    const run = set.openRun(at(`${name}.sqlite`), { agent: name });
    for (const episode of set.episodes()) {
      const rollout = await episode.rollout(agent);
      run.add(rollout);
      if (name === 'happy') verdicts[rollout.verdict.pass ? 'passed' : 'failed']++;
      if (episode.interface === 'tools') functions = toolsFor(episode.start(), 'openai-chat').tools;
    }
    run.close();
  }
  set.close();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
async function exported(more: Partial<ExportRunOptions>) {
  const out = at(`out-${++files}.jsonl`);
  const result = await exportRuns({
    runs: [at('happy.sqlite')],
    format: 'openai',
    kind: 'sft',
    out,
    overwrite: false,
    split: null,
    allowHeldOut: false,
    ...more,
  });
  const rows = readFileSync(out, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Row);
  return { rows, result };
}

interface Row {
  readonly messages: readonly { readonly role: string; readonly tool_calls?: readonly { readonly id: string }[] }[];
  readonly tools: unknown;
  readonly steps: readonly {
    readonly step_id: number;
    readonly tool_calls?: readonly { readonly tool_call_id: string }[];
    readonly observation?: { readonly results: readonly { readonly source_call_id: string }[] };
  }[];
  readonly chosen: unknown;
  readonly rejected: unknown;
  readonly label: boolean;
  readonly reward: number;
  readonly verify_metrics: { readonly reward: number };
}

const ALL = [
  ['openai', 'sft'],
  ['trl', 'sft'],
  ['trl', 'preference'],
  ['trl', 'kto'],
  ['atif', 'sft'],
  ['verifiers', 'sft'],
  ['openenv', 'sft'],
] as const;

describe('exporting runs', () => {
  it.each(ALL)('writes %s (%s) as its documents say', async (format, kind) => {
    const { rows, result } = await exported({ format, kind, runs: [at('careful.sqlite'), at('happy.sqlite')] });
    const validate = ajv.compile(SCHEMAS[(format === 'trl' ? `trl/${kind}` : format) as keyof typeof SCHEMAS]);
    for (const row of rows) expect(validate(row) ? [] : validate.errors).toEqual([]);
    expect(rows.length).toBe(result.rollouts);
    expect(rows.length).toBeGreaterThan(5);
  });

  it('teaches only what passed, and says what was left out', async () => {
    const { rows, result } = await exported({});
    expect(rows.length).toBe(verdicts.passed);
    expect(result.left).toEqual({ failed: verdicts.failed });
    for (const { messages } of rows) expect(messages.at(-1)?.role).toBe('assistant');
  });

  it('gives the functions that a model has in play', async () => {
    const { rows } = await exported({});
    expect(rows.map(({ tools }) => tools)).toContainEqual(functions);
  });

  it('keeps all rollouts with their reward where the format is for results', async () => {
    for (const format of ['verifiers', 'openenv', 'atif'] as const)
      expect((await exported({ format })).rows.length).toBe(verdicts.passed + verdicts.failed);
    const { rows } = await exported({ format: 'openenv' });
    for (const { reward, verify_metrics } of rows) expect(verify_metrics.reward).toBe(reward);
  });

  it('numbers ATIF steps without gaps, each observation after its call', async () => {
    const { rows } = await exported({ format: 'atif' });
    for (const { steps } of rows) {
      expect(steps.map(({ step_id }) => step_id)).toEqual(steps.map((_, index) => index + 1));
      for (const { tool_calls = [], observation } of steps)
        for (const { source_call_id } of observation?.results ?? [])
          expect(tool_calls.map(({ tool_call_id }) => tool_call_id)).toContain(source_call_id);
    }
  });

  it('pairs what one agent did right and the other wrong, never the same acts', async () => {
    const { rows } = await exported({
      format: 'trl',
      kind: 'preference',
      runs: [at('careful.sqlite'), at('happy.sqlite')],
    });
    for (const { chosen, rejected } of rows) expect(chosen).not.toEqual(rejected);
    expect(rows.length).toBeGreaterThan(5);
    const alone = await exported({ format: 'trl', kind: 'preference', runs: [at('careful.sqlite')] });
    expect(alone.rows.length).toBeLessThan(rows.length);
  });

  it("pairs the oracle's way with each failure, and teaches it in every format", async () => {
    const { rows } = await exported({ format: 'trl', kind: 'preference', withOracle: true });
    expect(rows).toHaveLength(verdicts.failed);
    const sft = await exported({ withOracle: true });
    expect(sft.rows).toHaveLength(verdicts.passed + verdicts.passed + verdicts.failed);
    const atif = await exported({ format: 'atif', withOracle: true });
    const validate = ajv.compile(SCHEMAS.atif);
    for (const row of atif.rows) expect(validate(row), JSON.stringify(validate.errors)).toBe(true);
  });

  it('holds no credential', async () => {
    const { rows } = await exported({ format: 'openenv', runs: [at('careful.sqlite')] });
    expect(JSON.stringify(rows.map(({ messages }) => messages.filter(({ role }) => role === 'assistant')))).not.toMatch(
      /Bearer |authorization/i,
    );
  });

  it('refuses episodes that are kept for judging, unless told otherwise', async () => {
    const facts = {
      model: NOTES_MODEL,
      tools: NOTES_TOOLS,
      seed: 1,
      recording: { name: 'n', digest: 'd' },
      options: null,
    };
    const episodes = [notesEpisode({ id: 'e1', split: 'train' }), notesEpisode({ id: 'e2', seed: 2, split: 'test' })];
    await writeEpisodeSet(at('split.sqlite'), facts, episodes, { overwrite: false });
    const set = openSet(at('split.sqlite'));
    const run = set.openRun(at('split-run.sqlite'));
    for (const episode of set.episodes()) run.add(await episode.rollout(({ finish }) => finish()));
    run.close();
    set.close();
    const runs = [at('split-run.sqlite')];
    await expect(exported({ runs, format: 'openenv' })).rejects.toMatchObject({
      code: 'OFFSCRIPT_HELD_OUT',
      exitCode: 2,
    });
    await expect(exported({ runs, format: 'openenv', split: 'test' })).rejects.toMatchObject({
      code: 'OFFSCRIPT_HELD_OUT',
    });
    expect((await exported({ runs, format: 'openenv', split: 'train' })).rows.length).toBe(1);
    expect((await exported({ runs, format: 'openenv', allowHeldOut: true })).rows.length).toBe(2);
  });
});
