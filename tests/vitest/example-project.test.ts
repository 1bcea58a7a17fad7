/** The example project as a reader would have it: copied elsewhere, with offscript installed, run by its own vitest. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import careful from '../../src/agents/careful.ts';
import happyPath from '../../src/agents/happy-path.ts';
import { openSet } from '../../src/index.ts';
import type { Agent } from '../../src/model/agent.ts';
import { RunStore } from '../../src/store/run-store.ts';
import { compiled } from '../support/compiled.ts';
import { fakeModelServer } from '../support/fake-model-server.ts';
import { helpdeskSet } from '../support/helpdesk-set.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'example-'));
  cpSync(join(ROOT, 'tests/examples/vitest-agent'), folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(compiled(), join(folder, 'node_modules/offscript'));
  symlinkSync(join(ROOT, 'node_modules/vitest'), join(folder, 'node_modules/vitest'));
  await helpdeskSet(join(folder, 'episodes.sqlite'), { count: 24, interfaces: ['tools'] });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** What its own vitest says, with this agent as the model. */
async function runExample(mind: Agent, ...words: readonly string[]) {
  const model = await fakeModelServer(mind);
  try {
    const report = join(folder, 'result.json');
    const child = spawn(
      process.execPath,
      [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=json', `--outputFile=${report}`, ...words],
      {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'], HOME: folder, OPENAI_BASE_URL: model.url },
      },
    );
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const code = await new Promise<number | null>((done) => child.on('exit', done));
    if (!existsSync(report)) throw new Error(said);
    const result = JSON.parse(readFileSync(report, 'utf8')) as Result;
    rmSync(report);
    return {
      code,
      result,
      tests: result.testResults.flatMap(({ assertionResults }) => assertionResults),
      asked: model.asked,
    };
  } finally {
    await model.close();
  }
}

/** What the agent earns when nothing stands between it and the episodes. */
async function passing(agent: Agent): Promise<ReadonlySet<string>> {
  const set = openSet(join(folder, 'episodes.sqlite'));
  const passed = new Set<string>();
  for (const episode of set.episodes()) if ((await episode.play(agent)).pass) passed.add(episode.id);
  set.close();
  return passed;
}

describe('the example project', () => {
  it('passes and fails the episodes that its model passes and fails, and keeps the run', async () => {
    const expected = await passing(happyPath);
    const { code, tests, asked } = await runExample(happyPath);
    console.log(
      tests
        .slice(0, 2)
        .map(({ title, failureMessages }) => [title, ...failureMessages].join('\n'))
        .join('\n\n'),
    );
    const green = tests.filter(({ status }) => status === 'passed').map(({ title }) => /\[(\w+)\]$/.exec(title)?.[1]);
    expect(new Set(green)).toEqual(expected);
    expect(tests.length).toBeGreaterThan(expected.size);
    expect(expected.size).toBeGreaterThan(0);
    expect(code).toBe(1);
    expect(asked.length).toBeGreaterThan(tests.length);
    const run = RunStore.open(join(folder, 'run.sqlite'));
    expect(run.size).toBe(tests.length);
    run.close();

    const failure = tests.find(({ status }) => status === 'failed');
    const text = failure?.failureMessages.join('\n') ?? '';
    const id = /\[(\w+)\]$/.exec(failure?.title ?? '')?.[1];
    for (const part of [
      'Instruction',
      'What was different',
      'Failed check',
      'Steps',
      `npx vitest run support.episodes.ts -t ${id}`,
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('node_modules');
  }, 120_000);

  it('plays one episode again by the command that a failure names', async () => {
    const wanted = [...(await passing(careful))][0] ?? '';
    const { code, result, tests } = await runExample(careful, 'support.episodes.ts', '-t', wanted);
    expect(result.numPassedTests).toBe(1);
    expect(tests.filter(({ status }) => status !== 'skipped' && status !== 'pending')).toHaveLength(1);
    expect(code).toBe(0);
    const run = RunStore.open(join(folder, 'run.sqlite'));
    expect(run.size, 'only what was asked for is played').toBe(1);
    run.close();
  }, 120_000);

  it('finds the smallest plan on which an agent fails', async () => {
    const set = openSet(join(folder, 'episodes.sqlite'));
    const several = [...set.episodes()].filter(({ mutators }) => mutators.length > 1);
    let shrunk = 0;
    for (const episode of several) {
      if ((await episode.play(happyPath)).pass) {
        await expect(episode.shrink(happyPath)).rejects.toThrow('The agent passes');
        continue;
      }
      const { from, to, plan, explain } = await episode.shrink(happyPath, { maxRollouts: 12 });
      expect(plan).toHaveLength(to);
      expect(to).toBeLessThanOrEqual(from);
      expect(explain).not.toBe('');
      shrunk += to < from ? 1 : 0;
    }
    expect(shrunk).toBeGreaterThan(0);
    set.close();
  }, 120_000);

  it('is right about its types', async () => {
    const paths = { offscript: [join(ROOT, 'src/index.ts')], 'offscript/vitest': [join(ROOT, 'src/vitest.ts')] };
    const settings = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { noEmit: true, rootDir: '/', paths, typeRoots: [join(ROOT, 'node_modules/@types')] },
      include: ['*.ts'],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const child = spawn(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    await new Promise((done) => child.on('exit', done));
    expect(
      said.split('\n').filter((line) => /agent\.ts|episodes\.ts|vitest\.config/.test(line) && !line.includes('..')),
    ).toEqual([]);
  }, 60_000);
});
