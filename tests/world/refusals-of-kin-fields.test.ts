import { expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const STATES = ['draft', 'open', 'closed'];
const TOWNS = ['Bergen', 'Oslo'];

/** Rooms and tools: of all that may be wrong, only a room without a title was ever tried. */
function sessions(): ReturnType<typeof recorded> {
  const all: Interaction[][] = [];
  for (let n = 0; n < 40; n++) {
    const room = { title: `Room ${n}`, seats: 4 + (n % 9), town: TOWNS[n % 2] ?? '', note: 'as agreed' };
    const tool = { label: `Tool ${n}`, state: STATES[n % 3] ?? '', room_id: 100 + n };
    all.push([
      call('POST /rooms', { id: 100 + n, ...room }, { body: room, status: 201 }),
      call(`GET /rooms/${100 + n}`, { id: 100 + n, ...room }),
      call('POST /tools', { id: 700 + n, ...tool }, { body: tool, status: 201 }),
      call(`GET /tools/${700 + n}`, { id: 700 + n, ...tool }),
      ...(n % 8 === 0
        ? [
            call(
              'POST /rooms',
              { code: 'invalid', errors: [{ field: 'title', rule: 'required', message: 'title is required' }] },
              { body: { seats: 3, town: 'Oslo', note: 'as agreed' }, status: 422 },
            ),
          ]
        : []),
    ]);
  }
  return recorded(...all);
}

const model = learn(sessions);

function send(
  target: string,
  body: unknown,
): { readonly status: number; readonly body: unknown; readonly unverified: boolean } {
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  const { outcome, unverified } = world.handle(call(target, undefined, { body }).request, model.base.at + 1000);
  if (outcome.kind !== 'response') throw new Error('no response');
  return {
    status: outcome.response.status,
    body: JSON.parse(new TextDecoder().decode(outcome.response.body)),
    unverified,
  };
}

const problem = (field: string, message: string): unknown => ({
  code: 'invalid',
  errors: [{ field, rule: 'required', message }],
});

it('refuses a missing field of another record in the words for the one that was seen, as unverified', () => {
  expect(send('POST /tools', { state: 'open', room_id: 101 })).toEqual({
    status: 422,
    body: problem('label', 'label is required'),
    unverified: true,
  });
});

it('names the field that is wrong where the reason is another one', () => {
  const seats = send('POST /rooms', { title: 'A', seats: 'many', town: 'Oslo', note: 'as agreed' });
  expect(seats).toMatchObject({ status: 422, body: problem('seats', 'seats is invalid'), unverified: true });
  const state = send('POST /tools', { label: 'A', state: 'brokenish', room_id: 101 });
  expect(state).toMatchObject({ status: 422, body: problem('state', 'state is invalid') });
  const room = send('POST /tools', { label: 'A', state: 'open', room_id: 9999 });
  expect(room).toMatchObject({ status: 422, body: problem('room_id', 'room_id does not exist') });
});

it('does not take few texts for all texts', () => {
  const body = { title: 'A', seats: 5, town: 'Tromsø', note: 'another one' };
  expect(send('POST /rooms', body)).toMatchObject({ status: 201, body, unverified: false });
});
