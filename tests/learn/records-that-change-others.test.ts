import { expect, it } from 'vitest';
import { ledgerApi, ledgerScripts } from '../support/small/ledger.ts';
import { besides, form, recordedFrom, type Body } from '../support/small/small-api.ts';

const api = ledgerApi();
const { send } = besides(api, recordedFrom(api, ledgerScripts(60)));

function same(target: string, body?: Body): unknown {
  const { theirs, ours } = send(target, body);
  expect.soft(ours, target).toEqual(theirs);
  return theirs.body;
}

const idOf = (body: unknown): string => String((body as { id: number }).id);
const owner = (): string => idOf(same('POST /owners', form({ email: 'new@example.test', 'metadata[tier]': 'a' })));

it('merges what a form says of nested objects, and takes away what it empties', () => {
  const id = owner();
  same(`POST /owners/${id}`, form({ 'settings[method]': 'card_7' }));
  same(`POST /owners/${id}`, form({ 'settings[footer]': 'thanks', 'metadata[region]': 'north' }));
  same(`POST /owners/${id}`, form({ 'metadata[tier]': '' }));
  same(`GET /owners/${id}`);
});

it('dates in seconds by the days and the interval asked for', () => {
  const id = owner();
  same('POST /plans', form({ owner: id, interval: 'month', trial_days: '44' }));
  same('POST /plans', form({ owner: id, interval: 'year' }));
});

it('moves the figures of both records that a transfer names', () => {
  const [a, b] = [owner(), owner()];
  same(`GET /owners/${a}`);
  same('POST /transfers', form({ from: a, to: b, amount: '35' }));
  same('POST /transfers', form({ from: b, to: a, amount: '5' }));
  same(`GET /owners/${a}`);
  same(`GET /owners/${b}`);
});

it('changes what the paid record names', () => {
  const id = owner();
  const plan = idOf(same('POST /plans', form({ owner: id, interval: 'month' })));
  same('POST /lines', form({ owner: id, label: 'seat', amount: '250' }));
  const { theirs } = send('POST /bills', form({ owner: id, plan }));
  send(`POST /bills/${idOf(theirs.body)}/pay`, form({ method: 'card' }));
  same(`GET /plans/${plan}`);
  same(`GET /owners/${id}`);
});
