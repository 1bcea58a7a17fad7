import { probesOf } from '../define-probe.ts';
import type { ProbeDraft } from '../define-probe.ts';
import type { ProbeContext } from '../probe-source.ts';
import type { ProbeBinding, ProbeJson, SlotRef } from '../probe.ts';
import { createForgeWorld, isColdNumber } from './forge-seed.ts';
import { FORGE_ORIGIN, MAINTAINER, PASSER_BY } from './forge-world.ts';
import type { Home, Issue } from './forge-world.ts';

export const SEED = createForgeWorld(0);
export const REPOS = ['harborlabs/tidewater', 'harborlabs/beacon-cli', 'mira/dotfiles'] as const;
export const COLD_REPO = 'mira/parquet-peek';

export const probe = probesOf({
  origin: FORGE_ORIGIN,
  headers: {
    authorization: `Bearer ${MAINTAINER}`,
    accept: 'application/vnd.forge+json',
    'x-forge-api-version': '2022-11-28',
  },
  shows: '$',
});
export const fromOutside = { authorization: `Bearer ${PASSER_BY}` } as const;

export const known = (value: string | number): SlotRef => ({ kind: 'literal', value });
export const cold = (value: string | number): SlotRef => ({ kind: 'literal', value, untouched: true });
export const to = (handle: SlotRef, jsonPath: string): readonly ProbeBinding[] =>
  handle.kind === 'handle' ? [{ name: handle.name, jsonPath }] : [];

/** Issues of a repository that no session has addressed. */
export function coldIssues(repo: string, fits: (issue: Issue) => boolean): readonly Issue[] {
  const home = SEED.homes.get(repo) as Home;
  return [...home.issues.values()].filter((issue) => isColdNumber(issue.number) && fits(issue));
}

export const plain = (issue: Issue): boolean => issue.pull === null;

export interface Spot {
  /** path of the repository */
  readonly repo: string;
  readonly n: SlotRef;
}

export function newIssue(
  { random, unique }: ProbeContext,
  { repo, n }: Spot,
  more: { readonly [key: string]: ProbeJson } = {},
  slots: Readonly<Record<string, SlotRef>> = {},
): ProbeDraft {
  return probe('write', `POST ${repo}/issues`, {
    slots: { ...slots, n },
    creates: `${repo}/issues/{n}`,
    bind: to(n, '$.number'),
    json: { title: `${random.pick(['Leak', 'Slow start', 'Odd log line'])} ${unique()}`, ...more },
  });
}

export const getIssue = ({ repo, n }: Spot): ProbeDraft =>
  probe('read-item', `GET ${repo}/issues/{n}`, { slots: { n } });

export const patchIssue = (
  { repo, n }: Spot,
  json: { readonly [key: string]: ProbeJson },
  slots: Readonly<Record<string, SlotRef>> = {},
): ProbeDraft => probe('write', `PATCH ${repo}/issues/{n}`, { slots: { ...slots, n }, json });

export function newPull({ unique }: ProbeContext, { repo, n }: Spot, body: string | null): ProbeDraft {
  return probe('write', `POST ${repo}/pulls`, {
    slots: { n },
    creates: `${repo}/pulls/{n}`,
    bind: to(n, '$.number'),
    json: {
      title: 'Probe the merge',
      head: `feature/probe-${unique()}`,
      base: 'main',
      ...(body === null ? {} : { body }),
    },
  });
}

export const getPull = ({ repo, n }: Spot): ProbeDraft => probe('read-item', `GET ${repo}/pulls/{n}`, { slots: { n } });

export const getMilestone = (repo: string, m: SlotRef): ProbeDraft =>
  probe('read-item', `GET ${repo}/milestones/{m}`, { slots: { m } });

export const getRepo = (repo: string): ProbeDraft => probe('filter', `GET ${repo}`);

export const anyRepo = ({ random }: ProbeContext): string => `/repos/${random.pick(REPOS)}`;
export const TIDEWATER = '/repos/harborlabs/tidewater';

export function coldSpot({ random }: ProbeContext, fits: Parameters<typeof coldIssues>[1] = plain): Spot {
  const repo = random.pick(REPOS.filter((name) => coldIssues(name, fits).length > 0));
  return { repo: `/repos/${repo}`, n: cold(random.pick(coldIssues(repo, fits)).number) };
}
