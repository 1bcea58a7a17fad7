import type { ProbeDraft } from '../define-probe.ts';
import type { Scenario } from '../probe-source.ts';
import type { ProbeJson, SlotRef } from '../probe.ts';
import {
  cold,
  coldIssues,
  fromOutside,
  getIssue,
  getPull,
  known,
  newPull,
  plain,
  probe,
  REPOS,
  to,
} from './forge-probe-kit.ts';

const TIDEWATER = '/repos/harborlabs/tidewater';
const ISSUES = coldIssues('harborlabs/tidewater', plain);
const MERGED = coldIssues('harborlabs/tidewater', ({ pull }) => typeof pull?.merged_at === 'string');
const CONFLICTING = coldIssues(
  'harborlabs/tidewater',
  ({ pull, state }) => pull?.conflict === true && state === 'open',
);

interface Body {
  readonly [key: string]: ProbeJson;
}
const refused = (target: string, json: Body, slots: Readonly<Record<string, SlotRef>> = {}): ProbeDraft =>
  probe('error', target, { slots, json });

export const FORGE_ERRORS: readonly Scenario[] = [
  function* unknown({ random }) {
    const repo = `/repos/${random.pick(REPOS)}`;
    yield probe('error', `GET ${repo}/issues/{n}`, { slots: { n: known(random.between(70_000, 90_000)) } });
    yield probe('error', 'GET /repos/harborlabs/{r}', { slots: { r: known(`missing-${random.between(10, 99)}`) } });
    yield probe('error', 'GET /users/{u}', { slots: { u: known(`ghost-${random.between(10, 99)}`) } });
    yield probe('error', `GET ${repo}/labels/{l}`, { slots: { l: known(`no label ${random.between(10, 99)}`) } });
  },
  function* untitled({ random }) {
    yield refused(`POST /repos/${random.pick(REPOS)}/issues`, { body: 'Only words' });
    yield refused(`POST /repos/${random.pick(REPOS)}/labels`, { color: 'abcdef' });
  },
  function* wrongReferences({ random }) {
    const repo = `/repos/${random.pick(REPOS)}`;
    yield refused(`POST ${repo}/issues`, { title: 'For whom?', assignees: ['stranger-7'] });
    yield refused(`POST ${repo}/issues`, { title: 'For when?', milestone: 8888 });
    yield probe('list', `GET ${repo}/issues`, { query: { per_page: '3' } });
  },
  function* wrongState({ random }) {
    const spot = { repo: TIDEWATER, n: cold(random.pick(ISSUES).number) };
    yield refused(`PATCH ${TIDEWATER}/issues/{n}`, { state: random.pick(['resolved', 'done']) }, { n: spot.n });
    yield refused(`PATCH ${TIDEWATER}/issues/{n}`, { title: '' }, { n: spot.n });
    yield getIssue(spot);
    yield refused(`POST ${TIDEWATER}/issues/{n}/comments`, {}, { n: spot.n });
  },
  function* takenNames({ random }) {
    const repo = `/repos/${random.pick(REPOS)}`;
    yield refused(`POST ${repo}/labels`, { name: random.pick(['bug', 'wontfix', 'question']), color: '123456' });
    yield refused(`POST ${repo}/labels`, { name: `odd ${random.between(1, 99)}`, color: 'purple' });
    yield refused(`POST ${repo}/milestones`, { title: `v${REPOS.findIndex((name) => repo.endsWith(name))}.3` });
    yield refused('POST /user/repos', { name: 'dotfiles' });
  },
  function* alreadyMerged({ random }) {
    const spot = { repo: TIDEWATER, n: cold(random.pick(MERGED).number) };
    yield probe('error', `PUT ${TIDEWATER}/pulls/{n}/merge`, { slots: { n: spot.n } });
    yield refused(`PATCH ${TIDEWATER}/pulls/{n}`, { state: 'open' }, { n: spot.n });
    yield getPull(spot);
  },
  function* movedHead(context) {
    const spot = { repo: TIDEWATER, n: context.fresh('pull') };
    yield newPull(context, spot, 'Please');
    yield refused(`PUT ${TIDEWATER}/pulls/{n}/merge`, { sha: 'f'.repeat(40) }, { n: spot.n });
    yield getPull(spot);
  },
  function* draft(context) {
    const n = context.fresh('pull');
    const head = `fix/draft-${context.unique()}`;
    yield probe('write', `POST ${TIDEWATER}/pulls`, {
      slots: { n },
      creates: `${TIDEWATER}/pulls/{n}`,
      bind: to(n, '$.number'),
      json: { title: 'Not yet', head, base: 'main', draft: true },
    });
    yield probe('error', `PUT ${TIDEWATER}/pulls/{n}/merge`, { slots: { n } });
    yield refused(`POST ${TIDEWATER}/pulls`, { title: 'Again', head, base: 'main' });
    yield getPull({ repo: TIDEWATER, n });
  },
  function* notAPull({ random }) {
    yield probe('error', `GET ${TIDEWATER}/pulls/{n}`, { slots: { n: cold(random.pick(ISSUES).number) } });
    yield refused(`POST ${TIDEWATER}/pulls`, { title: 'Nowhere', head: 'fix/nowhere' });
  },
  function* notAllowed({ random }) {
    const n = cold(random.pick(ISSUES.filter(({ user }) => user !== 'passer-by')).number);
    yield probe('error', `PATCH ${TIDEWATER}/issues/{n}`, {
      slots: { n },
      headers: fromOutside,
      json: { title: 'Mine' },
    });
    yield probe('error', `POST ${TIDEWATER}/issues/{n}/labels`, {
      slots: { n },
      headers: fromOutside,
      json: { labels: ['bug'] },
    });
    yield probe('error', `POST ${TIDEWATER}/milestones`, { headers: fromOutside, json: { title: 'Outside' } });
    yield getIssue({ repo: TIDEWATER, n });
    yield probe('error', 'GET /repos/harborlabs/design-notes', { headers: fromOutside });
  },
  function* noSuchLabel({ random }) {
    const n = cold(random.pick(ISSUES).number);
    yield probe('error', `DELETE ${TIDEWATER}/issues/{n}/labels/enhancement-${random.between(10, 99)}`, {
      slots: { n },
    });
    yield probe('error', 'GET /search/issues');
    yield probe('error', `GET ${TIDEWATER}/issues`, { query: { state: 'finished' } });
  },
];

export const FORGE_RARE_ERRORS: readonly Scenario[] = [
  function* noToken() {
    yield probe('error', 'GET /user', { known: false, headers: { authorization: '' } });
    yield probe('error', `GET ${TIDEWATER}`, { known: false, headers: { authorization: 'Bearer fgp_wrong' } });
  },
  function* conflicting({ random }) {
    if (CONFLICTING.length === 0) return;
    const spot = { repo: TIDEWATER, n: cold(random.pick(CONFLICTING).number) };
    yield probe('error', `PUT ${TIDEWATER}/pulls/{n}/merge`, { slots: { n: spot.n } });
    yield getPull(spot);
  },
  function* wrongReason({ random }) {
    const n = cold(random.pick(ISSUES).number);
    yield probe('error', `PATCH ${TIDEWATER}/issues/{n}`, {
      known: false,
      slots: { n },
      json: { state: 'closed', state_reason: 'bored' },
    });
    yield getIssue({ repo: TIDEWATER, n });
  },
  function* wrongBase() {
    yield probe('error', `POST ${TIDEWATER}/pulls`, {
      known: false,
      json: { title: 'Elsewhere', head: 'fix/elsewhere', base: 'develop' },
    });
    yield probe('error', `POST ${TIDEWATER}/pulls`, {
      known: false,
      json: { title: 'Self', head: 'main', base: 'main' },
    });
  },
  function* mergedFromOutside(context) {
    const spot = { repo: TIDEWATER, n: context.fresh('pull') };
    yield newPull(context, spot, null);
    yield probe('error', `PUT ${TIDEWATER}/pulls/{n}/merge`, {
      known: false,
      slots: { n: spot.n },
      headers: fromOutside,
    });
    yield getPull(spot);
  },
  function* deletesFromOutside() {
    yield probe('error', `DELETE ${TIDEWATER}/labels/bug`, { known: false, headers: fromOutside });
    yield probe('error', `DELETE ${TIDEWATER}/milestones/2`, { known: false, headers: fromOutside });
    yield probe('list', `GET ${TIDEWATER}/labels`);
  },
  function* missingMilestone() {
    yield probe('error', `PATCH ${TIDEWATER}/milestones/{m}`, {
      known: false,
      slots: { m: known(777) },
      json: { title: 'x' },
    });
    yield probe('error', `DELETE ${TIDEWATER}/milestones/{m}`, { known: false, slots: { m: known(778) } });
  },
  function* brokenJson() {
    yield probe('error', `POST ${TIDEWATER}/issues`, {
      known: false,
      body: { kind: 'raw', text: '{"title":', mediaType: 'application/json' },
    });
  },
  function* noIssuesHere(context) {
    const r = context.fresh('repo');
    yield probe('write', 'POST /user/repos', {
      slots: { r },
      creates: '/repos/mira/{r}',
      bind: to(r, '$.name'),
      json: { name: `quiet-${context.unique()}`, has_issues: false },
    });
    yield probe('read-item', 'GET /repos/mira/{r}', { slots: { r } });
    yield probe('error', 'GET /repos/mira/{r}/issues', { known: false, slots: { r } });
    yield probe('error', 'POST /repos/mira/{r}/issues', { known: false, slots: { r }, json: { title: 'Heard?' } });
  },
];
