import { expect, it } from 'vitest';
import { permitApi, permitScripts } from '../support/small/permits.ts';
import { besides, recordedFrom } from '../support/small/small-api.ts';

const api = permitApi();
const { send, model } = besides(api, recordedFrom(api, permitScripts(60)));

function same(target: string, body?: Readonly<Record<string, unknown>>): unknown {
  const { theirs, ours } = send(target, body);
  expect.soft(ours, target).toEqual(theirs);
  return theirs.body;
}

function permit(body: Readonly<Record<string, unknown>>): number {
  return (same('POST /permits', body) as { id: number }).id;
}

it('numbers what is approved, and dates it as asked or else a fortnight on', () => {
  const asked = permit({ plan: 'campus', seats: 7, starts_on: '2024-07-01' });
  const open = permit({ plan: 'team', seats: 13 });
  same(`POST /permits/${asked}/approve`, {});
  same(`POST /permits/${open}/approve`, {});
  same(`GET /permits/${asked}`);
});

it('multiplies a number by the rate that a word stands for, also for numbers never seen', () => {
  const id = permit({ plan: 'basic', seats: 23 });
  same(`PATCH /permits/${id}`, { seats: 31 });
  same(`PATCH /permits/${id}`, { plan: 'campus' });
});

it('moves through states as the figures and the notes of the request say', () => {
  const id = permit({ plan: 'basic', seats: 3 });
  same(`POST /permits/${id}/approve`, {});
  same(`POST /permits/${id}/suspend`, { reason: 'smoke' });
  same(`POST /permits/${id}/resume`, {});
  same(`POST /permits/${id}/pay`, { amount: 700 });
  same(`POST /permits/${id}/pay`, { amount: 2000 });
  same(`GET /permits/${id}`);
});

it('closes what hangs on a record with it, unless it was done', () => {
  const id = permit({ plan: 'team', seats: 2 });
  const visits = ['roof', 'wiring', 'exits'].map(
    (topic) => (same('POST /visits', { permit_id: id, topic }) as { id: number }).id,
  );
  same(`POST /visits/${visits[1]}/finish`, {});
  same(`POST /permits/${id}/close`, { note: 'sold' });
  for (const visit of visits) same(`GET /visits/${visit}`);
});

it('keeps no table by values that single records have', () => {
  expect(JSON.stringify(model.operations)).not.toMatch(/"rows":\{"20\d\d-/);
});
