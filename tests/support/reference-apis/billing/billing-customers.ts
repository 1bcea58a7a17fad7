import type { ReferenceResponse } from '../reference-api.ts';
import { jsonReply } from '../reply.ts';
import type { Call, Route } from '../router.ts';
import {
  branch,
  integer,
  invalid,
  limitOf,
  listReply,
  mergeMetadata,
  missing,
  paramsOf,
  text,
} from './billing-params.ts';
import type { Params } from './billing-params.ts';
import type { Customer } from './billing-rows.ts';
import { parseSearch } from './billing-search.ts';
import { reply, rowOf } from './billing-show.ts';
import { newId, newPrefix, update } from './billing-world.ts';
import type { BillingWorld } from './billing-world.ts';

type BillingCall = Call<BillingWorld>;

const FIELDS = [
  'name',
  'email',
  'phone',
  'description',
  'metadata',
  'address',
  'invoice_settings',
  'balance',
  'expand',
];

export const CUSTOMER_ROUTES: readonly Route<BillingWorld>[] = [
  { operation: 'customers.search', method: 'GET', pattern: '/v1/customers/search', handle: searchCustomers },
  { operation: 'customers.list', method: 'GET', pattern: '/v1/customers', handle: listCustomers },
  { operation: 'customers.create', method: 'POST', pattern: '/v1/customers', handle: createCustomer },
  { operation: 'customers.get', method: 'GET', pattern: '/v1/customers/{id}', handle: getCustomer },
  { operation: 'customers.update', method: 'POST', pattern: '/v1/customers/{id}', handle: updateCustomer },
  { operation: 'customers.delete', method: 'DELETE', pattern: '/v1/customers/{id}', handle: deleteCustomer },
];

export const seconds = (at: number): number => Math.floor(at / 1000);

/** A customer named by a path or a parameter; a deleted one is missing. */
export function customerOf(world: BillingWorld, id: string, param = 'id'): Customer {
  const customer = world.customers.get(id);
  if (customer === undefined) throw missing('customer', id, param, param === 'id' ? 404 : 400);
  return customer;
}

function listCustomers(call: BillingCall): ReferenceResponse {
  const email = call.query.get('email');
  const rows = [...call.state.customers.values()].filter((row) => email === null || row.email === email);
  return listReply(call, rows, rowOf(call));
}

function searchCustomers(call: BillingCall): ReferenceResponse {
  const fits = parseSearch(call.query.get('query'));
  const limit = limitOf(call.query);
  const found = [...call.state.customers.values()].filter(fits).toReversed();
  const start = Number(call.query.get('page') ?? 0);
  const more = start + limit < found.length;
  return jsonReply(200, {
    object: 'search_result',
    data: found.slice(start, start + limit),
    has_more: more,
    next_page: more ? String(start + limit) : null,
    total_count: found.length,
    url: '/v1/customers/search',
  });
}

function fieldsOf(call: BillingCall, params: Params, before: Customer | undefined): Partial<Customer> {
  const email = text(params, 'email', before?.email ?? null);
  if (email !== null && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email))
    throw invalid('email_invalid', `Invalid email address: ${email}`, 'email');
  const settings = branch(params, 'invoice_settings');
  const method = text(settings, 'default_payment_method', before?.invoice_settings.default_payment_method ?? null);
  if (method !== null && call.state.methods.get(method)?.customer !== before?.id)
    throw missing('PaymentMethod', method, 'invoice_settings[default_payment_method]', 400);
  return {
    address: addressOf(params, before),
    balance: integer(params, 'balance') ?? before?.balance ?? 0,
    description: text(params, 'description', before?.description ?? null),
    email,
    invoice_settings: {
      default_payment_method: method,
      footer: text(settings, 'footer', before?.invoice_settings.footer ?? null),
    },
    metadata: mergeMetadata(params, before?.metadata ?? {}),
    name: text(params, 'name', before?.name ?? null),
    phone: text(params, 'phone', before?.phone ?? null),
  };
}

/** An address is replaced as a whole; parts not given are null. */
function addressOf(params: Params, before: Customer | undefined): Customer['address'] {
  if (params['address'] === undefined) return before?.address ?? null;
  if (params['address'] === '') return null;
  const given = branch(params, 'address');
  const parts = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'];
  return Object.fromEntries(parts.map((part) => [part, text(given, part, null)]));
}

function createCustomer(call: BillingCall): ReferenceResponse {
  const params = paramsOf(call, FIELDS);
  const fields = fieldsOf(call, params, undefined);
  const id = newId(call.state.random, 'cus');
  const customer = {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: seconds(call.at),
    currency: null,
    delinquent: false,
    description: null,
    email: null,
    invoice_prefix: newPrefix(call.state.random),
    invoice_settings: { default_payment_method: null, footer: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    ...fields,
  } satisfies Customer;
  call.state.customers.set(id, customer);
  return reply(call, id);
}

/** A deleted customer is still answered, as a stub. */
function getCustomer(call: BillingCall): ReferenceResponse {
  const id = call.param('id');
  return reply(call, call.state.deleted.has(id) ? id : customerOf(call.state, id).id);
}

function updateCustomer(call: BillingCall): ReferenceResponse {
  const customer = customerOf(call.state, call.param('id'));
  const fields = fieldsOf(call, paramsOf(call, FIELDS), customer);
  update(call.state.customers, customer.id, fields);
  return reply(call, customer.id);
}

/** Ends the subscriptions at once and lets go of the cards. */
function deleteCustomer(call: BillingCall): ReferenceResponse {
  const { state, at } = call;
  const { id } = customerOf(state, call.param('id'));
  for (const subscription of state.subscriptions.values())
    if (subscription.customer === id && subscription.status !== 'canceled')
      update(state.subscriptions, subscription.id, {
        status: 'canceled',
        canceled_at: seconds(at),
        ended_at: seconds(at),
      });
  for (const method of state.methods.values())
    if (method.customer === id) update(state.methods, method.id, { customer: null });
  state.customers.delete(id);
  state.deleted.add(id);
  return reply(call, id);
}
