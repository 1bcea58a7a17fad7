import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContentError } from '../../src/errors.ts';
import type { Episode } from '../../src/model/episode.ts';
import { learnRecording } from '../../src/pipeline/learn-recording.ts';
import type { MutateRecordingOptions } from '../../src/pipeline/mutate-recording-options.ts';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';
import { tasksOf, writeTasks } from '../../src/pipeline/tasks-of.ts';
import { auditSet } from '../../src/pipeline/audit-set.ts';
import { EpisodeSet } from '../../src/store/set-store.ts';
import { HELPDESK } from '../support/helpdesk-set.ts';

const folder = mkdtempSync(join(tmpdir(), 'offscript-curated-'));
const yaml = join(folder, 'tasks.yaml');
const rule = join(folder, 'policy.mjs');
const POLICY = {
  id: 'refund-limit',
  text: 'No refund over 100.00 (amount 10000) without approval: report needs_approval with the id of the order.',
  check: { operation: 'create_refund', field: ['amount'], limit: 10_000, approval: null },
  escalate: { report: 'needs_approval' },
};

function making(changes: Partial<MutateRecordingOptions>): MutateRecordingOptions {
  const splits = [{ name: 'all', share: 1 }];
  return {
    recording: HELPDESK,
    out: join(folder, 'set.sqlite'),
    overwrite: true,
    count: 24,
    seed: 4,
    globs: [],
    maxMutations: 1,
    neutral: 1,
    level: null,
    interfaces: ['http'],
    splits,
    splitBy: 'session',
    maxBytes: 65_536,
    ...changes,
  };
}

function episodesOf(path: string): readonly Episode[] {
  const set = EpisodeSet.open(path);
  try {
    return [...set.episodes()];
  } finally {
    set.close();
  }
}

beforeAll(async () => {
  writeFileSync(rule, `export default ${JSON.stringify(POLICY)};`);
  await writeTasks(tasksOf(learnRecording(HELPDESK), 2).tasks, 2, yaml, false);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a set made with a curation file and a policy', () => {
  it('has pairs on either side of the limit, all proven, and judges by the rule without its module', async () => {
    const { out } = making({});
    const { refused } = await mutateRecording(making({ tasks: yaml, policy: rule }));
    expect(refused['breaks_policy']).toBeGreaterThan(0);
    const episodes = episodesOf(out);
    expect(episodes.every(({ policy }) => policy === POLICY.text)).toBe(true);
    const beyond = episodes.filter(({ goal }) =>
      goal.some((atom) => atom.kind === 'report' && atom.reason === 'needs_approval'),
    );
    const ruled = episodes.filter(({ proof }) => proof.mutants.some(({ name }) => name === 'breaks refund-limit'));
    expect(beyond.length).toBeGreaterThan(0);
    expect(ruled.length).toBeGreaterThan(beyond.length);
    for (const { proof } of ruled)
      expect(proof.mutants.filter(({ name }) => name === 'breaks refund-limit')).toMatchObject([{ reward: 0 }]);
    rmSync(rule);
    expect(auditSet(out, false).failed).toEqual([]);
    writeFileSync(rule, `export default ${JSON.stringify(POLICY)};`);
  });

  it('plays only what the curation file leaves in use', async () => {
    const text = readFileSync(yaml, 'utf8');
    const kept = /- id: (t\w+)\n {4}use: yes\n {4}kind: update/.exec(text)?.[1] ?? '';
    writeFileSync(
      yaml,
      text
        .replaceAll('\n    use: yes', '\n    use: no')
        .replace(`- id: ${kept}\n    use: no`, `- id: ${kept}\n    use: yes`),
    );
    const { episodes } = await mutateRecording(making({ tasks: yaml, count: 3 }));
    writeFileSync(yaml, text);
    expect(episodes).toBeGreaterThan(0);
    expect(new Set(episodesOf(making({}).out).map(({ task }) => task.id))).toEqual(new Set([kept]));
  });

  it('is refused for a rule over an operation the recording does not know', async () => {
    // A module's path is read once in a process.
    const other = join(folder, 'other.mjs');
    writeFileSync(
      other,
      `export default ${JSON.stringify({ ...POLICY, check: { ...POLICY.check, operation: 'pay_out' } })};`,
    );
    await expect(mutateRecording(making({ policy: other }))).rejects.toThrow(ContentError);
  });
});
