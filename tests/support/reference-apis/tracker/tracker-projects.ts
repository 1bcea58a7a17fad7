import { emptyReply, jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { asciiSlug } from '../words.ts';
import { callerOf, refuse } from './tracker-access.ts';
import { bodyOf, envelope, requiredText } from './tracker-envelope.ts';
import { iso } from './tracker-world.ts';
import type { Label, Project, TrackerWorld, User } from './tracker-world.ts';

type Handler = (call: Call<TrackerWorld>) => ReferenceResponse;

export const TRACKER_PROJECT_ROUTES: readonly Route<TrackerWorld>[] = [
  { operation: 'users.me', method: 'GET', pattern: '/api/users/me', handle: (call) => jsonReply(200, callerOf(call)) },
  { operation: 'users.me.update', method: 'PATCH', pattern: '/api/users/me', handle: updateMe },
  {
    operation: 'users.list',
    method: 'GET',
    pattern: '/api/users',
    handle: reading((call) => envelope(call, [...call.state.users.values()])),
  },
  { operation: 'users.get', method: 'GET', pattern: '/api/users/{username}', handle: reading(getUser) },
  { operation: 'projects.list', method: 'GET', pattern: '/api/projects', handle: reading(listProjects) },
  { operation: 'projects.create', method: 'POST', pattern: '/api/projects', handle: createProject },
  {
    operation: 'projects.get',
    method: 'GET',
    pattern: '/api/projects/{slug}',
    handle: reading((call) => jsonReply(200, showProject(call.state, projectAt(call)))),
  },
  { operation: 'projects.update', method: 'PATCH', pattern: '/api/projects/{slug}', handle: updateProject },
  { operation: 'labels.list', method: 'GET', pattern: '/api/projects/{slug}/labels', handle: reading(listLabels) },
  { operation: 'labels.create', method: 'POST', pattern: '/api/projects/{slug}/labels', handle: createLabel },
  { operation: 'labels.delete', method: 'DELETE', pattern: '/api/projects/{slug}/labels/{label}', handle: deleteLabel },
];

function reading(handle: Handler): Handler {
  return (call) => {
    callerOf(call);
    return handle(call);
  };
}

export function projectAt(call: Call<TrackerWorld>): Project {
  const project = call.state.projects.get(call.param('slug'));
  if (project === undefined) throw refuse(404, 'project_not_found', `No project ${call.param('slug')}`);
  return project;
}

export function openProjectAt(call: Call<TrackerWorld>): Project {
  const project = projectAt(call);
  if (project.archived) throw refuse(409, 'project_archived', 'Archived projects are read-only');
  return project;
}

function showProject(state: TrackerWorld, project: Project): object {
  const issues = [...state.issues.values()].filter((issue) => issue.project === project.slug);
  const { created_at, ...fields } = project;
  return {
    ...fields,
    issue_count: issues.length,
    open_issue_count: issues.filter((issue) => issue.state !== 'closed').length,
    created_at,
  };
}

function updateMe(call: Call<TrackerWorld>): ReferenceResponse {
  const user: User = { ...callerOf(call) };
  const body = bodyOf(call);
  if (body['name'] !== undefined) user.name = requiredText(body, 'name');
  if (body['timezone'] !== undefined) user.timezone = body['timezone'] as string | null;
  call.state.users.set(user.username, user);
  return jsonReply(200, user);
}

function getUser(call: Call<TrackerWorld>): ReferenceResponse {
  const user = call.state.users.get(call.param('username'));
  if (user === undefined) throw refuse(404, 'user_not_found', `No user ${call.param('username')}`);
  return jsonReply(200, user);
}

function listProjects(call: Call<TrackerWorld>): ReferenceResponse {
  const archived = call.query.get('archived');
  const rows = [...call.state.projects.values()].filter(
    (row) => archived === null || String(row.archived) === archived,
  );
  return envelope(
    call,
    rows.toSorted((a, b) => (a.slug < b.slug ? -1 : 1)).map((row) => showProject(call.state, row)),
  );
}

function createProject(call: Call<TrackerWorld>): ReferenceResponse {
  const caller = callerOf(call, true);
  if (caller.role !== 'admin')
    throw refuse(403, 'insufficient_role', 'Only admins create projects', { role: caller.role });
  const body = bodyOf(call);
  const name = requiredText(body, 'name');
  const slug = asciiSlug(typeof body['slug'] === 'string' ? body['slug'] : name);
  if (call.state.projects.has(slug)) throw refuse(409, 'slug_taken', `The slug ${slug} is taken`, { slug });
  const project: Project = {
    slug,
    name,
    description: (body['description'] ?? null) as string | null,
    lead: readUser(call, body['lead'] ?? null, 'lead'),
    archived: false,
    created_at: iso(call.at),
  };
  call.state.projects.set(slug, project);
  call.state.numbers.set(slug, 0);
  return jsonReply(201, showProject(call.state, project), { location: `/api/projects/${slug}` });
}

function updateProject(call: Call<TrackerWorld>): ReferenceResponse {
  const caller = callerOf(call, true);
  const project: Project = { ...projectAt(call) };
  if (caller.role !== 'admin' && project.lead !== caller.username)
    throw refuse(403, 'not_project_lead', 'Only admins and the lead may do this');
  const body = bodyOf(call);
  if (body['name'] !== undefined) project.name = requiredText(body, 'name');
  if (body['description'] !== undefined) project.description = body['description'] as string | null;
  if (body['lead'] !== undefined) project.lead = readUser(call, body['lead'], 'lead');
  if (typeof body['archived'] === 'boolean') project.archived = body['archived'];
  call.state.projects.set(project.slug, project);
  return jsonReply(200, showProject(call.state, project));
}

/** A username that exists, or null; 422 otherwise. */
export function readUser(call: Call<TrackerWorld>, value: unknown, field: string): string | null {
  if (value === null) return null;
  if (typeof value === 'string' && call.state.users.has(value)) return value;
  throw refuse(422, 'unknown_user', `${field} must be a username or null`, { field });
}

function listLabels(call: Call<TrackerWorld>): ReferenceResponse {
  const { slug } = projectAt(call);
  return envelope(call, call.state.labels.filter(({ project }) => project === slug).map(showLabel));
}

function showLabel({ name, color }: Label): object {
  return { name, color };
}

function createLabel(call: Call<TrackerWorld>): ReferenceResponse {
  callerOf(call, true);
  const { slug } = openProjectAt(call);
  const body = bodyOf(call);
  const label: Label = {
    project: slug,
    name: requiredText(body, 'name'),
    color: typeof body['color'] === 'string' ? body['color'] : '#ededed',
  };
  if (call.state.labels.some((other) => other.project === slug && other.name === label.name)) {
    throw refuse(409, 'label_exists', `${label.name} exists in ${slug}`);
  }
  call.state.labels.push(label);
  return jsonReply(201, showLabel(label));
}

function deleteLabel(call: Call<TrackerWorld>): ReferenceResponse {
  callerOf(call, true);
  const { slug } = openProjectAt(call);
  const index = call.state.labels.findIndex(({ project, name }) => project === slug && name === call.param('label'));
  if (index < 0) throw refuse(404, 'label_not_found', `No label ${call.param('label')} in ${slug}`);
  const [gone] = call.state.labels.splice(index, 1);
  for (const issue of call.state.issues.values()) {
    if (issue.project === slug) issue.labels = issue.labels.filter((name) => name !== gone?.name);
  }
  return emptyReply(204);
}
