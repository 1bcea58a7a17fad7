import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ControlHub } from '../../src/replay/control-hub.ts';
import { driveProcess } from '../../src/replay/spawn-agent.ts';
import { startNotes } from '../support/notes-episode.ts';
import { NOTES } from '../support/notes-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'agents-'));
let hub: ControlHub;
beforeAll(async () => {
  hub = await ControlHub.open();
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true });
});

async function play(command: readonly string[], { timeoutMs = 10_000, run = startNotes() } = {}) {
  await driveProcess(run, { command, hub, timeoutMs, signal: new AbortController().signal });
  return run.trajectory();
}

function script(name: string, text: string): readonly string[] {
  const path = join(folder, name);
  writeFileSync(path, text);
  return [name.endsWith('.py') ? 'python3' : process.execPath, path];
}

const PYTHON = `
import json, os, urllib.request
base = json.loads(os.environ['OFFSCRIPT_BASE_URLS'])['${NOTES}']
control = os.environ['OFFSCRIPT_CONTROL_URL']
def post(url, value):
    request = urllib.request.Request(url, json.dumps(value).encode(), {'Content-Type': 'application/json'})
    with urllib.request.urlopen(request) as response:
        return json.load(response)
note = post(base + '/notes', json.loads(os.environ['OFFSCRIPT_INPUTS']))
assert note['url'].startswith(base), note
assert 'reply' in post(control + '/say', {'text': 'Is that all?'})
post(control + '/wait', {'seconds': 3})
assert json.load(open(os.environ['OFFSCRIPT_TOOLS']))[0]['name'] == 'list_notes'
assert json.loads(os.environ['OFFSCRIPT_CREDENTIALS'])['${NOTES}'][0]['principal'] == 'ann'
post(control + '/finish', {'answer': note['id']})
`;

describe('a program as an agent', () => {
  it('written in Python plays over HTTP and the control channel', async () => {
    const trajectory = await play(script('agent.py', PYTHON));
    expect(trajectory.end).toEqual({ kind: 'finished', answer: 'n1' });
    expect(trajectory.steps.map(({ kind }) => kind)).toEqual(['call', 'say', 'wait', 'finish']);
    expect(trajectory.diff[0]?.after).toMatchObject({ text: 'hello', url: `${NOTES}/notes/n1` });
  });

  it('calls tools through the control channel', async () => {
    const agent = script(
      'tools.mjs',
      `const post = async (action, value) => (await fetch(process.env.OFFSCRIPT_CONTROL_URL + action, { method: 'POST', body: JSON.stringify(value) })).json();
       const made = await post('/call', { name: 'create_note', arguments: JSON.stringify({ text: 'hello' }) });
       await post('/report', { reason: 'already_done', evidence: [made.body.id, String(made.status)] });`,
    );
    const trajectory = await play(agent, { run: startNotes({ interface: 'tools' }) });
    expect(trajectory.end).toEqual({ kind: 'reported', reason: 'already_done', evidence: ['n1', '201'] });
  });

  it('that leaves without finish has finished without an answer', async () => {
    expect((await play(script('quiet.mjs', ''))).end).toEqual({ kind: 'finished', answer: null });
  });

  it('that fails has crashed, with the last of what it said', async () => {
    const { end } = await play(script('crash.mjs', "console.error('no model key'); process.exit(3);"));
    expect(end).toEqual({ kind: 'broke', why: 'crash', message: 'The agent ended with exit code 3. no model key' });
  });

  it('that hangs is ended with all it started', async () => {
    const beacon = join(folder, 'alive');
    const child = `setInterval(() => require('fs').writeFileSync(${JSON.stringify(beacon)}, String(Date.now())), 50)`;
    const { end } = await play(
      script(
        'hang.mjs',
        `import { spawn } from 'node:child_process'; spawn(process.execPath, ['-e', ${JSON.stringify(child)}]); setInterval(() => {}, 1000);`,
      ),
      { timeoutMs: 800 },
    );
    expect(end).toMatchObject({ kind: 'broke', why: 'timeout' });
    rmSync(beacon, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(() => rmSync(beacon)).toThrow('ENOENT');
  });

  it('gets 410 over the control channel after the end, and 400 with the shape for what is wrong', async () => {
    const agent = script(
      'late.mjs',
      `const post = async (action, text) => (await fetch(process.env.OFFSCRIPT_CONTROL_URL + action, { method: 'POST', body: text })).status;
       const statuses = [await post('/wait', '{}'), await post('/report', '{"reason":"bored"}'), await post('/nope', '{}'), await post('/wait', 'x'), await post('/finish', '{}'), await post('/say', '{"text":"hi"}')];
       if (statuses.join() !== '400,400,404,400,200,410') { console.error(statuses.join()); process.exit(1); }`,
    );
    expect((await play(agent)).end).toEqual({ kind: 'finished', answer: null });
  });

  it('that cannot be started is a wrong command, not a failed agent', async () => {
    await expect(play(['/no/such/program'])).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining('/no/such/program'),
    });
  });
});
