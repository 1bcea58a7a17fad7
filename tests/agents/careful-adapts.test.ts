import { expect, it } from 'vitest';
import { goneElsewhere } from '../../src/agents/careful/gone-elsewhere.ts';
import { renamedValue } from '../../src/agents/careful/renamed-value.ts';
import { settleJob } from '../../src/agents/careful/settle-job.ts';
import type { Answer } from '../../src/agents/answer.ts';
import type { Call } from '../../src/agents/call.ts';
import type { AgentEpisode } from '../../src/model/agent.ts';
import type { Json } from '../../src/model/json.ts';

const call: Call = {
  operation: {
    name: 'update_ticket',
    kind: 'update',
    method: 'PATCH',
    origin: 'https://desk.example.com',
    path: '/v1/tickets/{id}',
    resource: 'tickets',
    contentType: 'application/json',
    shows: [],
    paging: null,
    types: {},
    arguments: [],
  },
  values: [
    { place: { in: 'path', name: 'id' }, value: 12 },
    { place: { in: 'body', path: ['status'] }, value: 'solved' },
  ],
};
const answer = (status: number, body: Json, headers: Record<string, string> = {}): Answer => ({
  status,
  body,
  header: (name) => headers[name] ?? null,
  flaw: null,
  cause: null,
});

it.each([
  ['"status" must be one of "open", "status_solved".', { from: 'solved', to: 'status_solved' }],
  ['status must be one of "OPEN", "SOLVED"', { from: 'solved', to: 'SOLVED' }],
  ['"status" must be one of "open", "closed".', null],
  ['"priority" must be one of "solved-now", "low".', null],
  ['"status" is not valid.', null],
])('reads %s', (message, found) => {
  expect(renamedValue(call, answer(422, { error: { message } }))).toEqual(found);
});

it('follows an endpoint to its successor, on the same host only', () => {
  const moved = goneElsewhere(call, answer(410, {}, { link: '</v2/tickets/12>; rel="successor-version"' }));
  expect(moved?.operation.path).toBe('/v2/tickets/12');
  expect(moved?.values.map(({ place }) => place.in)).toEqual(['body']);
  const away = { link: '<https://evil.example/v2/tickets/12>; rel="successor-version"' };
  expect(goneElsewhere(call, answer(410, {}, away))).toBeNull();
  expect(goneElsewhere(call, answer(404, {}))).toBeNull();
});

it('asks after a job until it is over, and submits again what came to nothing', async () => {
  const accepted = answer(202, {}, { location: '/v1/jobs/j1' });
  const states = ['pending', 'running', 'failed', 'queued', 'completed'];
  const waits: number[] = [];
  let submitted = 0;
  const episode = { wait: (seconds: number) => Promise.resolve(void waits.push(seconds)) } as AgentEpisode;
  const settled = await settleJob(
    episode,
    ({ operation }) => {
      expect(operation.path).toBe('/v1/jobs/j1');
      return Promise.resolve(answer(200, { status: states.shift() ?? 'completed' }));
    },
    call,
    accepted,
    () => {
      submitted += 1;
      return Promise.resolve(accepted);
    },
  );
  expect(settled.body).toEqual({ status: 'completed' });
  expect(submitted).toBe(1);
  expect(waits).toEqual([2, 4, 2]);
});
