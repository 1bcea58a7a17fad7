import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { NOTES } from '../words.ts';

export const FORGE_ORIGIN = 'https://api.forge.test';
export const SITE = 'https://forge.test';
/** Tokens and whose they are: a maintainer of everything, and somebody from outside. */
export const TOKENS: Readonly<Record<string, string>> = {
  fgp_9bK2mXwVtQ71LrTzHs4eNc8uYd0PfA3G: 'mira',
  fgp_Zx81cVbN6mQ0aSdFgHjKlP2oIuYtReW4: 'passer-by',
};
export const MAINTAINER = 'fgp_9bK2mXwVtQ71LrTzHs4eNc8uYd0PfA3G';
export const PASSER_BY = 'fgp_Zx81cVbN6mQ0aSdFgHjKlP2oIuYtReW4';

export interface User {
  readonly login: string;
  readonly id: number;
  readonly node_id: string;
  readonly type: 'User' | 'Organization';
  readonly name: string | null;
  readonly company: string | null;
  readonly bio: string | null;
  readonly followers: number;
  readonly created_at: string;
}

export interface Repo {
  readonly id: number;
  readonly node_id: string;
  readonly owner: string;
  readonly name: string;
  readonly private: boolean;
  readonly description: string | null;
  readonly homepage: string | null;
  readonly language: string | null;
  readonly has_issues: boolean;
  readonly archived: boolean;
  readonly topics: readonly string[];
  readonly default_branch: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly pushed_at: string;
  /** the number that the next issue or pull request gets */
  readonly next: number;
  readonly nextMilestone: number;
}

export interface Label {
  readonly id: number;
  readonly node_id: string;
  readonly name: string;
  readonly color: string;
  readonly default: boolean;
  readonly description: string | null;
}

export interface Milestone {
  readonly id: number;
  readonly node_id: string;
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly creator: string;
  readonly state: 'open' | 'closed';
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  readonly due_on: string | null;
}

export interface Pull {
  readonly head: string;
  readonly headSha: string;
  readonly base: string;
  readonly baseSha: string;
  readonly draft: boolean;
  readonly conflict: boolean;
  readonly merged_at: string | null;
  readonly merged_by: string | null;
  readonly merge_commit_sha: string | null;
}

/** An issue, or the conversation of a pull request: both draw numbers from the repository. */
export interface Issue {
  readonly id: number;
  readonly node_id: string;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly user: string;
  /** ids */
  readonly labels: readonly number[];
  readonly assignees: readonly string[];
  /** its number */
  readonly milestone: number | null;
  readonly state: 'open' | 'closed';
  readonly state_reason: 'completed' | 'not_planned' | 'reopened' | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  readonly closed_by: string | null;
  readonly pull: Pull | null;
}

export interface Comment {
  readonly id: number;
  readonly node_id: string;
  readonly issue: number;
  readonly user: string;
  readonly body: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** One repository with all that belongs to it. */
export interface Home {
  repo: Repo;
  readonly labels: Map<number, Label>;
  readonly milestones: Map<number, Milestone>;
  readonly issues: Map<number, Issue>;
  readonly comments: Map<number, Comment>;
  readonly stars: Set<string>;
}

export interface ForgeWorld {
  readonly random: Random;
  readonly users: Map<string, User>;
  /** by `owner/name` */
  readonly homes: Map<string, Home>;
  nextId: number;
}

export const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, '');

export function idsOf(world: ForgeWorld, prefix: string): { readonly id: number; readonly node_id: string } {
  world.nextId += world.random.between(3, 60);
  return { id: world.nextId, node_id: `${prefix}_kwDO${world.random.text(12)}` };
}

export const sha = (random: Random): string => random.text(40, '0123456789abcdef');

const DEFAULT_LABELS = [
  ['bug', 'd73a4a', "Something isn't working"],
  ['enhancement', 'a2eeef', 'New feature or request'],
  ['question', 'd876e3', 'Further information is requested'],
  ['good first issue', '7057ff', null],
  ['wontfix', 'ffffff', 'This will not be worked on'],
] as const;

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

type Kind = Pick<Repo, 'owner' | 'name' | 'language' | 'description'>;

export function newHome(world: ForgeWorld, kind: Kind, at: string, more: Partial<Repo> = {}): Home {
  const home: Home = {
    repo: {
      ...idsOf(world, 'R'),
      ...kind,
      private: false,
      homepage: null,
      has_issues: true,
      archived: false,
      topics: [],
      default_branch: 'main',
      created_at: at,
      updated_at: at,
      pushed_at: at,
      next: 1,
      nextMilestone: 1,
      ...more,
    },
    labels: new Map(),
    milestones: new Map(),
    issues: new Map(),
    comments: new Map(),
    stars: new Set(),
  };
  for (const [name, color, description] of DEFAULT_LABELS) {
    const label = { ...idsOf(world, 'LA'), name, color, default: true, description };
    home.labels.set(label.id, label);
  }
  world.homes.set(`${kind.owner}/${kind.name}`, home);
  return home;
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
