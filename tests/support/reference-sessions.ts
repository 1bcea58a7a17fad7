/** Sessions of a reference API as the store would hand them out. */
import type { Interaction, Session } from '../../src/model/recording.ts';
import { recordSessions } from './reference-apis/record-sessions.ts';
import type { ReferenceApi } from './reference-apis/reference-api.ts';

export function referenceSessions(api: ReferenceApi, seed: number, count: number): readonly Session[] {
  const groups = new Map<string, Interaction[]>();
  for (const { session, at, request, response } of recordSessions(api, seed, count).interactions) {
    const list = groups.get(session) ?? [];
    groups.set(session, list);
    list.push({
      seq: list.length,
      request: {
        method: request.method,
        origin: request.origin,
        target: request.path,
        headers: request.headers,
        body: request.body,
      },
      outcome: { kind: 'response', response, trailers: [] },
      timing: { requestAt: at, firstByteAfter: 12, lastByteAfter: 15, chunks: null },
      incomplete: null,
    });
  }
  return [...groups].map(([id, interactions]): Session => ({
    id,
    source: 'reference',
    startedAt: interactions[0]?.timing.requestAt ?? 0,
    label: null,
    use: 'yes',
    workflow: id.replace(/-\d+$/, ''),
    task: null,
    interactions,
  }));
}
