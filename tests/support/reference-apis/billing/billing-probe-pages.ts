import type { Scenario } from '../probe-source.ts';
import {
  cold,
  COLD_CUSTOMERS,
  COLD_PRICES,
  LIVE,
  PLANS,
  probe,
  SEED,
  slot,
  subscriptionPath,
} from './billing-probe-kit.ts';

export const PAGES: readonly Scenario[] = [
  function* cursors({ random, fresh }) {
    const last = fresh('last');
    const name = random.pick(['customers', 'invoices', 'prices']);
    const limit = String(random.pick([2, 4, 6]));
    yield probe('page', `GET /v1/${name}`, {
      query: { limit },
      bind: [{ name: last.name, jsonPath: `$.data[${Number(limit) - 1}].id` }],
    });
    yield probe('page', `GET /v1/${name}`, { slots: { l: last }, query: { limit, starting_after: slot('l') } });
    if (name === 'customers')
      yield probe('page', `GET /v1/${name}`, { slots: { l: last }, query: { limit: '3', ending_before: slot('l') } });
  },
  function* statuses({ random }) {
    yield probe('filter', 'GET /v1/invoices', {
      query: { status: random.pick(['open', 'paid', 'draft', 'void']), limit: '8' },
    });
    yield probe('filter', 'GET /v1/subscriptions', {
      query: { status: random.pick(['active', 'trialing', 'canceled', 'all']), limit: '8' },
    });
  },
  function* expanded({ random }) {
    const s = cold(random.pick(LIVE).id);
    yield probe('filter', `GET ${subscriptionPath}`, {
      slots: { s },
      query: { 'expand[]': random.pick(['customer', 'latest_invoice']) },
    });
    yield probe('filter', 'GET /v1/invoices', { query: { limit: '4', 'expand[]': 'data.customer' } });
    yield probe('filter', 'GET /v1/prices/{r}', {
      slots: { r: cold(random.pick(COLD_PRICES).id) },
      query: { 'expand[]': 'product' },
    });
  },
  function* searched({ random }) {
    const email = random.pick(COLD_CUSTOMERS.filter((row) => row.email !== null)).email;
    yield probe('filter', 'GET /v1/customers/search', { query: { query: `email:'${email}'` } });
    yield probe('filter', 'GET /v1/customers/search', {
      query: { query: random.pick(["name~'an'", "name~'SMITH'", "email~'client.test' AND phone:null"]), limit: '6' },
    });
  },
  function* prices({ random }) {
    yield probe('filter', 'GET /v1/prices', { query: { product: random.pick([...SEED.products.keys()]) } });
    yield probe('filter', 'GET /v1/prices', {
      query: { active: 'true', type: random.pick(['one_time', 'recurring']) },
    });
    yield probe('filter', 'GET /v1/subscriptions', { query: { price: random.pick(PLANS).id, limit: '5' } });
  },
];
