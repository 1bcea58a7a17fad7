import { expect, it } from 'vitest';
import { billApi, billScripts } from '../support/small/bills.ts';
import { besides, recordedFrom, type Body } from '../support/small/small-api.ts';

const api = billApi();
const sessions = recordedFrom(api, billScripts(60));
const { send } = besides(api, sessions);

/** What the server draws at random differs, everything else is equal. */
function same(target: string, body?: Body): Readonly<Record<string, unknown>> {
  const { theirs, ours } = send(target, body);
  const drawn = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (key, inner: unknown) => (key === 'reference' ? 'drawn' : inner));
  expect.soft(drawn(ours), target).toEqual(drawn(theirs));
  return theirs.body as Readonly<Record<string, unknown>>;
}

it('shows the id where nothing was asked to open, and the whole record where it was', () => {
  const { id: customer } = same('POST /customers', { name: 'Fay', email: 'fay@example.com' });
  const { id: bill } = same('POST /bills', { customer, amount: 700 });
  same(`GET /bills/${bill}`);
  same(`GET /bills/${bill}?expand[]=customer`);
  same(`GET /bills/${bill}`);
  same(`POST /bills/${bill}`, { amount: 900 });
  const { payment } = same(`POST /bills/${bill}/pay`);
  same(`GET /payments/${payment}`);
  same(`GET /payments/${payment}?expand[]=bill`);
  same(`GET /bills/${bill}?expand[]=payment&expand[]=customer`);
  const { id: other } = same('POST /bills?expand[]=customer', { customer, amount: 50 });
  same(`POST /bills/${other}/pay?expand[]=payment`);
  same(`GET /bills/${other}`);
});

it('opens references of references', () => {
  const { id: customer } = same('POST /customers', { name: 'Gus', email: 'gus@example.com' });
  const { id: bill } = same('POST /bills', { customer, amount: 700 });
  const { payment } = same(`POST /bills/${bill}/pay`);
  same(`GET /bills/${bill}?expand[]=payment.customer`);
  same(`GET /payments/${payment}?expand[]=bill.customer&expand[]=customer`);
  same(`GET /payments/${payment}`);
});

it('opens references in lists', () => {
  const { id: customer } = same('POST /customers', { name: 'Hal', email: 'hal@example.com' });
  same('POST /bills', { customer, amount: 80 });
  same('POST /bills', { customer, amount: 90 });
  same(`GET /bills?customer=${customer}`);
  same(`GET /bills?customer=${customer}&expand[]=data.customer`);
  same(`GET /bills?customer=${customer}`);
});

it('draws the codes of new records anew, in the same letters', () => {
  const codes = ['Ida', 'Jan', 'Kim'].map((name) => {
    const { ours } = send('POST /customers', { name, email: `${name}@example.com` });
    return (ours.body as { reference: string }).reference;
  });
  expect(codes.every((code) => /^[A-Z0-9]{8}$/.test(code))).toBe(true);
  const recorded = new Set(
    sessions.flatMap(
      ({ interactions }) =>
        JSON.stringify(
          interactions.map(({ outcome }) =>
            outcome.kind === 'response' ? Buffer.from(outcome.response.body).toString() : '',
          ),
        ).match(/[A-Z0-9]{8}/g) ?? [],
    ),
  );
  expect(codes.filter((code) => recorded.has(code))).toEqual([]);
  expect(new Set(codes).size).toBe(3);
});
