import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const FORM = [['content-type', 'application/x-www-form-urlencoded']] as const;

function form(target: string, fields: string, answer: unknown, status = 200): Interaction {
  const made = call(target, answer, { status });
  return { ...made, request: { ...made.request, headers: FORM, body: new TextEncoder().encode(fields) } };
}

/** Prices and bills of an API that takes forms and answers JSON. */
function sessions(): ReturnType<typeof recorded> {
  const all: Interaction[][] = [];
  for (let n = 0; n < 16; n++) {
    const id = `price_${(n * 7919 + 1234567).toString(36)}x${n}`;
    const amount = 1000 + n * 250;
    const metered = n % 4 === 3;
    const price = {
      id,
      nickname: `Plan ${n}`,
      amount: metered ? null : amount,
      unit_amount: metered ? null : amount,
      metered,
      trial_days: n % 3 === 0 ? 14 : null,
      tags: n % 2 === 0 ? [`t${n}`, 'x'] : [],
    };
    const sent = [
      `nickname=Plan+${n}`,
      ...(metered ? ['metered=true'] : [`amount=${amount}`]),
      ...(n % 3 === 0 ? ['trial_days=14'] : []),
      ...(n % 2 === 0 ? [`tags[]=t${n}`, 'tags[]=x'] : []),
    ].join('&');
    const bill = `bill_${(n * 104729 + 7654321).toString(36)}y${n}`;
    const lines = [
      { sku: `S-${n}`, quantity: 2 + n, gift: false },
      { sku: `T-${n}`, quantity: 1, gift: n % 2 === 0 },
    ];
    const made = { id: bill, note: null as string | null, ship: { city: `City ${n}`, zip: String(10000 + n) }, lines };
    all.push([
      form('POST /prices', sent, price),
      call(`GET /prices/${id}`, price),
      form(
        'POST /bills',
        `ship[city]=City+${n}&ship[zip]=${10000 + n}&` +
          lines
            .map(
              ({ sku, quantity, gift }, k) =>
                `lines[${k}][sku]=${sku}&lines[${k}][quantity]=${quantity}&lines[${k}][gift]=${gift}`,
            )
            .join('&'),
        made,
      ),
      call(`GET /bills/${bill}`, made),
      form(`POST /bills/${bill}`, `note=N${n}`, { ...made, note: `N${n}` }),
      ...(n % 2 === 0 ? [form(`POST /bills/${bill}`, 'note=', { ...made, note: null })] : []),
      call(`GET /bills/${bill}`, { ...made, note: n % 2 === 0 ? null : `N${n}` }),
    ]);
  }
  return recorded(...all);
}

const model = learn(sessions);

function world(): (request: Interaction) => { readonly status: number; readonly body: Record<string, unknown> } {
  const made = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  let at = model.base.at;
  return ({ request }) => {
    const { outcome } = made.handle(request, (at += 1000));
    if (outcome.kind !== 'response') throw new Error('no response');
    return {
      status: outcome.response.status,
      body: JSON.parse(new TextDecoder().decode(outcome.response.body)) as Record<string, unknown>,
    };
  };
}

describe('values of forms', () => {
  it('become the numbers and booleans that the record holds, wherever they are shown', () => {
    const send = world();
    const made = send(form('POST /prices', 'nickname=New&amount=88000', undefined));
    expect(made.body).toMatchObject({
      nickname: 'New',
      amount: 88_000,
      unit_amount: 88_000,
      metered: false,
      trial_days: null,
      tags: [],
    });
    expect(send(call(`GET /prices/${String(made.body['id'])}`, undefined)).body).toEqual(made.body);
    expect(send(form('POST /prices', 'nickname=M&metered=true&trial_days=30', undefined)).body).toMatchObject({
      amount: null,
      metered: true,
      trial_days: 30,
    });
    expect(send(form('POST /prices', 'nickname=T&amount=5&tags[]=a&tags[]=b&tags[]=c', undefined)).body).toMatchObject({
      tags: ['a', 'b', 'c'],
    });
  });

  it('nest as their names say, with the types of the record', () => {
    const send = world();
    const sent =
      'ship[city]=Oslo&ship[zip]=00150&lines[0][sku]=A&lines[0][quantity]=7&lines[0][gift]=true&lines[1][sku]=B&lines[1][quantity]=1&lines[1][gift]=false&lines[2][sku]=C&lines[2][quantity]=3&lines[2][gift]=false';
    expect(send(form('POST /bills', sent, undefined)).body).toMatchObject({
      note: null,
      ship: { city: 'Oslo', zip: '00150' },
      lines: [
        { sku: 'A', quantity: 7, gift: true },
        { sku: 'B', quantity: 1, gift: false },
        { sku: 'C', quantity: 3, gift: false },
      ],
    });
  });

  it('clear a field where they are empty', () => {
    const send = world();
    const bill = send(
      form(
        'POST /bills',
        'ship[city]=Oslo&ship[zip]=00150&lines[0][sku]=A&lines[0][quantity]=7&lines[0][gift]=true',
        undefined,
      ),
    );
    const path = `POST /bills/${String(bill.body['id'])}`;
    expect(send(form(path, 'note=hello', undefined)).body).toMatchObject({ note: 'hello' });
    expect(send(form(path, 'note=', undefined)).body).toMatchObject({ note: null });
  });
});
