import { expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded, timeOfCall } from '../support/recorded-calls.ts';

const RULE = { title: 'CloseOldOnes', all: [{ field: 'status', op: 'is', value: 'pending' }] };
const MADE = { title: 'CloseOldOnes', raw_title: 'CloseOldOnes', conditions: { all: RULE.all, any: [] }, active: true };

/** A test suite makes the same record over and over. */
const SESSIONS = recorded(
  ...[1, 2, 3].map((n) => [
    call(
      'POST /v1/rules',
      { rule: { id: 80 + n, created: timeOfCall(n), ...MADE } },
      { body: { rule: RULE }, status: 201 },
    ),
  ]),
);

it('takes what a request that was only ever repeated carried for copies, and the rest for defaults', () => {
  const model = learn(() => SESSIONS);
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  const all = [{ field: 'age', op: 'over', value: '9 days' }];
  const { request } = call('POST /v1/rules', undefined, { body: { rule: { title: 'Ping The Owner', all } } });
  const { outcome } = world.handle(request, model.base.at + 1000);
  if (outcome.kind !== 'response') throw new Error('no response');
  expect(JSON.parse(Buffer.from(outcome.response.body).toString())).toMatchObject({
    rule: { title: 'Ping The Owner', raw_title: 'Ping The Owner', conditions: { all, any: [] }, active: true },
  });
});
