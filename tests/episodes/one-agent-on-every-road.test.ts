/** The same agent as a module, as unmodified code, as a program, through a trainer and through tools: one verdict. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../src/model/agent.ts';
import type { Episode, Interface } from '../../src/model/episode.ts';
import type { EpisodeRun } from '../../src/model/rollout.ts';
import type { ToolSpec } from '../../src/model/tools.ts';
import { ControlHub } from '../../src/replay/control-hub.ts';
import { driveModule } from '../../src/replay/drive-module.ts';
import { createStart } from '../../src/replay/run-episode.ts';
import { driveProcess } from '../../src/replay/spawn-agent.ts';
import { createJudge } from '../../src/reward/create-judge.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { helpdeskModel, START } from '../support/models/helpdesk-model.ts';
import { ORIGIN } from '../support/models/model-parts.ts';
import { NOTES_TASK, notesEpisode } from '../support/notes-episode.ts';

const MODEL = helpdeskModel();
const TOOLS: readonly ToolSpec[] = [
  tool('get_ticket', 'GET', {}),
  tool('update_ticket', 'PATCH', { status: ['ticket', 'status'] }),
];

function tool(name: string, method: string, body: Readonly<Record<string, readonly string[]>>): ToolSpec {
  const names = ['id', ...Object.keys(body)];
  const parameters = { type: 'object', properties: Object.fromEntries(names.map((one) => [one, {}])), required: names };
  const operation = MODEL.operations.find((one) => one.method === method && one.id.includes('/tickets/{'));
  const param = operation?.segments.find((segment) => segment.kind === 'param');
  const args: ToolSpec['arguments'] = [
    { name: 'id', slot: { in: 'path', name: param?.kind === 'param' ? param.name : '' } },
    ...Object.entries(body).map(([one, path]) => ({ name: one, slot: { in: 'body', path } as const })),
  ];
  return {
    name,
    description: name,
    parameters,
    operation: operation?.id ?? '',
    arguments: args,
    readOnly: method === 'GET',
    destructive: false,
  };
}

const goal = [
  { kind: 'field', key: 'tickets/7', resource: 'tickets', path: ['status'], match: { m: 'exact', value: 'solved' } },
] as const;
const start = [{ p: 'set', key: 'tickets/7', path: ['status'], value: 'pending' }] as const;
const task = {
  ...NOTES_TASK,
  kind: 'update',
  instruction: 'Set ticket 7 to solved.',
  inputs: { ticket: '7', status: 'solved' },
  goal,
  start,
  startAt: START,
  principal: 'ada',
} as const;

function episode(by: Interface): Episode {
  const { instruction, inputs } = task;
  return notesEpisode({
    task,
    goal,
    instruction,
    inputs,
    startAt: START,
    patches: start,
    ownPatches: 1,
    interface: by,
  });
}

const startEpisode = createStart({ model: MODEL, tools: TOOLS, createWorld });
const judge = createJudge(MODEL);
const begin = (by: Interface): EpisodeRun => startEpisode(episode(by), { seed: 1, maxCalls: null });

function verdictOf(run: EpisodeRun) {
  return judge(run.episode, run.trajectory());
}

const PROGRAM = `
const { OFFSCRIPT_BASE_URL: base, OFFSCRIPT_CONTROL_URL: control, OFFSCRIPT_INPUTS, OFFSCRIPT_CREDENTIALS } = process.env;
const { ticket, status } = JSON.parse(OFFSCRIPT_INPUTS);
const headers = { ...Object.fromEntries(JSON.parse(OFFSCRIPT_CREDENTIALS)['${ORIGIN}'][0].headers), 'content-type': 'application/json' };
await (await fetch(base + '/tickets/' + ticket, { headers })).json();
await fetch(base + '/tickets/' + ticket, { method: 'PATCH', headers, body: JSON.stringify({ ticket: { status } }) });
await fetch(control + '/finish', { method: 'POST', body: '{}' });
`;

const throughItsFetch: Agent = (held) => solve(held, held.fetch);
const unmodified: Agent = (held) => solve(held, (...words) => fetch(...words));

const solve = async ({ inputs, credentials, finish }: Parameters<Agent>[0], send: typeof fetch): Promise<void> => {
  const headers = {
    ...Object.fromEntries(credentials[ORIGIN]?.[0]?.headers ?? []),
    'content-type': 'application/json',
  };
  const url = `${ORIGIN}/tickets/${String(inputs['ticket'])}`;
  await (await send(url, { headers })).json();
  await send(url, { method: 'PATCH', headers, body: JSON.stringify({ ticket: { status: inputs['status'] } }) });
  await finish();
};

describe('one agent', () => {
  let folder = '';
  let hub: ControlHub;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'roads-'));
    writeFileSync(join(folder, 'agent.mjs'), PROGRAM);
    hub = await ControlHub.open();
  });
  afterAll(async () => {
    await hub.close();
    rmSync(folder, { recursive: true });
  });

  const settings = { timeoutMs: 20_000, signal: new AbortController().signal };

  it('earns the same as a module, as unmodified code and as a program, and leaves the same world', async () => {
    const runs = [begin('http'), begin('http'), begin('http')] as const;
    await driveModule(throughItsFetch, runs[0], { ...settings, allow: [] });
    await driveModule(unmodified, runs[1], { ...settings, allow: [] });
    await driveProcess(runs[2], { ...settings, hub, command: [process.execPath, join(folder, 'agent.mjs')] });
    const [first, ...others] = runs.map(verdictOf);
    expect(first).toMatchObject({ pass: true, tainted: null });
    for (const other of others) expect(other).toEqual(first);
    expect(new Set(runs.map((run) => run.trajectory().digest)).size).toBe(1);
    expect(new Set(runs.map((run) => run.at)).size).toBe(1);
  });

  it('earns the same through tools, though its token ended while it was away', async () => {
    const run = begin('tools');
    await driveModule(
      async (held) => {
        await held.wait(5_000);
        expect((await held.call('get_ticket', { id: '7' })).status).toBe(200);
        expect((await held.call('update_ticket', { id: '7', status: 'solved' })).status).toBe(200);
      },
      run,
      { ...settings, allow: [] },
    );
    expect(verdictOf(run)).toMatchObject({ pass: true, tainted: null });
  });

  it('that does nothing earns nothing', async () => {
    const run = begin('http');
    await driveModule(() => {}, run, { ...settings, allow: [] });
    expect(verdictOf(run)).toMatchObject({ pass: false, reward: 0, progress: 0 });
  });
});
