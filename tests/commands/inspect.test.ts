import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectCommand } from '../../src/commands/inspect.ts';
import type { CommandResult } from '../../src/commands/command.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { interaction } from '../support/interactions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const io = {
  json: true,
  line: () => {},
  progress: () => {},
  note: () => {},
  signal: new AbortController().signal,
};

function inspect(recording: string, options: object): Promise<CommandResult> {
  return inspectCommand.run({ recording, secrets: false, gaps: false, whole: false, fewest: 3, ...options }, io);
}

function recorded(name: string, bodies: readonly object[]): string {
  const path = join(folder, name);
  using store = RecordingStore.open(path, { mode: 'append' });
  store.setRedaction('off', null);
  const id = store.beginSession({ id: 's', source: 'test', startedAt: 0 });
  for (const [seq, body] of bodies.entries())
    store.addInteraction(id, { ...interaction({ target: `/tickets/${seq + 1}` }, { body }), seq });
  return path;
}

describe('offscript inspect --secrets', () => {
  it('says where and of what kind, never the value, with exit code 1', async () => {
    const path = recorded('secrets.sqlite', [
      { id: 1, subject: 'nothing here' },
      { id: 2, api_key: 'b7c1f0aa4e6d49d2', email: 'jo.quackenbush@acme.com' },
    ]);
    const { exitCode, fields, text } = await inspect(path, { secrets: true });
    expect(exitCode).toBe(1);
    expect(fields).toMatchObject({ sessions: 1, interactions: 2, redaction: 'off' });
    expect(fields['secrets']).toEqual(
      expect.arrayContaining([
        { where: 'session s, interaction 1', place: 'response body', kind: 'secret' },
        { where: 'session s, interaction 1', place: 'response body', kind: 'e-mail' },
      ]),
    );
    expect(text + JSON.stringify(fields)).not.toMatch(/b7c1f0aa|acme/);
  });

  it('is content with what holds none', async () => {
    const { exitCode, fields } = await inspect(recorded('clean.sqlite', [{ id: 1, subject: 'nothing here' }]), {
      secrets: true,
    });
    expect({ exitCode, found: fields['found'] }).toEqual({ exitCode: 0, found: 0 });
  });
});

describe('offscript inspect --gaps', () => {
  it('says what to record next', async () => {
    const path = recorded(
      'gaps.sqlite',
      Array.from({ length: 4 }, (_, at) => ({ id: at + 1, subject: `ticket ${at}` })),
    );
    const { fields } = await inspect(path, { gaps: true });
    expect(fields['gaps']).toEqual([
      {
        operation: expect.any(String),
        kind: 'unknown-id',
        record: 'GET /tickets/{ticket_id} for an id that does not exist',
        seen: 0,
      },
    ]);
  });
});

describe('offscript inspect of a large recording', () => {
  const calls = 23_000;
  const path = join(folder, 'large.sqlite');

  function make(): void {
    using store = RecordingStore.open(path, { mode: 'append' });
    store.setRedaction('off', null);
    store.addSessions(
      Array.from({ length: calls / 10 }, (_, number) => ({
        id: `s${number}`,
        source: 'test',
        startedAt: number * 1000,
        label: null,
        use: 'yes',
        workflow: null,
        task: null,
        interactions: Array.from({ length: 10 }, (_call, seq) => {
          const id = 1 + ((number * 7 + seq) % 90);
          const made = interaction(
            { target: seq === 0 ? '/tickets' : `/tickets/${id}` },
            { body: seq === 0 ? { tickets: [{ id, subject: `no ${id}` }] } : { id, subject: `no ${id}` } },
          );
          return { ...made, seq, timing: { ...made.timing, requestAt: number * 1000 + seq } };
        }),
      })),
    );
  }

  it('counts all calls, learns from a part and says so; --whole learns from all', async () => {
    make();
    const { fields, text } = await inspect(path, {});
    expect(fields).toMatchObject({ sessions: calls / 10, interactions: calls, otherCalls: 0 });
    expect(fields['learnedFrom']).toMatchObject({ interactions: expect.toSatisfy((count: number) => count < calls) });
    expect(fields['operations']).toMatchObject([
      { template: '/tickets/{ticket_id}', count: calls * 0.9 },
      { template: '/tickets', count: calls / 10 },
    ]);
    expect(text).toContain('Counts of calls are of all');
    const whole = await inspect(path, { whole: true });
    expect(whole.fields['learnedFrom']).toBeUndefined();
    expect(whole.fields['operations']).toEqual(fields['operations']);
  });
});
