import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer, SessionClient } from '../session-client.ts';
import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { asciiSlug, FAMILY_NAMES, GIVEN_NAMES } from '../words.ts';
import { isColdId, PAY_KEY, PAY_ORIGIN } from './pay-world.ts';

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  reconcile: (send) => {
    const client = pay(send);
    client.call('GET /v1/balance');
    for (const name of ['customers', 'charges', 'refunds']) {
      for (let after = '', more = true; more;) {
        const page: Answer = client.call(`GET /v1/${name}?limit=25${after}`);
        const last = page.rows('$.data').filter(isJsonObject).at(-1);
        after = `&starting_after=${last?.['id']}`;
        more = isJsonObject(page.json) && page.json['has_more'] === true;
      }
    }
  },
  checkout: (send, random, index) => {
    const client = pay(send);
    const name = `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`;
    const email = `${asciiSlug(name)}.${index}@shopper.test`;
    client.call(`GET /v1/customers?email=${encodeURIComponent(email)}`);
    const customer = client
      .call('POST /v1/customers', {
        form: {
          name,
          email,
          'metadata[crm_id]': String(3000 + index),
          ...(random.chance(0.4) ? { phone: '+4930111222', description: 'Web signup' } : {}),
        },
        headers: key(random),
      })
      .text('$.id');
    const charge = client
      .call('POST /v1/charges', {
        form: {
          amount: String(random.between(5, 400) * 100 - 1),
          currency: random.pick(['eur', 'usd']),
          customer,
          source: random.pick(['tok_visa', 'tok_mastercard']),
          'metadata[order_id]': String(8000 + index),
        },
        headers: key(random),
      })
      .text('$.id');
    client.call(`GET /v1/charges/${charge}?expand[]=customer`);
    client.call(`GET /v1/customers/${customer}`);
    client.call(`GET /v1/charges?customer=${customer}`);
    client.call('GET /v1/balance');
  },
  'timed-out': (send, random) => {
    const client = pay(send);
    const headers = key(random);
    const form = {
      amount: String(random.between(10, 90) * 100),
      currency: 'eur',
      source: 'tok_visa',
      description: 'Ticket',
    };
    const charge = client.call('POST /v1/charges', { form, headers }).text('$.id');
    client.call('POST /v1/charges', { form, headers, afterMs: 8000 });
    client.call(`GET /v1/charges/${charge}`);
    if (random.chance(0.6)) client.call('POST /v1/charges', { form: { ...form, amount: '777' }, headers });
    client.call('GET /v1/charges?limit=3');
  },
  declined: (send, random) => {
    const client = pay(send);
    const customer = pick(random, client.call('GET /v1/customers?limit=30'))['id'] as string;
    const form = { amount: '4500', currency: 'eur', customer };
    client.call('POST /v1/charges', { form: { ...form, source: 'tok_chargeDeclined' } });
    client.call(`GET /v1/charges?customer=${customer}`);
    const charge = client.call('POST /v1/charges', { form: { ...form, source: 'tok_amex' } }).text('$.id');
    client.call(`POST /v1/charges/${charge}`, { form: { description: 'Second card', 'metadata[attempt]': '2' } });
    client.call(`GET /v1/charges/${charge}`);
  },
  'refund-desk': (send, random) => {
    const client = pay(send);
    const rows = client.call('GET /v1/charges?limit=40').rows('$.data').filter(isJsonObject);
    const left = rows.filter(
      (row) => !isColdId(String(row['id'])) && row['captured'] === true && row['amount_refunded'] === 0,
    );
    const charge = String(random.pick(left)['id']);
    client.call(`GET /v1/charges/${charge}`);
    const refund = client
      .call('POST /v1/refunds', {
        form: { charge, amount: '200', reason: 'requested_by_customer' },
        headers: key(random),
      })
      .text('$.id');
    client.call(`GET /v1/charges/${charge}`);
    client.call(`GET /v1/refunds/${refund}`);
    client.call('POST /v1/refunds', { form: { charge, amount: '900000' } });
    client.call('POST /v1/refunds', { form: { charge } });
    client.call(`GET /v1/charges/${charge}`);
    client.call('POST /v1/refunds', { form: { charge } });
    client.call(`GET /v1/refunds?charge=${charge}`);
    client.call('GET /v1/balance');
  },
  'hotel-desk': (send, random) => {
    const client = pay(send);
    const amount = random.between(80, 400) * 100;
    const charge = client
      .call('POST /v1/charges', {
        form: { amount: String(amount), currency: 'usd', capture: 'false', source: 'tok_visa' },
        headers: key(random),
      })
      .text('$.id');
    client.call(`GET /v1/charges/${charge}`);
    client.call(`POST /v1/charges/${charge}/capture`, {
      form: random.chance(0.5) ? { amount: String(amount - 1500) } : {},
    });
    client.call(`GET /v1/charges/${charge}`);
    if (random.chance(0.6)) client.call(`POST /v1/charges/${charge}/capture`);
    client.call('GET /v1/balance');
  },
  profile: (send, random) => {
    const client = pay(send);
    const row = pick(random, client.call('GET /v1/customers?limit=40'));
    const path = `/v1/customers/${row['id']}`;
    client.call(`GET ${path}`);
    client.call(`POST ${path}`, {
      form: { 'metadata[tier]': random.pick(['gold', 'silver']), 'metadata[agent]': 'desk-2' },
    });
    client.call(`GET ${path}`);
    client.call(`POST ${path}`, {
      form: { 'metadata[agent]': '', description: random.chance(0.5) ? '' : 'Prefers invoices' },
    });
    client.call(`GET ${path}`);
    if (typeof row['email'] === 'string') client.call(`GET /v1/customers?email=${encodeURIComponent(row['email'])}`);
    if (random.chance(0.4)) client.call(`POST ${path}`, { form: { email: 'nobody-at-home' } });
  },
  mistakes: (send, random) => {
    const client = pay(send);
    client.call('POST /v1/charges', { form: { currency: 'eur', source: 'tok_visa' } });
    client.call('POST /v1/charges', { form: { amount: '20', currency: 'eur', source: 'tok_visa' } });
    client.call(`GET /v1/customers/cus_${random.text(14)}`);
    client.call(`GET /v1/charges/ch_${random.text(24)}`);
    client.call('POST /v1/charges', { form: { amount: '5000', currency: 'eur', customer: 'cus_doesnotexist' } });
    createSessionClient(send, PAY_ORIGIN, { authorization: 'Bearer sk_test_revoked' }).call('GET /v1/charges');
    client.call('GET /v1/charges?limit=5');
  },
  'right-to-erasure': (send, random, index) => {
    const client = pay(send);
    const customer = client
      .call('POST /v1/customers', { form: { email: `leaving.${index}@shopper.test` } })
      .text('$.id');
    client.call(`POST /v1/customers/${customer}`, { form: { name: random.pick(GIVEN_NAMES) } });
    client.call(`GET /v1/customers/${customer}`);
    client.call(`DELETE /v1/customers/${customer}`);
    client.call(`GET /v1/customers/${customer}`);
    client.call('GET /v1/customers?limit=5');
    if (random.chance(0.4)) client.call(`DELETE /v1/customers/${customer}`);
  },
  browse: (send, random) => {
    const client = pay(send);
    const first = client.call('GET /v1/charges?limit=6').rows('$.data').filter(isJsonObject);
    client.call(`GET /v1/charges?limit=6&starting_after=${first.at(-1)?.['id']}`);
    client.call(`GET /v1/charges?created[gte]=${1_704_067_200 + random.between(0, 20) * 86_400}&limit=20`);
    const charge = pick(random, client.call('GET /v1/charges?limit=30&expand[]=data.customer'));
    client.call(`GET /v1/charges/${charge['id']}`);
    const refund = pick(random, client.call('GET /v1/refunds'));
    client.call(`GET /v1/refunds/${refund['id']}`);
  },
};

export function paySessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}

function pay(send: ReferenceSend): SessionClient {
  return createSessionClient(send, PAY_ORIGIN, { authorization: `Bearer ${PAY_KEY}` });
}

function key(random: Random): Readonly<Record<string, string>> {
  return { 'idempotency-key': random.uuid() };
}

function pick(random: Random, answer: Answer): JsonObject {
  return random.pick(
    answer
      .rows('$.data')
      .filter(isJsonObject)
      .filter(({ id }) => !isColdId(String(id))),
  );
}
