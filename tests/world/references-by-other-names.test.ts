import { expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const LOGINS = ['ada', 'bo', 'cem', 'dee', 'eli', 'fay', 'gus', 'hal'];

/** Tasks are given to people by login, of whom only some ever got one; people have ids of their own. */
function sessions(): ReturnType<typeof recorded> {
  const people = LOGINS.map((login, index) => ({ id: 4100 + index, login, name: `Person ${index}` }));
  const all: Interaction[][] = [];
  for (let n = 0; n < 16; n++) {
    const login = LOGINS[n % 4] ?? '';
    const task = { id: 700 + n, title: `Task ${n}`, assignee: login };
    all.push([
      call('GET /people', people),
      call(`GET /people/${4100 + (n % 8)}`, people[n % 8]),
      call('POST /tasks', task, { body: { title: task.title, assignee: login }, status: 201 }),
      call(`GET /tasks/${700 + n}`, task),
      ...(n % 4 === 0
        ? [
            call(
              'POST /tasks',
              { error: 'unknown_person', message: 'assignee does not exist' },
              { body: { title: 'X', assignee: 'nobody-here' }, status: 422 },
            ),
          ]
        : []),
    ]);
  }
  return recorded(...all);
}

it('takes whoever the API has shown for known, and nobody else', () => {
  const model = learn(sessions);
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  const give = (assignee: string): number => {
    const { request } = call('POST /tasks', undefined, { body: { title: 'New', assignee } });
    const { outcome } = world.handle(request, model.base.at + 1000);
    return outcome.kind === 'response' ? outcome.response.status : 0;
  };
  expect(give('ada')).toBe(201);
  expect(give('hal')).toBe(201);
  expect(give('nobody-here')).toBe(422);
});
