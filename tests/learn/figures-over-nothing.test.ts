import { expect, it } from 'vitest';
import { besides, recordedFrom, type Body, type SmallApi } from '../support/small/small-api.ts';

interface Line {
  readonly amount: number;
}

/** Bills that show their lines only where they have some, and always a total. */
function billApi(): SmallApi {
  const bills: object[] = [];
  return (method, path, body) => {
    if (method === 'GET') return { status: 200, body: bills[Number(path.split('/')[2]) - 601] };
    const { lines, owner } = body as Body & { readonly lines?: readonly Line[] };
    const total = (lines ?? []).reduce((sum, { amount }) => sum + amount, 0);
    const bill = { id: 601 + bills.length, owner, ...(lines === undefined ? {} : { lines }), total };
    bills.push(bill);
    return { status: 201, body: bill };
  };
}

it('shows zero where there is nothing to add up, and null nowhere was seen', () => {
  const api = billApi();
  const sessions = recordedFrom(
    api,
    Array.from({ length: 30 }, (_, n) => (send) => {
      const lines = Array.from({ length: 1 + (n % 3) }, (__, at) => ({ amount: 10 + ((n * 7 + at * 13) % 50) }));
      send('POST /bills', { owner: `owner ${n}`, ...(n % 29 === 7 ? {} : { lines }) });
      send(`GET /bills/${601 + n}`);
    }),
  );
  const { send } = besides(api, sessions);
  for (const body of [{ owner: 'a' }, { owner: 'b', lines: [{ amount: 4 }, { amount: 9 }] }]) {
    const { theirs, ours } = send('POST /bills', body);
    expect(ours).toEqual(theirs);
  }
});
