/** What scripts rely on: the fields of the last line of stdout, command by command, and where the output goes. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { offscript } from '../../support/offscript.ts';
import { shelfHar } from '../../support/shelf-har.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cwd = temporaryFolder();
const env = { XDG_CONFIG_HOME: cwd };
writeFileSync(join(cwd, 'shelf.har'), shelfHar(12));
writeFileSync(join(cwd, 'idle.har'), shelfHar(12).replaceAll('"method":"P', '"method":"X'));
writeFileSync(join(cwd, 'agent.mjs'), 'export default async ({ finish }) => { await finish(); };\n');

const STATISTICS = [
  'episodes rollouts pass passHatK meanReward interval demo production expected resilience',
  'byFamily byMutator environmentFailures unverified seconds',
].join(' ');

it.each([
  ['import shelf.har --out a.sqlite', 0, 'recording files empty sessions interactions redacted skipped'],
  ['import shelf.har --out b.sqlite', 0, 'recording files empty sessions interactions redacted skipped'],
  ['sessions a.sqlite', 0, 'sessions'],
  ['merge a.sqlite b.sqlite --out m.sqlite', 0, 'sessions'],
  ['inspect a.sqlite', 0, 'sessions interactions hosts operations resources tasks workflow'],
  ['fidelity a.sqlite', 0, 'heldOut seen unseen baselines weakest verdict'],
  ['tasks a.sqlite', 0, 'tasks refused'],
  [
    'mutate a.sqlite --out set.sqlite --count 4 --seed 3 --mutators latency/slow-answers system/outage',
    0,
    'episodes tasks families mutators splits refused digest seconds',
  ],
  [
    'audit set.sqlite',
    0,
    'episodes oracle baselines bites mutantsKilled variantsPass resetEqual replayEqual environmentFailures unverified failed',
  ],
  ['replay set.sqlite --agent agent.mjs --out run.sqlite', 0, STATISTICS],
  ['replay set.sqlite --agent agent.mjs --out low.sqlite --min-reward 0.5', 1, STATISTICS],
  ['report run.sqlite --html run.html', 0, STATISTICS],
  ['score run.sqlite', 0, STATISTICS],
  ['export run.sqlite --format openenv --out run.jsonl --allow-held-out', 0, 'rollouts file'],
  ['export a.sqlite --format har --out again.har', 0, 'interactions file'],
  ['diff a.sqlite b.sqlite', 0, 'changes'],
  ['drift a.sqlite --weeks 1 --seed 3 --tasks 2 --out weeks', 0, 'weeks'],
  ['mutators', 0, 'mutators'],
])('%s: exit code %i, and its fields', (line, status, fields) => {
  const ran = offscript([...line.split(' '), '--json'], { cwd, env });
  expect(ran.status, ran.stderr).toBe(status);
  expect(Object.keys(ran.json ?? {})).toEqual(expect.arrayContaining(fields.split(' ')));
  expect(ran.stdout.trimEnd().split('\n')).toHaveLength(1);
});

it('writes no set where no episode can be made, says what is missing, and exits 1', () => {
  expect(offscript(['import', 'idle.har', '--out', 'idle.sqlite'], { cwd, env }).status).toBe(0);
  const { status, stdout } = offscript(
    [
      'mutate',
      'idle.sqlite',
      '--out',
      'none.sqlite',
      '--count',
      '3',
      '--mutators',
      'session/old-twin',
      '--neutral',
      '0',
    ],
    { cwd, env },
  );
  expect(status).toBe(1);
  expect(stdout).toContain('No episode could be made; none.sqlite was not written.');
  expect(existsSync(join(cwd, 'none.sqlite'))).toBe(false);
});

it('tells each change between two recordings with its class, its operation, its field and how sure it is', () => {
  writeFileSync(join(cwd, 'later.har'), shelfHar(12).replaceAll('\\"state\\"', '\\"status\\"'));
  expect(offscript(['import', 'later.har', '--out', 'later.sqlite'], { cwd, env }).status).toBe(0);
  const { json } = offscript(['diff', 'a.sqlite', 'later.sqlite', '--json'], { cwd, env });
  const changes = json?.['changes'] as readonly Record<string, unknown>[];
  expect(changes).toContainEqual(
    expect.objectContaining({ class: 'field-renamed', operation: 'GET /books/{}', field: 'state', to: 'status' }),
  );
  for (const { confidence } of changes) {
    expect(confidence).toBeGreaterThan(0.5);
    expect(confidence).toBeLessThan(1);
  }
});
