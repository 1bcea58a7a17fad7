import { expect, it } from 'vitest';
import { WATCHERS, basketApi, basketScripts } from '../support/small/baskets.ts';
import { besides, recordedFrom, type Send } from '../support/small/small-api.ts';

const api = basketApi();
const sessions = recordedFrom(api, basketScripts(40));
const { send } = besides(api, sessions);

function same(target: string, body?: Readonly<Record<string, unknown>>): unknown {
  const { theirs, ours } = send(target, body);
  expect.soft(ours, target).toEqual(theirs);
  return theirs.body;
}

it('adds, changes and removes elements of an array by their own key, and keeps the figures over them', () => {
  const { id } = same('POST /baskets', { owner: 'mia' }) as { id: number };
  same(`POST /baskets/${id}/lines`, { sku: 'TRAY', quantity: 3 });
  same(`POST /baskets/${id}/lines`, { sku: 'CUP' });
  same(`POST /baskets/${id}/lines`, { sku: 'BOWL', quantity: 2, note: 'gift' });
  same(`GET /baskets/${id}`);
  same(`PATCH /baskets/${id}/lines/2`, { quantity: 9 });
  same(`PATCH /baskets/${id}/lines/3`, { note: 'blue' });
  same(`DELETE /baskets/${id}/lines/2`);
  same(`GET /baskets/${id}`);
  same(`DELETE /baskets/${id}/lines/2`);
  same(`POST /baskets/${id}/lines`, { sku: 'PLATE', quantity: 4 });
  same(`GET /baskets/${id}`);
});

it('puts a member into a set once, however often it is put', () => {
  const { id } = same('POST /baskets', { owner: 'omar' }) as { id: number };
  same(`PUT /baskets/${id}/watchers/ann`);
  same(`PUT /baskets/${id}/watchers/ann`);
  same(`PUT /baskets/${id}/watchers/dov`);
  same(`DELETE /baskets/${id}/watchers/ann`);
  same(`DELETE /baskets/${id}/watchers/ann`);
  same(`GET /baskets/${id}`);
});

it('puts a member once even where no recorded call put one again', () => {
  const other = basketApi();
  const scripts = Array.from({ length: 12 }, (_, n) => (ask: Send) => {
    const { id } = ask('POST /baskets', { owner: 'mia' }).body as { id: number };
    for (const at of [n, n + 1]) ask(`PUT /baskets/${id}/watchers/${WATCHERS[at % 4]}`);
    ask(`GET /baskets/${id}`);
  });
  const beside = besides(other, recordedFrom(other, scripts));
  for (const target of ['PUT /baskets/305/watchers/ann', 'PUT /baskets/305/watchers/ann']) {
    const { theirs, ours } = beside.send(target);
    expect(ours).toEqual(theirs);
  }
});
