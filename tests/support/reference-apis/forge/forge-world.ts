import type { Random } from '../random.ts';

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

export type Kind = Pick<Repo, 'owner' | 'name' | 'language' | 'description'>;

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
