import { expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

/** The server fills `config_id` with a number of its own where a network is asked for, and leaves it empty where not. */
const SESSIONS = recorded(
  ...[1, 2, 3, 4, 5, 6].map((n) => {
    const asked = n % 2 === 0;
    return [
      call(
        'POST /v1/nodes',
        { id: 80 + n, label: `node ${n}`, config_id: asked ? 14_470 + n * n : null },
        { body: { label: `node ${n}`, ...(asked && { network: 300 + n }) } },
      ),
    ];
  }),
);

it('leaves a field empty where the request lacks what always came with it', () => {
  const model = learn(() => SESSIONS);
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  const configOf = (body: object): unknown => {
    const { outcome } = world.handle(call('POST /v1/nodes', undefined, { body }).request, model.base.at + 1000);
    if (outcome.kind !== 'response') throw new Error('no response');
    return (JSON.parse(Buffer.from(outcome.response.body).toString()) as { config_id: unknown }).config_id;
  };
  expect([configOf({ label: 'a' }), configOf({ label: 'b' }), configOf({ label: 'c' })]).toEqual([null, null, null]);
  expect(typeof configOf({ label: 'd', network: 309 })).toBe('number');
});
