/** Writes that are taken now and done later: the job to ask after, and what comes of it. */
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import type { EntityChange } from '../../model/trace.ts';
import type { Turn } from '../compiled.ts';
import { createDice } from './dice.ts';
import { fixed } from '../answers/error-answer.ts';
import type { Performed } from '../answers/performed.ts';
import { reply } from '../answers/reply.ts';
import type { Hit } from '../faults/rules.ts';
import type { WorldCore } from '../world-core.ts';

const ID = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Takes a write that would be accepted; null where it is done at once. */
export function takeJob(core: WorldCore, turn: Turn, hits: readonly Hit[], trial: () => Performed): Performed | null {
  const hit = hits.find(({ index, patch }) => patch.p === 'later' && core.rules.fired(index) < patch.jobs);
  if (hit?.patch.p !== 'later') return null;
  const performed = trial();
  if (performed.response.status >= 300) return performed;
  const number = core.rules.fired(hit.index);
  const dice = createDice(turn.seed, 'job', core.jobs.size);
  const id = `job_${Array.from({ length: 10 }, () => ID[dice.below(ID.length)]).join('')}`;
  const path = `${basePathOf(turn)}/jobs/${id}`;
  core.rules.fire(hit.index, 'taken for later', turn);
  core.jobs.set(path, {
    id,
    path,
    request: turn.request.raw,
    due: turn.at + hit.patch.afterMs,
    fails: number < hit.patch.fails,
    result: null,
  });
  return {
    response: told(turn, 202, { id, status: 'pending', status_url: path }, path),
    source: 'template',
    changes: [],
  };
}

/** The first literal segments of an operation's path, but not what it calls its records. */
function basePathOf(turn: Turn): string {
  const segments = turn.op?.operation.segments ?? [];
  const end = segments.findIndex(({ kind }) => kind !== 'literal');
  const literal = segments.slice(0, end < 0 ? segments.length : end);
  return literal
    .slice(0, -1)
    .map((segment) => (segment.kind === 'literal' ? `/${segment.text}` : ''))
    .join('');
}

/** Does the jobs whose time has come, in the order in which they were taken. */
export function runJobs(
  core: WorldCore,
  at: number,
  perform: (request: HttpRequest, at: number) => Performed,
): readonly EntityChange[] {
  const changes: EntityChange[] = [];
  for (const job of core.jobs.values()) {
    if (job.result !== null || job.due > at) continue;
    const done = job.fails ? null : perform(job.request, job.due);
    const location = done?.response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? null;
    core.jobs.set(job.path, { ...job, result: { status: done?.response.status ?? 503, location } });
    changes.push(...(done?.changes ?? []));
  }
  return changes;
}

/** What a job says of itself; null where the request asks after none. */
export function answerJob(core: WorldCore, turn: Turn): HttpResponse | null {
  const { raw, path } = turn.request;
  const job = raw.method === 'GET' || raw.method === 'HEAD' ? core.jobs.get(path) : undefined;
  if (job === undefined) return null;
  const { id, result } = job;
  if (result === null) return told(turn, 200, { id, status: 'pending' }, null);
  if (result.status < 300)
    return told(
      turn,
      200,
      { id, status: 'completed', ...(result.location !== null && { result_url: result.location }) },
      null,
    );
  const message = job.fails
    ? 'The job was dropped before it was done. Nothing was changed; submit it again.'
    : 'The job was refused when its turn came. Nothing was changed.';
  return told(turn, 200, { id, status: 'failed', error: { status: result.status, message } }, null);
}

function told(turn: Turn, status: number, body: object, location: string | null): HttpResponse {
  const own = [
    fixed('Content-Type', 'application/json; charset=utf-8'),
    ...(location === null ? [] : [fixed('Location', location), fixed('Retry-After', '2')]),
  ];
  return reply(turn, status, own, Buffer.from(JSON.stringify(body)));
}
