import type { Scenario } from '../probe-source.ts';
import { cold, issuePath, probe, ROLE_HANDLES, SEED, unseenBody } from './tracker-probe-kit.ts';
import { ARCHIVED_PROJECT, isColdIssue, passwordOf, ROLES } from './tracker-world.ts';

/** Cold issues no write scenario deletes or moves: in progress or resolved. */
const STEADY = [...SEED.issues.values()].filter(
  ({ project, number, state }) =>
    project !== ARCHIVED_PROJECT && isColdIssue(project, number) && (state === 'in_progress' || state === 'resolved'),
);
const slotsOf = (issue: { readonly project: string; readonly number: number } | undefined) => ({
  s: cold(issue?.project ?? 'web-app'),
  n: cold(issue?.number ?? 1),
});
const archived = {
  s: { kind: 'literal', value: ARCHIVED_PROJECT } as const,
  n: { kind: 'literal', value: 1 } as const,
};

export const TRACKER_ERRORS: readonly Scenario[] = [
  function* unknownThings({ random }) {
    yield probe('error', 'GET /api/projects/web-app/issues/{n}', {
      slots: { n: { kind: 'literal', value: random.between(800, 999) } },
    });
    yield probe('error', 'GET /api/users/{u}', { slots: { u: { kind: 'literal', value: 'nobody.else' } } });
  },
  function* untitled({ random }) {
    yield probe('error', 'POST /api/projects/{s}/issues', {
      slots: slotsOf(random.pick(STEADY)),
      json: { body: 'no title again' },
    });
    yield probe('list', 'GET /api/projects/web-app/issues');
  },
  function* withoutIfMatch({ random }) {
    const issue = random.pick(STEADY);
    const slots = slotsOf(issue);
    yield probe('error', `PATCH ${issuePath}`, { slots, json: { title: 'Blind edit' } });
    yield probe('read-item', `GET ${issuePath}`, { slots, unseen: unseenBody(issue.project) });
  },
  function* staleIfMatch({ random }) {
    const issue = random.pick(STEADY);
    const slots = slotsOf(issue);
    yield probe('error', `PATCH ${issuePath}`, {
      slots,
      headers: { 'if-match': '"00000000"' },
      json: { title: 'Late edit' },
    });
  },
  function* viewerWrites({ random }) {
    const slots = { ...slotsOf(random.pick(STEADY)), token: ROLE_HANDLES.viewer };
    yield probe('error', `POST ${issuePath}/comments`, { slots, json: { body: 'May I?' } });
    yield probe('error', 'POST /api/projects/{s}/issues', { slots, json: { title: 'May I?' } });
  },
  function* memberDeletes({ random }) {
    const issue = random.pick(STEADY);
    const slots = slotsOf(issue);
    yield probe('error', `DELETE ${issuePath}`, { slots });
    yield probe('read-item', `GET ${issuePath}`, { slots, unseen: unseenBody(issue.project) });
  },
  function* expired({ random }) {
    yield probe('error', 'GET /api/projects/infra/issues', { afterMs: 16 * 60_000 + random.between(0, 90_000) });
  },
  function* wrongPassword() {
    yield probe('error', 'POST /api/auth/login', {
      headers: { authorization: '' },
      json: { username: 'hiro', password: 'hunter3' },
    });
  },
  function* closedToResolved({ random, fresh }) {
    const slots = { s: cold(random.pick(['web-app', 'infra'])), n: fresh('issue') };
    yield probe('write', 'POST /api/projects/{s}/issues', {
      slots,
      creates: issuePath,
      json: { title: 'Close me' },
      bind: [{ name: slots.n.name, jsonPath: '$.number' }],
    });
    yield probe('write', `POST ${issuePath}/transitions`, { slots, json: { to: 'closed' } });
    yield probe('error', `POST ${issuePath}/transitions`, { slots, json: { to: 'resolved' } });
    yield probe('read-item', `GET ${issuePath}`, { slots });
  },
  function* takenSlug() {
    yield probe('error', 'POST /api/projects', { slots: { token: ROLE_HANDLES.admin }, json: { name: 'Web App' } });
  },
];

export const TRACKER_RARE_ERRORS: readonly Scenario[] = [
  function* archivedWrites() {
    yield probe('error', 'POST /api/projects/{s}/issues', {
      known: false,
      slots: archived,
      json: { title: 'One last thing' },
    });
    yield probe('read-item', 'GET /api/projects/{s}', { slots: { s: { ...archived.s, untouched: true } } });
  },
  function* unknownAssignee({ random }) {
    const issue = random.pick(STEADY);
    const slots = slotsOf(issue);
    yield probe('error', `PATCH ${issuePath}`, {
      known: false,
      slots,
      headers: { 'if-match': '*' },
      json: { assignee: 'ghost' },
    });
    yield probe('read-item', `GET ${issuePath}`, { slots, unseen: unseenBody(issue.project) });
  },
  function* unknownPriority({ random }) {
    yield probe('error', `PATCH ${issuePath}`, {
      known: false,
      slots: slotsOf(random.pick(STEADY)),
      headers: { 'if-match': '*' },
      json: { priority: 'asap' },
    });
  },
  function* unknownState({ random }) {
    yield probe('error', `POST ${issuePath}/transitions`, {
      known: false,
      slots: slotsOf(random.pick(STEADY)),
      json: { to: 'blocked' },
    });
  },
  function* tooMany() {
    yield probe('error', 'GET /api/projects/web-app/issues', { known: false, query: { limit: '500' } });
    yield probe('error', 'GET /api/search', { known: false, query: { offset: '-1' } });
  },
  function* noToken() {
    yield probe('error', 'GET /api/projects', { known: false, headers: { authorization: '' } });
  },
  function* twiceTheSameLabel() {
    yield probe('error', 'POST /api/projects/{s}/labels', {
      known: false,
      slots: { s: cold('web-app') },
      json: { name: 'bug' },
    });
  },
  function* dormantLogin() {
    yield probe('error', 'POST /api/auth/login', {
      known: false,
      headers: { authorization: '' },
      json: { username: ROLES.dormant, password: passwordOf(ROLES.dormant) },
    });
  },
  function* projectDeleted() {
    yield probe('error', 'DELETE /api/projects/{s}', {
      known: false,
      slots: { s: cold('design-system'), token: ROLE_HANDLES.admin },
    });
  },
];
