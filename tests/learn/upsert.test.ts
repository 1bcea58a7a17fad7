import { expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const COLOURS = ['red', 'green', 'blue', 'teal'];
const labelOf = (slug: string, colour: string, weight: number) => ({ slug, colour, weight, archived: false });

/** Labels are put under the name the client chooses: 201 where there was none, 200 where there was. */
function sessions(): ReturnType<typeof recorded> {
  const all: Interaction[][] = [];
  for (let n = 0; n < 12; n++) {
    const slug = `label-${String.fromCharCode(97 + n)}${n % 3}`;
    const first = { colour: COLOURS[n % 4] ?? '', weight: n };
    const second = { colour: COLOURS[(n + 1) % 4] ?? '', weight: n + 50 };
    all.push([
      call(`GET /labels/${slug}`, { error: 'no_such_label' }, { status: 404 }),
      call(`PUT /labels/${slug}`, labelOf(slug, first.colour, first.weight), { body: first, status: 201 }),
      call(`GET /labels/${slug}`, labelOf(slug, first.colour, first.weight)),
      call(`PUT /labels/${slug}`, labelOf(slug, second.colour, second.weight), { body: second }),
      call(`GET /labels/${slug}`, labelOf(slug, second.colour, second.weight)),
      ...(n % 3 === 0
        ? [
            call(`DELETE /labels/${slug}`, undefined, { status: 204 }),
            call(`GET /labels/${slug}`, { error: 'no_such_label' }, { status: 404 }),
          ]
        : []),
    ]);
  }
  return recorded(...all);
}

it('a PUT under a new key makes the record, the next one replaces it', () => {
  const model = learn(sessions);
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  const send = (target: string, body?: unknown): readonly [number, unknown] => {
    const { request } = call(target, undefined, body === undefined ? {} : { body });
    const { outcome } = world.handle(request, model.base.at + 1000);
    if (outcome.kind !== 'response') throw new Error('no response');
    const text = new TextDecoder().decode(outcome.response.body);
    return [outcome.response.status, text === '' ? null : JSON.parse(text)];
  };
  expect(send('GET /labels/brand-new')[0]).toBe(404);
  expect(send('PUT /labels/brand-new', { colour: 'grey', weight: 7 })).toEqual([201, labelOf('brand-new', 'grey', 7)]);
  expect(send('GET /labels/brand-new')).toEqual([200, labelOf('brand-new', 'grey', 7)]);
  expect(send('PUT /labels/brand-new', { colour: 'pink', weight: 8 })).toEqual([200, labelOf('brand-new', 'pink', 8)]);
  expect(send('DELETE /labels/brand-new')[0]).toBe(204);
  expect(send('GET /labels/brand-new')[0]).toBe(404);
});
