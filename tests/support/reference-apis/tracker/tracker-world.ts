import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { asciiSlug, FAMILY_NAMES, GIVEN_NAMES, NOTES } from '../words.ts';

export interface User {
  readonly username: string;
  name: string;
  readonly email: string | null;
  readonly role: 'admin' | 'member' | 'viewer';
  readonly active: boolean;
  timezone: string | null;
}

export interface Project {
  readonly slug: string;
  name: string;
  description: string | null;
  lead: string | null;
  archived: boolean;
  readonly created_at: string;
}

export type IssueState = 'open' | 'in_progress' | 'resolved' | 'closed';

export interface Issue {
  readonly project: string;
  readonly number: number;
  title: string;
  body: string | null;
  state: IssueState;
  priority: 'low' | 'normal' | 'high' | null;
  assignee: string | null;
  readonly reporter: string;
  labels: readonly string[];
  due_on: string | null;
  readonly created_at: string;
  updated_at: string;
  closed_at: string | null;
}

export interface Comment {
  readonly id: number;
  readonly project: string;
  readonly number: number;
  readonly author: string;
  body: string;
  readonly created_at: string;
  edited_at: string | null;
}

export interface Label {
  readonly project: string;
  readonly name: string;
  readonly color: string;
}

export interface Grant {
  readonly username: string;
  readonly family: number;
  readonly expires: number;
}

export interface TrackerWorld {
  readonly random: Random;
  readonly users: Map<string, User>;
  readonly projects: Map<string, Project>;
  /** by `slug/number` */
  readonly issues: Map<string, Issue>;
  readonly comments: Map<number, Comment>;
  readonly labels: Label[];
  /** highest number ever given, per project: numbers of deleted issues are not reused */
  readonly numbers: Map<string, number>;
  readonly access: Map<string, Grant>;
  readonly refresh: Map<string, Grant>;
  readonly spentRefresh: Map<string, Grant>;
  next: { comment: number; family: number };
}

/** Never addressed by a session; their issues are seen in search results only. */
export const COLD_PROJECTS = ['design-system', 'legacy-billing'] as const;
export const ARCHIVED_PROJECT = 'intranet-2019';

export function isColdIssue(project: string, number: number): boolean {
  const seeded = number <= (SIZES[project] ?? 0);
  return seeded && (number % 5 >= 3 || (COLD_PROJECTS as readonly string[]).includes(project));
}

export function passwordOf(username: string): string {
  return `correct-horse-${username}`;
}

const SIZES: Readonly<Record<string, number>> = {
  'web-app': 34,
  'mobile-ios': 17,
  infra: 21,
  'data-platform': 9,
  'design-system': 12,
  'legacy-billing': 7,
  'intranet-2019': 3,
};
const LABELS = [
  ['bug', '#d73a4a'],
  ['regression', '#b60205'],
  ['good first issue', '#7057ff'],
  ['ux', '#a2eeef'],
  ['needs-info', '#d876e3'],
] as const;
const SUBJECTS = [
  'Login page',
  'CSV export',
  'Avatar upload',
  'Invoice PDF',
  'Dark mode',
  'Search box',
  'Webhook retries',
  'Push notifications',
  'Nightly backup',
  'Session cookie',
];
const TROUBLES = [
  'is blank on Safari 16',
  'times out for large accounts',
  'shows “undefined” instead of the name',
  'ignores the time zone',
  'fails with 500 after deploy',
  'needs a loading state',
  'should remember the last choice',
  'drops the last row',
];
export const ROLES = { admin: 'agoldberg', member: 'oisin', viewer: 'guest.auditor', dormant: 'lmoreau' } as const;

export function createTrackerWorld(seed: number): TrackerWorld {
  const random = createRandom(90210);
  const users = new Map<string, User>();
  const people: readonly (readonly [string, string, User['role']])[] = [
    [ROLES.admin, 'Esther Goldberg', 'admin'],
    [ROLES.member, 'Oisín Murphy', 'member'],
    ['priya', 'Priya Raghunathan', 'member'],
    ['t.mokoena', 'Thandiwe Mokoena', 'member'],
    [ROLES.viewer, 'Guest Auditor', 'viewer'],
    ['hiro', 'Hiroshi Tanaka', 'member'],
    [ROLES.dormant, 'Chloé Moreau', 'member'],
    ['bot-ci', 'CI Bot', 'member'],
    ['k.shev', 'Kateryna Shevchenko', 'admin'],
    ...GIVEN_NAMES.slice(20, 24).map(
      (given, index) => [asciiSlug(given), `${given} ${FAMILY_NAMES[index + 3]}`, 'viewer'] as const,
    ),
  ];
  for (const [username, name, role] of people) {
    users.set(username, {
      username,
      name,
      role,
      email: username === 'bot-ci' ? null : `${username}@tracker.test`,
      active: username !== ROLES.dormant,
      timezone: random.chance(0.4) ? null : random.pick(['Europe/Dublin', 'Asia/Tokyo', 'UTC', 'Africa/Johannesburg']),
    });
  }
  const members = people.filter(([, , role]) => role !== 'viewer').map(([username]) => username);
  const world: TrackerWorld = {
    random: createRandom(seed),
    users,
    projects: new Map(),
    issues: new Map(),
    comments: new Map(),
    labels: [],
    numbers: new Map(),
    access: new Map(),
    refresh: new Map(),
    spentRefresh: new Map(),
    next: { comment: 501, family: 1 },
  };
  const names = [
    'Web App',
    'Mobile (iOS)',
    'Infra',
    'Data Platform',
    'Design System',
    'Legacy Billing',
    'Intranet 2019',
  ];
  for (const [index, slug] of Object.keys(SIZES).entries())
    seedProject(world, random, slug, names[index] ?? slug, members);
  return world;
}

function seedProject(
  world: TrackerWorld,
  random: Random,
  slug: string,
  name: string,
  members: readonly string[],
): void {
  let at = Date.UTC(2023, 1, 2, 10, 4, 11) + random.between(0, 9_000_000_000);
  const description = random.chance(0.4) ? null : `Everything about ${name}.`;
  world.projects.set(slug, {
    slug,
    name,
    description,
    lead: random.chance(0.3) ? null : random.pick(members),
    archived: slug === ARCHIVED_PROJECT,
    created_at: iso(at),
  });
  for (const [label, color] of LABELS)
    if (random.chance(0.8) || label === 'bug') world.labels.push({ project: slug, name: label, color });
  const labels = world.labels.filter(({ project }) => project === slug).map((label) => label.name);
  const size = SIZES[slug] ?? 0;
  world.numbers.set(slug, size);
  for (let number = 1; number <= size; number++) {
    at += random.between(30_000, 21_000_000_000 / size);
    if (size > 10 && (number === 5 || number === 14)) continue; // deleted long ago
    const state = random.pick(['open', 'open', 'in_progress', 'resolved', 'closed', 'closed'] as const);
    const moved = at + random.between(10_000, 900_000_000);
    world.issues.set(`${slug}/${number}`, {
      project: slug,
      number,
      title: `${random.pick(SUBJECTS)} ${random.pick(TROUBLES)}`,
      body: random.chance(0.3) ? null : random.pick(NOTES),
      state,
      priority: random.pick(['low', 'normal', 'normal', 'high', null]),
      assignee: random.chance(0.35) ? null : random.pick(members),
      reporter: random.pick(members),
      labels: labels.filter(() => random.chance(0.25)).toSorted(),
      due_on: random.chance(0.8) ? null : iso(moved + 2_000_000_000).slice(0, 10),
      created_at: iso(at),
      updated_at: iso(state === 'open' && random.chance(0.6) ? at : moved),
      closed_at: state === 'closed' ? iso(moved) : null,
    });
    for (let count = random.chance(0.55) ? 0 : random.between(1, 3); count > 0; count--) {
      const id = world.next.comment++;
      world.comments.set(id, {
        id,
        project: slug,
        number,
        author: random.pick(members),
        body: random.pick(NOTES),
        created_at: iso(moved - count * 1000),
        edited_at: null,
      });
    }
  }
}

export function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
