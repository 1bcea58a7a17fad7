import { expect, it } from 'vitest';
import type { SmallApi } from '../support/small/small-api.ts';
import { besides, drawing, recordedFrom } from '../support/small/small-api.ts';

/** Bills with one note each, whose figures agree by chance or by two rules said backwards. */
function api(): SmallApi {
  const bills = new Map<number, Record<string, unknown>>();
  const notes = new Map<number, Record<string, unknown>>();
  return (method, path, body, at) => {
    const [, kind, id, action] = path.split('/');
    const seconds = Math.floor(at / 1000);
    if (kind === 'bills' && id === undefined && method === 'POST') {
      const amount = Number(body['amount']);
      const bill = {
        id: 101 + bills.size,
        amount,
        amount_due: amount,
        amount_paid: 0,
        amount_remaining: amount,
        quantity: bills.size < 14 ? 1 : 2,
        created: seconds,
      };
      bills.set(bill.id, bill);
      notes.set(901 + notes.size, { id: 901 + notes.size, bill_id: bill.id, created: seconds });
      return { status: 201, body: bill };
    }
    const found = (kind === 'bills' ? bills : notes).get(Number(id));
    if (found === undefined) return { status: 404, body: { error: 'not_found' } };
    if (action === 'pay')
      Object.assign(found, {
        amount_paid: body['amount'],
        amount_remaining: Number(found['amount_due']) - Number(body['amount']),
      });
    return { status: 200, body: found };
  };
}

it('says no figure by another that it was made from, sums no moments, and takes no moment for a limit', () => {
  const { below } = drawing(4);
  const scripts = Array.from(
    { length: 30 },
    () => (send: Parameters<Parameters<typeof recordedFrom>[1][number]>[0]) => {
      const amount = 100 * (3 + below(90));
      const { id } = send('POST /bills', { amount }).body as { id: number };
      send(`GET /bills/${id}`);
      send(`GET /notes/${id + 800}`);
      if (below(2) === 0) send(`POST /bills/${id}/pay`, { amount: 100 * (1 + below(2)) });
      send(`GET /bills/${id}`);
    },
  );
  const own = api();
  const { model, send } = besides(own, recordedFrom(own, scripts));
  const { ours, theirs } = send('POST /bills', { amount: 700 });
  const shown = ours.body as Record<string, unknown>;
  expect({ ...shown, quantity: 2 }).toEqual(theirs.body);
  const text = JSON.stringify(model.operations);
  expect(text).not.toMatch(/"k":"step","of":\{"k":"field","of":\{"r":"created"\},"path":\["created"\]/);
  expect(text).not.toMatch(/"fn":"sum"/);
});
