import { createProbeSource } from '../probe-source.ts';
import type { Scenario } from '../probe-source.ts';
import type { ProbeSource } from '../probe.ts';
import { FORGE_ERRORS, FORGE_RARE_ERRORS } from './forge-probe-errors.ts';
import {
  anyRepo,
  cold,
  COLD_REPO,
  coldIssues,
  coldSpot,
  fromOutside,
  getIssue,
  getMilestone,
  getPull,
  getRepo,
  known,
  newIssue,
  newPull,
  patchIssue,
  probe,
  REPOS,
  TIDEWATER,
  to,
} from './forge-probe-kit.ts';
import { PAGES } from './forge-probe-pages.ts';
import { COLD_MILESTONE } from './forge-seed.ts';

const MERGEABLE = coldIssues(
  'harborlabs/tidewater',
  ({ pull, state }) => pull !== null && state === 'open' && !pull.draft && !pull.conflict,
);

const WRITES: readonly Scenario[] = [
  function* issueLife(context) {
    const spot = { repo: anyRepo(context), n: context.fresh('issue') };
    yield newIssue(context, spot, {
      body: 'Since the last release',
      labels: ['bug', 'question'],
      assignees: ['jonas-w'],
    });
    yield patchIssue(spot, { title: 'Since 2.0', labels: ['enhancement'] });
    yield patchIssue(spot, { state: 'closed', ...(context.random.chance(0.5) ? { state_reason: 'not_planned' } : {}) });
    yield getIssue(spot);
    yield getRepo(spot.repo);
    yield patchIssue(spot, { state: 'open', body: null });
    yield patchIssue(spot, { assignees: ['mira', 'tlau'], body: 'Again' });
    yield probe('list', `GET ${spot.repo}/issues`, { query: { per_page: '8' } });
  },
  function* coldIssue(context) {
    const { random } = context;
    const spot = coldSpot(context);
    yield patchIssue(spot, { title: `Renamed ${context.unique()}`, assignees: [random.pick(['mira', 'tlau'])] });
    yield patchIssue(spot, { body: random.pick(['Reproduced on 3.1', null]) });
    yield getIssue(spot);
    yield patchIssue(spot, { milestone: random.pick([2, 3, null]), labels: ['wontfix', 'bug'] });
    yield getIssue(spot);
    yield getMilestone(spot.repo, cold(COLD_MILESTONE));
  },
  function* coldClosing(context) {
    const spot = coldSpot(context);
    yield patchIssue(spot, { state: 'closed' });
    yield getIssue(spot);
    yield patchIssue(spot, { state: 'open' });
    yield patchIssue(spot, { state: 'closed', state_reason: 'not_planned' });
    yield getIssue(spot);
  },
  function* talk(context) {
    const { random, fresh } = context;
    const spot = random.chance(0.5) ? coldSpot(context) : { repo: anyRepo(context), n: fresh('issue') };
    const [k, c] = [fresh('comment'), '/issues/comments/{k}'];
    if (spot.n.kind === 'handle') yield newIssue(context, spot);
    yield probe('write', `POST ${spot.repo}/issues/{n}/comments`, {
      slots: { n: spot.n, k },
      creates: `${spot.repo}${c}`,
      bind: to(k, '$.id'),
      json: { body: random.pick(['+1', 'Any workaround?', 'Fixed by the upgrade.']) },
    });
    yield probe('write', `PATCH ${spot.repo}${c}`, { slots: { k }, json: { body: 'Edited: solved' } });
    yield probe('read-item', `GET ${spot.repo}${c}`, { slots: { k } });
    yield probe('list', `GET ${spot.repo}/issues/{n}/comments`, { slots: { n: spot.n } });
    if (random.chance(0.5)) return;
    yield probe('write', `DELETE ${spot.repo}${c}`, { slots: { k } });
    yield probe('error', `GET ${spot.repo}${c}`, { slots: { k } });
    yield getIssue(spot);
  },
  function* labelled(context) {
    const spot = coldSpot(context);
    yield probe('write', `POST ${spot.repo}/issues/{n}/labels`, {
      slots: { n: spot.n },
      shows: null,
      json: { labels: ['good first issue', 'wontfix'] },
    });
    yield getIssue(spot);
    yield probe('write', `DELETE ${spot.repo}/issues/{n}/labels/wontfix`, {
      slots: { n: spot.n },
      shows: null,
      entity: `${spot.repo}/issues/{n}`,
    });
    yield getIssue(spot);
  },
  function* labelLife(context) {
    const { random, unique } = context;
    const spot = { repo: anyRepo(context), n: context.fresh('issue') };
    const name = `probe ${unique()}`;
    const [l, r] = [known(name), known(`${name}: renamed`)];
    yield probe('write', `POST ${spot.repo}/labels`, {
      slots: { l },
      creates: `${spot.repo}/labels/{l}`,
      json: { name, color: random.text(6, 'abcdef0123'), description: 'By a probe' },
    });
    yield newIssue(context, spot, { labels: [name] });
    yield probe('read-item', `GET ${spot.repo}/labels/{l}`, { slots: { l } });
    yield probe('write', `PATCH ${spot.repo}/labels/{l}`, {
      slots: { l },
      shows: null,
      json: { new_name: `${name}: renamed`, color: 'c5def5' },
    });
    yield probe('read-item', `GET ${spot.repo}/labels/{r}`, { slots: { r } });
    yield getIssue(spot);
    yield probe('write', `DELETE ${spot.repo}/labels/{r}`, { slots: { r } });
    yield getIssue(spot);
  },
  function* milestoneLife(context) {
    const { random, fresh, unique } = context;
    const repo = anyRepo(context);
    const [m, a, b] = [fresh('milestone'), { repo, n: fresh('issue') }, { repo, n: fresh('issue') }];
    yield probe('write', `POST ${repo}/milestones`, {
      slots: { m },
      creates: `${repo}/milestones/{m}`,
      bind: to(m, '$.number'),
      json: { title: `Probe ${unique()}`, due_on: '2024-12-24T08:00:00Z' },
    });
    yield newIssue(context, a, { milestone: { $slot: 'm' } }, { m });
    yield newIssue(context, b, { milestone: { $slot: 'm' } }, { m });
    yield getMilestone(repo, m);
    yield patchIssue(a, { state: 'closed' });
    yield getMilestone(repo, m);
    yield probe('write', `PATCH ${repo}/milestones/{m}`, {
      slots: { m },
      json: { state: 'closed', description: 'Shipped' },
    });
    yield getMilestone(repo, m);
    if (random.chance(0.4)) {
      yield probe('write', `DELETE ${repo}/milestones/{m}`, { slots: { m } });
      yield getIssue(b);
    } else yield probe('list', `GET ${repo}/milestones`, { query: { state: 'all' } });
  },
  function* manyEdits(context) {
    const spot = coldSpot(context);
    yield patchIssue(spot, { labels: ['question'], milestone: 3 });
    yield patchIssue(spot, { labels: ['bug', 'wontfix'], assignees: [] });
    yield patchIssue(spot, { title: `Edited ${context.unique()}`, milestone: null });
    yield getIssue(spot);
  },
  function* manyComments(context) {
    const spot = { repo: anyRepo(context), n: context.fresh('issue') };
    yield newIssue(context, spot, { body: null });
    for (const body of ['One', 'Two', 'Three'])
      yield probe('write', `POST ${spot.repo}/issues/{n}/comments`, {
        slots: { n: spot.n },
        shows: null,
        json: { body },
      });
    yield getIssue(spot);
    yield probe('list', `GET ${spot.repo}/issues/{n}/comments`, { slots: { n: spot.n }, query: { per_page: '2' } });
  },
  function* coldMilestone(context) {
    const repo = anyRepo(context);
    const m = cold(COLD_MILESTONE);
    yield probe('write', `PATCH ${repo}/milestones/{m}`, {
      slots: { m },
      json: { description: context.random.pick(['Slipped', null]), due_on: '2025-01-31T08:00:00Z' },
    });
    yield getMilestone(repo, m);
    yield probe('filter', `GET ${repo}/issues`, { query: { milestone: String(COLD_MILESTONE), state: 'all' } });
  },
  function* merge(context) {
    const { fresh } = context;
    const repo = anyRepo(context);
    const [issue, pull, s] = [{ repo, n: fresh('issue') }, { repo, n: fresh('pull') }, fresh('sha')];
    yield newIssue(context, issue);
    const made = newPull(context, pull, null);
    yield { ...made, bind: [...made.bind, ...to(s, '$.head.sha')] };
    yield probe('write', `PATCH ${repo}/pulls/{n}`, {
      slots: { n: pull.n },
      json: { body: 'Ready', title: 'Ready now' },
    });
    yield getPull(pull);
    yield probe('write', `PUT ${repo}/pulls/{n}/merge`, {
      slots: { n: pull.n, s },
      shows: null,
      json: { sha: { $slot: 's' } },
    });
    yield getPull(pull);
    yield getIssue(pull);
    yield probe('filter', `GET ${repo}/pulls`, { query: { state: 'closed', per_page: '4' } });
  },
  function* coldMerge(context) {
    const { take } = context;
    const found = take(MERGEABLE);
    if (found === undefined) return;
    const spot = { repo: TIDEWATER, n: cold(found.number) };
    yield getPull(spot);
    yield probe('write', `PUT ${TIDEWATER}/pulls/{n}/merge`, { slots: { n: spot.n }, shows: null });
    yield getPull(spot);
    yield getRepo(TIDEWATER);
  },
  function* stars(context) {
    const [owner, name] = context.random.pick([...REPOS, COLD_REPO]).split('/');
    const slots = { o: known(owner ?? ''), r: known(name ?? '') };
    const headers = context.random.chance(0.5) ? fromOutside : {};
    yield probe('write', 'PUT /user/starred/{o}/{r}', { slots, headers, shows: null });
    yield probe('filter', 'GET /repos/{o}/{r}', { slots });
    yield probe('write', 'DELETE /user/starred/{o}/{r}', { slots, headers });
    yield probe('error', 'GET /user/starred/{o}/{r}', { slots, headers });
    yield probe('filter', 'GET /repos/{o}/{r}', { slots });
  },
  function* repository(context) {
    const { fresh, unique, random } = context;
    const r = fresh('repo');
    const repo = '/repos/mira/{r}';
    yield probe('write', 'POST /user/repos', {
      slots: { r },
      creates: repo,
      bind: to(r, '$.name'),
      json: { name: `probe-${unique()}`, private: random.chance(0.5) },
    });
    yield probe('list', `GET ${repo}/labels`, { slots: { r } });
    yield probe('write', `POST ${repo}/issues`, { slots: { r }, shows: null, json: { title: 'Number one' } });
    yield probe('filter', `GET ${repo}/issues/1`, { slots: { r } });
    yield probe('write', `PATCH ${repo}`, {
      slots: { r },
      json: { description: 'Probed', homepage: 'https://probe.test' },
    });
    yield probe('read-item', `GET ${repo}`, { slots: { r } });
  },
  function* coldRepository({ random }) {
    const slots = { r: cold('parquet-peek') };
    yield probe('write', 'PATCH /repos/mira/{r}', {
      slots,
      json: { description: random.pick(['Reads parquet', null]) },
    });
    yield probe('read-item', 'GET /repos/mira/{r}', { slots });
    yield probe('list', 'GET /user/repos', { query: { per_page: '3' } });
  },
];

export function forgeProbes(seed: number): ProbeSource {
  return createProbeSource(seed, { writes: WRITES, pages: PAGES, errors: FORGE_ERRORS, rareErrors: FORGE_RARE_ERRORS });
}
