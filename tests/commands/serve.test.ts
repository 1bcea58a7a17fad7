import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { writeEpisodeSet } from '../../src/store/set-store.ts';
import { compiled } from '../support/compiled.ts';
import { notesEpisode } from '../support/notes-episode.ts';
import { NOTES, NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'serve-'));
  const store = RecordingStore.open(join(folder, 'rec.sqlite'), { mode: 'append' });
  const interactions = [0, 1, 2, 3].flatMap((index): Interaction[] => {
    const note = { id: 100 + index, text: `note ${index}`, url: `${NOTES}/notes/${100 + index}` };
    return [
      exchange(2 * index, 'POST', '/notes', { text: note.text }, 201, note),
      exchange(2 * index + 1, 'GET', `/notes/${note.id}`, null, 200, note),
    ];
  });
  store.addSessions([
    {
      id: 's1',
      source: 'test',
      startedAt: 1_700_000_000_000,
      label: null,
      use: 'yes',
      workflow: null,
      task: null,
      interactions,
    },
  ]);
  store.close();
  const facts = {
    model: NOTES_MODEL,
    tools: NOTES_TOOLS,
    seed: 7,
    recording: { name: 'notes', digest: 'd' },
    options: null,
  };
  await writeEpisodeSet(join(folder, 'set.sqlite'), facts, [notesEpisode()], { overwrite: false });
});
afterAll(() => rmSync(folder, { recursive: true }));

function exchange(
  seq: number,
  method: string,
  target: string,
  sent: object | null,
  status: number,
  answered: object,
): Interaction {
  const type = [['Content-Type', 'application/json']] as const;
  const body = sent === null ? new Uint8Array(0) : Buffer.from(JSON.stringify(sent));
  return {
    seq,
    request: { method, origin: NOTES, target, headers: sent === null ? [] : type, body },
    outcome: {
      kind: 'response',
      response: { status, headers: type, body: Buffer.from(JSON.stringify(answered)) },
      trailers: [],
    },
    timing: { requestAt: 1_700_000_000_000 + 1000 * seq, firstByteAfter: 20, lastByteAfter: 21, chunks: [] },
    incomplete: null,
  } as unknown as Interaction;
}

async function served(...words: readonly string[]) {
  const child = spawn(process.execPath, [join(compiled(), 'src/cli.js'), 'serve', ...words, '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = JSON.parse(String((await lines.next()).value)) as {
    readonly url: string;
    readonly token: string;
    readonly origins: Record<string, string>;
    readonly episodes: number;
  };
  const stop = async () => {
    child.kill('SIGTERM');
    const [code] = await Promise.all([new Promise((resolve) => child.on('exit', resolve)), lines.next()]);
    return code;
  };
  return { first, stop };
}

describe('offscript serve', () => {
  it('serves the world of a recording until it is stopped', async () => {
    const { first, stop } = await served('rec.sqlite');
    const base = first.origins[NOTES] ?? '';
    expect(first.url).toBe(base);
    expect(await (await fetch(`${base}/notes/101`)).json()).toMatchObject({
      id: 101,
      text: 'note 1',
      url: `${base}/notes/101`,
    });
    const made = (await (
      await fetch(`${base}/notes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"text":"new"}',
      })
    ).json()) as { id: number };
    expect(await (await fetch(`${base}/notes/${made.id}`)).json()).toMatchObject({ text: 'new' });
    expect(await stop()).toBe(143);
  });

  it('serves a set to a trainer', async () => {
    const { first, stop } = await served('set.sqlite', '--max', '3');
    expect(first.episodes).toBe(1);
    const rows = await fetch(`${first.url}/episodes`, { headers: { Authorization: `Bearer ${first.token}` } });
    expect(await rows.json()).toMatchObject({ episodes: [{ id: 'e0123456789' }] });
    expect(await stop()).toBe(143);
  });
});
