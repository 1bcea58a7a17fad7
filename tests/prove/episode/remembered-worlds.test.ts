import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_BODY, type HttpRequest } from '../../../src/model/http.ts';
import type { World, WorldSpec } from '../../../src/model/world.ts';
import { rememberedWorlds } from '../../../src/prove/episode/remembered-worlds.ts';
import { createWorld } from '../../../src/world/create-world.ts';
import { helpdeskModel, START, TOKEN } from '../../support/models/helpdesk-model.ts';
import { ORIGIN } from '../../support/models/model-parts.ts';

const SPEC: WorldSpec = { model: helpdeskModel({ tickets: 20 }), patches: [], seed: 3, startAt: START };
const CALLS: readonly (readonly [string, string, unknown])[] = [
  ['GET', '/tickets/7', null],
  ['GET', '/tickets?per_page=5', null],
  ['PATCH', '/tickets/7', { ticket: { priority: 'high' } }],
  ['PATCH', '/tickets/7', { ticket: { priority: 'low' } }],
  ['DELETE', '/tickets/7', null],
  ['POST', '/tickets', { ticket: { subject: 'made', body: 'again', customer_id: 1 } }],
];

function play(world: World, calls: readonly number[], looks: readonly boolean[]): unknown {
  const answers = calls.map((index, step) => {
    const [method, target, body] = CALLS[index] as (typeof CALLS)[number];
    const request: HttpRequest = {
      method,
      origin: ORIGIN,
      target,
      headers: [
        ['Authorization', `Bearer ${TOKEN}`],
        ['Content-Type', 'application/json'],
      ],
      body: body === null ? NO_BODY : Buffer.from(JSON.stringify(body)),
    };
    const answer = world.handle(request, START + 1000 * step);
    return looks[step] === true ? [answer, world.digest(), world.entity('tickets/7')] : answer;
  });
  return [answers, world.diff(), world.events(), world.digest(), world.delivered()];
}

it('are the same as worlds that remember nothing, in whatever order they are played and looked at', () => {
  const run = fc.tuple(
    fc.array(fc.nat(CALLS.length - 1), { maxLength: 7 }),
    fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
  );
  fc.assert(
    fc.property(fc.array(run, { maxLength: 8 }), (runs) => {
      const remembered = rememberedWorlds(createWorld);
      for (const [calls, looks] of runs)
        expect(play(remembered(SPEC), calls, looks)).toEqual(play(createWorld(SPEC), calls, looks));
    }),
    { numRuns: 40 },
  );
});

it('ask a world only what no one has asked it before', () => {
  let asked = 0;
  const counting = rememberedWorlds((spec) => counted(createWorld(spec)));
  function counted(world: World): World {
    return {
      ...bound(world),
      fork: () => counted(world.fork()),
      handle: (request, at) => {
        asked += 1;
        return world.handle(request, at);
      },
    };
  }
  play(counting(SPEC), [0, 1, 2], []);
  play(counting(SPEC), [0, 1, 2], []);
  expect(asked).toBe(3);
  play(counting(SPEC), [0, 1, 3], []);
  expect(asked).toBe(6);
});

function bound(world: World): World {
  return {
    handle: (request, at) => world.handle(request, at),
    fork: () => world.fork(),
    diff: () => world.diff(),
    events: () => world.events(),
    entity: (key) => world.entity(key),
    entitiesOf: (resource) => world.entitiesOf(resource),
    digest: () => world.digest(),
    delivered: () => world.delivered(),
  };
}
