import { expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { lodgingSessions, wishOf } from '../support/lodging-api.ts';
import { call } from '../support/recorded-calls.ts';

const { sessions, api } = lodgingSessions(40);
const model = learn(() => sessions);

it('answers new bookings with the figures, codes and currencies that the API would give', () => {
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  for (let n = 40; n < 60; n++) {
    const wish = wishOf(n);
    const { request } = call('POST /bookings', undefined, { body: wish });
    const { outcome } = world.handle(request, model.base.at + n * 1000);
    if (outcome.kind !== 'response') throw new Error('no response');
    const made = JSON.parse(new TextDecoder().decode(outcome.response.body)) as Record<string, unknown>;
    const { id, ...expected } = api.book(wish);
    expect(made).toMatchObject(expected);
    expect(String(made['id'])).toHaveLength(id.length);
  }
});
