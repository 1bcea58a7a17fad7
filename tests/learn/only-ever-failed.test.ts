import { expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

/** Reports failed whenever they were asked for; ships did not. */
function sessions(): ReturnType<typeof recorded> {
  const all: Interaction[][] = [];
  for (let n = 0; n < 8; n++)
    all.push([
      call(`GET /ships/${20 + n}`, { id: 20 + n, name: `Ship ${n}` }),
      ...(n % 2 === 0 ? [call('GET /reports/daily', { error: 'report_engine_down' }, { status: 500 })] : []),
      ...(n === 5 ? [call('POST /reports', { error: 'queue_full' }, { status: 503, body: { kind: 'daily' } })] : []),
      ...(n === 6 ? [call('GET /nothing', { error: 'no_such_path' }, { status: 404 })] : []),
    ]);
  return recorded(...all);
}

it('a path that only ever failed fails as recorded, and is no unknown path', () => {
  const model = learn(sessions);
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  const send = (target: string, body?: unknown): readonly [number, unknown] => {
    const { outcome } = world.handle(
      call(target, undefined, body === undefined ? {} : { body }).request,
      model.base.at + 1000,
    );
    if (outcome.kind !== 'response') throw new Error('no response');
    return [outcome.response.status, JSON.parse(new TextDecoder().decode(outcome.response.body))];
  };
  expect(send('GET /reports/daily')).toEqual([500, { error: 'report_engine_down' }]);
  expect(send('POST /reports', { kind: 'weekly' })).toEqual([503, { error: 'queue_full' }]);
  expect(send('GET /else')).toEqual([404, { error: 'no_such_path' }]);
  expect(send('GET /ships/23')).toEqual([200, { id: 23, name: 'Ship 3' }]);
});
