/** Operations that have moved: requests under the new path are read as ever, those under the old one are told where to go. */
import type { HttpRequest } from '../../model/http.ts';
import type { WorldPatch } from '../../model/world.ts';
import type { Turn } from '../compiled.ts';
import { fixed, refuseWith } from '../answers/error-answer.ts';
import type { Performed } from '../answers/performed.ts';
import { reply } from '../answers/reply.ts';
import type { WorldCore } from '../world-core.ts';

type Moved = Extract<WorldPatch, { p: 'moved' }>;

/** The request as it was before the move; itself where it is none under a new path. */
export function underOldPath(core: WorldCore, raw: HttpRequest): HttpRequest {
  for (const { patch } of core.moved) {
    const target = movedTarget(raw.target, patch, 'back');
    if (target !== null) return { ...raw, target };
  }
  return raw;
}

/** What the old path of an operation answers; null where the request is right. */
export function movedAway(core: WorldCore, turn: Turn, raw: HttpRequest): Performed | null {
  const operation = turn.op?.operation;
  if (operation === undefined || turn.request.raw !== raw) return null;
  const found = core.moved.find(({ patch }) => patch.operations.includes(operation.id));
  const target = found === undefined ? null : movedTarget(raw.target, found.patch, 'on');
  if (found === undefined || target === null) return null;
  core.rules.note(found.index, `moved to ${target}`, turn);
  const { status } = found.patch;
  if (status === 308)
    return {
      response: reply(turn, status, [fixed('Location', target)], Buffer.alloc(0)),
      source: 'template',
      changes: [],
    };
  const path = target.split('?')[0] ?? target;
  const refusal = refuseWith(turn, status, `This endpoint has moved to ${path}.`);
  const headers = [...refusal.response.headers, ['Link', `<${target}>; rel="successor-version"`] as const];
  return { ...refusal, response: { ...refusal.response, headers }, changes: [] };
}

/** Null where the path does not go with the move. */
function movedTarget(target: string, { at, from, to }: Moved, way: 'on' | 'back'): string | null {
  const cut = target.search(/[?#]/);
  const path = cut < 0 ? target : target.slice(0, cut);
  const segments = path.split('/').slice(1);
  if (way === 'back' && segments[at] !== to) return null;
  if (way === 'on' && from !== null && segments[at] !== from) return null;
  if (from === null) segments.splice(at, way === 'back' ? 1 : 0, ...(way === 'back' ? [] : [to]));
  else segments[at] = way === 'back' ? from : to;
  return `/${segments.join('/')}${cut < 0 ? '' : target.slice(cut)}`;
}
