import { expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const COLOURS = ['d73a4a', '0075ca', 'cfd3d7', 'a2eeef', '7057ff', '008672'];

/** Labels of boards: a name is taken once on its board; colours are six hexadecimal digits. */
function sessions(): ReturnType<typeof recorded> {
  const all: Interaction[][] = [];
  for (let n = 0; n < 18; n++) {
    const path = `/boards/${40 + (n % 6)}/labels`;
    const label = { name: `label ${n}`, color: COLOURS[n % 6] ?? '' };
    const made = { id: 900 + n, ...label };
    all.push([
      call(`GET /boards/${40 + (n % 6)}`, { id: 40 + (n % 6), title: `Board ${n % 6}` }),
      call(`POST ${path}`, made, { body: label, status: 201 }),
      call(`GET ${path}/${900 + n}`, made),
      ...(n % 3 === 0
        ? [
            call(`POST ${path}`, { errors: [{ field: 'name', code: 'already_exists' }] }, { body: label, status: 422 }),
            call(
              `POST ${path}`,
              { errors: [{ field: 'color', code: 'invalid' }] },
              { body: { name: `other ${n}`, color: 'reddish' }, status: 422 },
            ),
          ]
        : []),
    ]);
  }
  return recorded(...all);
}

const model = learn(sessions);

function world(): (target: string, body: unknown) => number {
  const made = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  let at = model.base.at;
  return (target, body) => {
    const { outcome } = made.handle(call(target, undefined, { body }).request, (at += 1000));
    return outcome.kind === 'response' ? outcome.response.status : 0;
  };
}

it('refuses a name that its parent has, made just now or before, and no other', () => {
  const send = world();
  expect(send('POST /boards/41/labels', { name: 'fresh', color: 'd73a4a' })).toBe(201);
  expect(send('POST /boards/41/labels', { name: 'fresh', color: '0075ca' })).toBe(422);
  expect(send('POST /boards/42/labels', { name: 'fresh', color: '0075ca' })).toBe(201);
  expect(send('POST /boards/43/labels', { name: 'label 4', color: '0075ca' })).toBe(201);
  expect(send('POST /boards/44/labels', { name: 'label 4', color: '0075ca' })).toBe(422);
});

it('takes any colour of the accepted form', () => {
  const send = world();
  expect(send('POST /boards/41/labels', { name: 'new', color: 'ffb000' })).toBe(201);
  expect(send('POST /boards/41/labels', { name: 'newer', color: 'ffb00' })).toBe(422);
  expect(send('POST /boards/41/labels', { name: 'newest', color: 'greenish' })).toBe(422);
});
