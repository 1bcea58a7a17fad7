import { ApiError, conflict, notFound } from '../errors.ts';
import type { Exchange, Reply, Route } from '../exchange.ts';
import { Fields } from '../fields.ts';
import { PLANS } from '../model.ts';
import type { Customer } from '../model.ts';
import { cursorPage, enumParameter, sorted } from '../pages.ts';
import { renderCustomer } from '../render.ts';
import type { HelpdeskState } from '../state.ts';

export const customerRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/customers', handle: listCustomers },
  { method: 'POST', path: '/v1/customers', handle: createCustomer },
  { method: 'GET', path: '/v1/customers/:id', handle: getCustomer },
  { method: 'PATCH', path: '/v1/customers/:id', handle: updateCustomer },
];

function listCustomers(exchange: Exchange): Reply {
  const { state, url } = exchange;
  const plan = enumParameter(exchange, 'plan', PLANS);
  const email = url.searchParams.get('email')?.toLowerCase();
  const words = url.searchParams.get('q')?.toLowerCase();
  const found = [...state.customers.values()].filter(
    (customer) =>
      (plan === null || customer.plan === plan) &&
      (email === undefined || customer.email.toLowerCase() === email) &&
      (words === undefined || `${customer.name}\n${customer.company ?? ''}`.toLowerCase().includes(words)),
  );
  const ordered = sorted<Customer>(
    exchange,
    found,
    { created_at: (customer) => customer.createdAt, name: (customer) => customer.name },
    'created_at',
  );
  return cursorPage(exchange, ordered, (customer) => renderCustomer(state, customer));
}

function createCustomer({ state, body, now }: Exchange): Reply {
  const fields = new Fields(body);
  const name = fields.text('name', { required: true, max: 120 });
  const email = fields.email('email', { required: true });
  const phone = fields.phoneOrNull('phone') ?? null;
  const company = fields.textOrNull('company', 120) ?? null;
  const plan = fields.oneOf('plan', PLANS) ?? 'free';
  const locale = fields.text('locale', { max: 10 }) ?? 'en-GB';
  const notes = fields.textOrNull('notes') ?? null;
  fields.done();
  if (name === undefined || email === undefined) throw new Error('done() lets no required field be missing');
  refuseTakenEmail(state, email);
  const id = state.ids.id('cus');
  const customer = { id, name, email, phone, company, plan, locale, notes, createdAt: now, updatedAt: now };
  state.customers.set(id, customer);
  return { status: 201, headers: { Location: `/v1/customers/${id}` }, body: renderCustomer(state, customer) };
}

function getCustomer({ state, params }: Exchange): Reply {
  return { status: 200, body: renderCustomer(state, findCustomer(state, params)) };
}

function updateCustomer({ state, params, body, now }: Exchange): Reply {
  const customer = findCustomer(state, params);
  if (Object.keys(body).length === 0) throw new ApiError(400, 'empty_update', 'Send at least one field to change.');
  const fields = new Fields(body);
  const name = fields.text('name', { max: 120 });
  const email = fields.email('email');
  const phone = fields.phoneOrNull('phone');
  const company = fields.textOrNull('company', 120);
  const plan = fields.oneOf('plan', PLANS);
  const locale = fields.text('locale', { max: 10 });
  const notes = fields.textOrNull('notes');
  fields.done();
  if (email !== undefined) refuseTakenEmail(state, email, customer.id);
  if (name !== undefined) customer.name = name;
  if (email !== undefined) customer.email = email;
  if (phone !== undefined) customer.phone = phone;
  if (company !== undefined) customer.company = company;
  if (plan !== undefined) customer.plan = plan;
  if (locale !== undefined) customer.locale = locale;
  if (notes !== undefined) customer.notes = notes;
  customer.updatedAt = now;
  return { status: 200, body: renderCustomer(state, customer) };
}

function findCustomer(state: HelpdeskState, params: Exchange['params']): Customer {
  const customer = state.customers.get(params['id'] ?? '');
  if (customer === undefined) throw notFound('customer');
  return customer;
}

function refuseTakenEmail(state: HelpdeskState, email: string, except?: string): void {
  for (const other of state.customers.values())
    if (other.id !== except && other.email.toLowerCase() === email.toLowerCase())
      throw conflict('email_taken', 'Another customer already uses this e-mail address.');
}
