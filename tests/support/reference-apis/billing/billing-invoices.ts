import type { ReferenceResponse } from '../reference-api.ts';
import { jsonReply } from '../reply.ts';
import type { Call, Route } from '../router.ts';
import { customerOf, seconds } from './billing-customers.ts';
import { lineOf } from './billing-items.ts';
import { charge } from './billing-methods.ts';
import {
  integer,
  invalid,
  listReply,
  mergeMetadata,
  missing,
  oneOf,
  paramsOf,
  required,
  text,
} from './billing-params.ts';
import type { Customer, Invoice, Line } from './billing-rows.ts';
import { reply, rowOf, showLine } from './billing-show.ts';
import { hostedUrl, newId, numberOf, update } from './billing-world.ts';
import type { BillingWorld } from './billing-world.ts';

type BillingCall = Call<BillingWorld>;

const ONE = '/v1/invoices/{id}';
const STATUSES = ['draft', 'open', 'paid', 'void'];

export const INVOICE_ROUTES: readonly Route<BillingWorld>[] = [
  { operation: 'invoices.list', method: 'GET', pattern: '/v1/invoices', handle: listInvoices },
  { operation: 'invoices.create', method: 'POST', pattern: '/v1/invoices', handle: createInvoice },
  { operation: 'invoices.get', method: 'GET', pattern: ONE, handle: (call) => reply(call, invoiceAt(call).id) },
  { operation: 'invoices.update', method: 'POST', pattern: ONE, handle: updateInvoice },
  { operation: 'invoices.delete', method: 'DELETE', pattern: ONE, handle: deleteInvoice },
  { operation: 'invoices.lines', method: 'GET', pattern: `${ONE}/lines`, handle: listLines },
  { operation: 'invoices.finalize', method: 'POST', pattern: `${ONE}/finalize`, handle: finalizeInvoice },
  { operation: 'invoices.pay', method: 'POST', pattern: `${ONE}/pay`, handle: payInvoice },
  { operation: 'invoices.void', method: 'POST', pattern: `${ONE}/void`, handle: voidInvoice },
];

interface NewInvoice {
  readonly billing_reason: Invoice['billing_reason'];
  readonly currency: string;
  readonly subscription: string | null;
  readonly attempt_count: number;
  readonly lines: readonly Line[];
  /** finalized and paid at once; else a draft */
  readonly paid: boolean;
}

/** Numbers are given when an invoice is finalized, from the customer's own sequence. */
export function addInvoice(state: BillingWorld, now: number, customer: Customer, more: NewInvoice): Invoice {
  const { paid, lines, ...rest } = more;
  const id = newId(state.random, 'in');
  const invoice: Invoice = {
    id,
    amount_paid: paid ? lines.reduce((sum, { amount }) => sum + amount, 0) : 0,
    auto_advance: false,
    collection_method: 'charge_automatically',
    created: now,
    customer: customer.id,
    customer_email: customer.email,
    customer_name: customer.name,
    description: null,
    due_date: null,
    hosted_invoice_url: paid ? hostedUrl(id) : null,
    lines,
    metadata: {},
    number: paid ? nextNumber(state, customer) : null,
    status: paid ? 'paid' : 'draft',
    finalized_at: paid ? now : null,
    paid_at: paid ? now : null,
    voided_at: null,
    ...rest,
  };
  state.invoices.set(id, invoice);
  if (customer.currency === null) update(state.customers, customer.id, { currency: invoice.currency });
  return invoice;
}

function nextNumber(state: BillingWorld, customer: Customer): string {
  const sequence = state.customers.get(customer.id)?.next_invoice_sequence ?? 1;
  update(state.customers, customer.id, { next_invoice_sequence: sequence + 1 });
  return numberOf(customer.invoice_prefix, sequence);
}

function listInvoices(call: BillingCall): ReferenceResponse {
  const { query } = call;
  const status = query.get('status');
  if (status !== null && !STATUSES.includes(status))
    throw invalid(undefined, `Invalid status: must be one of ${STATUSES.join(', ')}`, 'status');
  const [customer, subscription] = [query.get('customer'), query.get('subscription')];
  const rows = [...call.state.invoices.values()].filter(
    (row) =>
      (status === null || row.status === status) &&
      (customer === null || row.customer === customer) &&
      (subscription === null || row.subscription === subscription),
  );
  return listReply(call, rows, rowOf(call));
}

function invoiceAt(call: BillingCall): Invoice {
  const invoice = call.state.invoices.get(call.param('id'));
  if (invoice === undefined) throw missing('invoice', call.param('id'));
  return invoice;
}

function draftAt(call: BillingCall, what: string): Invoice {
  const invoice = invoiceAt(call);
  if (invoice.status !== 'draft') throw invalid('invoice_not_editable', what);
  return invoice;
}

/** Takes in every pending item of the customer. */
function createInvoice(call: BillingCall): ReferenceResponse {
  const { state, at } = call;
  const params = paramsOf(call, [
    'customer',
    'description',
    'metadata',
    'collection_method',
    'days_until_due',
    'auto_advance',
    'expand',
  ]);
  const customer = customerOf(state, required(params, 'customer'), 'customer');
  const method = oneOf(params, 'collection_method', ['charge_automatically', 'send_invoice'], 'charge_automatically');
  const days = integer(params, 'days_until_due');
  if (method === 'send_invoice' && days === undefined)
    throw invalid(undefined, 'If invoices are sent, days_until_due must be given.', 'days_until_due');
  const pending = [...state.items.values()].filter((item) => item.customer === customer.id && item.invoice === null);
  const now = seconds(at);
  const invoice = addInvoice(state, now, customer, {
    billing_reason: 'manual',
    currency: pending[0]?.currency ?? customer.currency ?? 'usd',
    subscription: null,
    attempt_count: 0,
    lines: pending.map((item) => lineOf(state, item)),
    paid: false,
  });
  for (const item of pending) update(state.items, item.id, { invoice: invoice.id });
  update(state.invoices, invoice.id, {
    collection_method: method,
    description: text(params, 'description', null),
    due_date: days === undefined ? null : now + days * 86_400,
    metadata: mergeMetadata(params, {}),
  });
  return reply(call, invoice.id);
}

function updateInvoice(call: BillingCall): ReferenceResponse {
  const invoice = invoiceAt(call);
  const params = paramsOf(call, ['description', 'metadata', 'days_until_due', 'expand']);
  const final = invoice.status !== 'draft';
  if (final && (params['description'] !== undefined || params['days_until_due'] !== undefined))
    throw invalid(
      'invoice_not_editable',
      'Finalized invoices cannot be updated in this way: only metadata can change.',
    );
  const days = integer(params, 'days_until_due');
  update(call.state.invoices, invoice.id, {
    description: text(params, 'description', invoice.description),
    due_date: days === undefined ? invoice.due_date : invoice.created + days * 86_400,
    metadata: mergeMetadata(params, invoice.metadata),
  });
  return reply(call, invoice.id);
}

/** The items of a deleted draft are pending again. */
function deleteInvoice(call: BillingCall): ReferenceResponse {
  const { id } = draftAt(call, 'You can only delete draft invoices.');
  for (const item of call.state.items.values())
    if (item.invoice === id) update(call.state.items, item.id, { invoice: null });
  call.state.invoices.delete(id);
  return jsonReply(200, { id, object: 'invoice', deleted: true });
}

function listLines(call: BillingCall): ReferenceResponse {
  const invoice = invoiceAt(call);
  const rows = invoice.lines.map((line) => ({ id: line.id, created: -invoice.lines.indexOf(line) }));
  return listReply({ ...call, query: withoutSince(call.query) }, rows, (id) =>
    showLine(call.state, invoice, invoice.lines.find((line) => line.id === id) as Line),
  );
}

/** Lines are shown in their order on the paper, whatever their time. */
function withoutSince(query: URLSearchParams): URLSearchParams {
  const copy = new URLSearchParams(query);
  copy.set('created[gte]', String(Number.MIN_SAFE_INTEGER));
  return copy;
}

function finalizeInvoice(call: BillingCall): ReferenceResponse {
  const { state } = call;
  const invoice = invoiceAt(call);
  if (invoice.status !== 'draft')
    throw invalid('invoice_already_finalized', 'This invoice is already finalized, you cannot re-finalize it.');
  if (invoice.lines.length === 0)
    throw invalid('invoice_no_customer_line_items', 'Nothing to invoice for customer: the invoice has no lines.');
  const customer = state.customers.get(invoice.customer);
  update(state.invoices, invoice.id, {
    status: 'open',
    finalized_at: seconds(call.at),
    hosted_invoice_url: hostedUrl(invoice.id),
    number: customer === undefined ? null : nextNumber(state, customer),
  });
  return reply(call, invoice.id);
}

/** Paying what a subscription owes brings it back to active. */
function payInvoice(call: BillingCall): ReferenceResponse {
  const { state } = call;
  const invoice = invoiceAt(call);
  const params = paramsOf(call, ['payment_method', 'paid_out_of_band', 'expand']);
  if (invoice.status === 'paid') throw invalid('invoice_already_paid', 'Invoice is already paid');
  if (invoice.status !== 'open')
    throw invalid('invoice_not_open', `You can only pay an open invoice; this one is ${invoice.status}.`);
  const outside = params['paid_out_of_band'] === 'true';
  if (!outside) charge(state, customerOf(state, invoice.customer, 'customer'), text(params, 'payment_method', null));
  update(state.invoices, invoice.id, {
    status: 'paid',
    amount_paid: invoice.lines.reduce((sum, { amount }) => sum + amount, 0),
    attempt_count: invoice.attempt_count + (outside ? 0 : 1),
    auto_advance: false,
    paid_at: seconds(call.at),
  });
  const subscription = invoice.subscription === null ? undefined : state.subscriptions.get(invoice.subscription);
  if (subscription?.status === 'past_due') {
    update(state.subscriptions, subscription.id, { status: 'active' });
    if (state.customers.has(invoice.customer)) update(state.customers, invoice.customer, { delinquent: false });
  }
  return reply(call, invoice.id);
}

function voidInvoice(call: BillingCall): ReferenceResponse {
  const invoice = invoiceAt(call);
  if (invoice.status !== 'open')
    throw invalid('invoice_not_open', `You can only void an open invoice; this one is ${invoice.status}.`);
  update(call.state.invoices, invoice.id, { status: 'void', voided_at: seconds(call.at), auto_advance: false });
  return reply(call, invoice.id);
}
