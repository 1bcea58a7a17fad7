import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { NOTES } from '../words.ts';
import { idsOf, iso, newHome, sha } from './forge-world.ts';
import type { ForgeWorld, Home, Kind } from './forge-world.ts';

const TITLES = [
  'Crash when the config file is empty',
  'Support Windows paths',
  'Docs: typo in the quick start',
  'Timeout is ignored for streamed uploads',
  'Add a --dry-run flag',
  'Memory grows with every reconnect',
  'Wrong exit code after SIGINT',
  'Allow custom headers',
  'Flaky test in CI on macOS',
  'Deprecate the old parser',
  'Improve the error message for missing keys',
  'Panic: index out of range',
] as const;

export function createForgeWorld(seed: number): ForgeWorld {
  const random = createRandom(8675309);
  const world: ForgeWorld = {
    random,
    users: new Map(),
    homes: new Map(),
    nextId: 1_840_200_000,
  };
  for (const [index, login] of ['mira', 'jonas-w', 'tlau', 'passer-by', 'harborlabs', 'ci-bot'].entries())
    world.users.set(login, {
      login,
      ...idsOf(world, 'U'),
      type: login === 'harborlabs' ? 'Organization' : 'User',
      name: index === 5 ? null : (['Mira Okonkwo', 'Jonas Weber', 'T. Lau', 'Sol Reyes', 'Harbor Labs'][index] ?? null),
      company: index % 2 === 0 ? null : '@harborlabs',
      bio: index === 1 ? 'Parsers, mostly.' : null,
      followers: random.between(0, 900),
      created_at: `201${index}-04-1${index}T08:00:00Z`,
    });
  const repos = [
    ['harborlabs', 'tidewater', 'TypeScript', 'Sync engine for local-first apps'],
    ['harborlabs', 'beacon-cli', 'Go', null],
    ['mira', 'dotfiles', 'Shell', 'My configuration'],
    ['harborlabs', 'design-notes', null, 'RFCs and notes'],
    ['mira', 'parquet-peek', 'Rust', 'Look into parquet files'],
  ] as const;
  for (const [index, [owner, name, language, description]] of repos.entries())
    seedHome(world, random, index, { owner, name, language, description });
  return Object.assign(world, { random: createRandom(seed + 41) });
}

function seedHome(world: ForgeWorld, random: Random, index: number, kind: Kind): void {
  let at = Date.UTC(2023, index, 3, 9, 15);
  const home = newHome(world, kind, iso(at), {
    private: kind.name === 'design-notes',
    topics: index % 2 === 0 ? ['cli', kind.name.split('-')[0] ?? ''] : [],
    homepage: index === 0 ? 'https://tidewater.test' : null,
  });
  for (const login of world.users.keys()) if (random.chance(0.4)) home.stars.add(login);
  home.stars.delete('mira');
  for (let number = 1; number <= 3; number++) {
    at += 86_400_000 * random.between(2, 6);
    home.milestones.set(number, {
      ...idsOf(world, 'MI'),
      number,
      title: `v${index}.${number}`,
      description: number === 2 ? 'Stabilise' : null,
      creator: 'mira',
      state: number === 1 ? 'closed' : 'open',
      created_at: iso(at),
      updated_at: iso(at),
      closed_at: number === 1 ? iso(at + 40 * 86_400_000) : null,
      due_on: number === 3 ? null : iso(Date.UTC(2024, 3 + number, 1, 7)),
    });
  }
  home.repo = { ...home.repo, nextMilestone: 4 };
  const count = index === 0 ? 36 : 12;
  for (let number = 1; number <= count; number++) {
    at += 3_600_000 * random.between(2, 90);
    seedIssue(world, random, home, number, at);
  }
  home.repo = { ...home.repo, next: count + 1, pushed_at: iso(at) };
}

function seedIssue(world: ForgeWorld, random: Random, home: Home, number: number, at: number): void {
  const labels = [...home.labels.keys()].filter(() => random.chance(0.25));
  const isPull = number % 4 === 1;
  const closed = random.chance(0.35);
  const closedAt = closed ? iso(at + 3_600_000 * random.between(3, 60)) : null;
  const merged = isPull && closed && random.chance(0.7);
  const closer = random.pick(['mira', 'jonas-w']);
  home.issues.set(number, {
    ...idsOf(world, isPull ? 'PR' : 'I'),
    number,
    title: random.pick(TITLES),
    body: random.chance(0.2) ? null : random.pick(NOTES),
    user: random.pick(['mira', 'jonas-w', 'tlau', 'passer-by']),
    labels,
    assignees: random.chance(0.4) ? [random.pick(['mira', 'jonas-w', 'tlau'])] : [],
    milestone: random.chance(0.4) ? random.between(1, 3) : null,
    state: closed ? 'closed' : 'open',
    state_reason: closed && !isPull ? random.pick(['completed', 'completed', 'not_planned']) : null,
    created_at: iso(at),
    updated_at: closedAt ?? iso(at),
    closed_at: closedAt,
    closed_by: closed ? closer : null,
    pull: isPull
      ? {
          head: `${random.pick(['fix', 'feature', 'docs'])}/${number}`,
          headSha: sha(random),
          base: 'main',
          baseSha: sha(random),
          draft: random.chance(0.15),
          conflict: number % 16 === 9,
          merged_at: merged ? closedAt : null,
          merged_by: merged ? closer : null,
          merge_commit_sha: merged ? sha(random) : null,
        }
      : null,
  });
  for (let index = random.between(0, 3); index > 0; index--) {
    const when = iso(at + index * 60_000);
    const comment = {
      ...idsOf(world, 'IC'),
      issue: number,
      user: random.pick([...world.users.keys()].filter((login) => login !== 'harborlabs')),
      body: random.pick(NOTES),
      created_at: when,
      updated_at: when,
    };
    home.comments.set(comment.id, comment);
  }
}

/** Seed issues and pull requests that no session addresses; lists show them. */
export const isColdNumber = (number: number): boolean => number <= 36 && number % 3 === 0;
/** Milestones likewise. */
export const COLD_MILESTONE = 2;
