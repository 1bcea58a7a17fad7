import { beforeAll, describe, expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { World } from '../../src/model/world.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

/** Asked for in pages, the list speaks of cursors, also at its ends; asked for plainly, it counts. */
const TEAMS = ['ants', 'bees', 'cats', 'dogs', 'eels'].map((name, at) => ({ id: 700 + at, name }));
const LEADERS = ['fay', 'gil', 'hal'].map((name, at) => ({ id: 40 + at, name }));

const SESSIONS = recorded([
  page('teams', TEAMS, 100, null),
  page('teams', TEAMS, 2, null),
  page('teams', TEAMS, 2, 2),
  page('teams', TEAMS, 2, 4),
  call('GET /v1/teams', { teams: TEAMS, next_page: null, previous_page: null, count: 5 }),
  page('leaders', LEADERS, 1, null),
  page('leaders', LEADERS, 1, 1),
]);

let model: LearnedModel;
let world: World;
beforeAll(() => {
  model = learn(() => SESSIONS);
  world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
});

describe('a list that says where its pages begin and end', () => {
  it('says so on the first and the last page too', () => {
    const only = ask('/v1/teams?page%5Bsize%5D=50');
    expect(only).toMatchObject({ meta: { has_more: false }, teams: TEAMS });
    expect(only).not.toHaveProperty('count');
    const { meta, links } = only as unknown as Paged;
    expect([meta.after_cursor, meta.before_cursor].every((cursor) => typeof cursor === 'string')).toBe(true);
    expect(links.next).toContain('page%5Bafter%5D=');
    expect(links.prev).toContain('page%5Bbefore%5D=');
  });

  it('can be walked there and back by its links', () => {
    const first = ask('/v1/teams?page%5Bsize%5D=2') as unknown as Paged;
    const second = ask(pathOf(first.links.next)) as unknown as Paged;
    expect(second.teams?.map(({ id }) => id)).toEqual([702, 703]);
    const back = ask(pathOf(second.links.prev)) as unknown as Paged;
    expect(back.teams?.map(({ id }) => id)).toEqual([700, 701]);
  });

  it('has the other envelope where no page is asked for', () => {
    const plain = ask('/v1/teams');
    expect(Object.keys(plain).sort()).toEqual(['count', 'next_page', 'previous_page', 'teams']);
  });

  it('lends its ways to a list that was never seen to its end', () => {
    const all = ask('/v1/leaders?page%5Bsize%5D=10') as unknown as Paged;
    expect(all.meta).toMatchObject({ has_more: false, after_cursor: expect.any(String) });
    expect(all.links.next).toContain('page%5Bafter%5D=');
  });
});

interface Paged {
  readonly teams?: readonly { readonly id: number }[];
  readonly meta: { readonly has_more: boolean; readonly after_cursor: unknown; readonly before_cursor: unknown };
  readonly links: { readonly prev: string; readonly next: string };
}

function ask(target: string): Record<string, unknown> {
  const { outcome } = world.handle(call(`GET ${target}`, undefined).request, model.base.at + 1000);
  if (outcome.kind !== 'response') throw new Error('no response');
  return JSON.parse(Buffer.from(outcome.response.body).toString()) as Record<string, unknown>;
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function page(name: string, all: readonly { readonly id: number }[], size: number, after: number | null) {
  const start = after ?? 0;
  const items = all.slice(start, start + size);
  const cursorOf = (item: { readonly id: number } | undefined): string =>
    Buffer.from(`cursor of ${item?.id ?? ''}`).toString('base64');
  const [first, last] = [cursorOf(items[0]), cursorOf(items.at(-1))];
  const place = after === null ? '' : `page%5Bafter%5D=${encodeURIComponent(cursorOf(all[start - 1]))}&`;
  const url = `https://api.example.test/v1/${name}?page%5Bsize%5D=${size}`;
  return call(`GET /v1/${name}?${place}page%5Bsize%5D=${size}`, {
    [name]: items,
    meta: { has_more: start + size < all.length, after_cursor: last, before_cursor: first },
    links: {
      prev: `${url}&page%5Bbefore%5D=${encodeURIComponent(first)}`,
      next: `${url}&page%5Bafter%5D=${encodeURIComponent(last)}`,
    },
  });
}
