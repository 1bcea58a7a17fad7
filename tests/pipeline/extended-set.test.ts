/** Sets for weeks: what was judged against stays as it was, byte for byte, and more comes after it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { auditSet } from '../../src/pipeline/audit-set.ts';
import { importRecording } from '../../src/pipeline/import-recording.ts';
import type { MutateRecordingOptions } from '../../src/pipeline/mutate-recording-options.ts';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';
import { EpisodeSet } from '../../src/store/set-store.ts';
import { shelfHar } from '../support/shelf-har.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const path = (name: string): string => join(folder, name);

beforeAll(async () => {
  record('weeks.sqlite', 9);
  await mutateRecording(making({ out: path('old.sqlite') }));
});

it('keeps the episodes of the extended set first, byte for byte, and adds others', async () => {
  const { episodes, kept, digest } = await mutateRecording(
    making({ out: path('new.sqlite'), extend: path('old.sqlite') }),
  );
  const [old, now] = [linesOf('old.sqlite'), linesOf('new.sqlite')];
  expect({ episodes, kept }).toEqual({ episodes: 12, kept: 6 });
  expect(now.slice(0, 6)).toEqual(old);
  expect(new Set(now).size).toBe(12);
  const set = EpisodeSet.open(path('new.sqlite'));
  const before = EpisodeSet.open(path('old.sqlite'));
  expect(set.facts.parent).toEqual({ digest: before.digest, episodes: 6 });
  expect(set.facts.recording).toEqual(before.facts.recording);
  expect(set.digest).toBe(digest);
  set.close();
  before.close();
});

it('makes the same extension from the same set and seed, and one whose proofs hold', async () => {
  const { digest } = await mutateRecording(making({ out: path('again.sqlite'), extend: path('old.sqlite') }));
  const { digest: other } = await mutateRecording(
    making({ out: path('other.sqlite'), extend: path('old.sqlite'), seed: 8 }),
  );
  const set = EpisodeSet.open(path('new.sqlite'));
  expect(digest).toBe(set.digest);
  expect(other).not.toBe(set.digest);
  set.close();
  expect(await auditSet(path('new.sqlite'), false)).toMatchObject({ episodes: 12, failed: [] });
});

it('refuses a recording that is not the one the set was made from', async () => {
  record('more.sqlite', 10);
  await expect(
    mutateRecording(making({ recording: path('more.sqlite'), out: path('none.sqlite'), extend: path('old.sqlite') })),
  ).rejects.toMatchObject({ code: 'OFFSCRIPT_OTHER_RECORDING' });
});

function making(changes: Partial<MutateRecordingOptions>): MutateRecordingOptions {
  return {
    recording: path('weeks.sqlite'),
    out: path('set.sqlite'),
    overwrite: false,
    count: 6,
    seed: 4,
    globs: ['latency/*', 'system/*'],
    maxMutations: 1,
    neutral: 0.3,
    level: null,
    interfaces: ['http'],
    splits: [{ name: 'all', share: 1 }],
    splitBy: 'session',
    maxBytes: 65_536,
    ...changes,
  };
}

function linesOf(name: string): readonly string[] {
  const set = EpisodeSet.open(path(name));
  try {
    return [...set.episodes()].map((episode) => JSON.stringify(episode));
  } finally {
    set.close();
  }
}

function record(name: string, sessions: number): void {
  writeFileSync(path(`${name}.har`), shelfHar(sessions));
  importRecording({
    files: [path(`${name}.har`)],
    out: path(name),
    format: 'auto',
    join: true,
    redact: 'off',
    key: null,
    env: {},
  });
}
