import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { jsonReply } from '../reply.ts';
import type { Call } from '../router.ts';
import { invalid } from './billing-params.ts';
import type { Invoice, Line, Subscription } from './billing-rows.ts';
import type { BillingWorld } from './billing-world.ts';

/** The object of an id as the API shows it; undefined for an id of nothing. */
export function showById(world: BillingWorld, id: string): object | undefined {
  if (world.deleted.has(id)) return { id, object: 'customer', deleted: true };
  const subscription = world.subscriptions.get(id);
  if (subscription !== undefined) return showSubscription(world, subscription);
  const invoice = world.invoices.get(id);
  if (invoice !== undefined) return showInvoice(world, invoice);
  return (
    world.customers.get(id) ??
    world.methods.get(id) ??
    world.products.get(id) ??
    world.prices.get(id) ??
    world.items.get(id)
  );
}

/** The answer to a call on one object, with its `expand[]`. */
export function reply(call: Call<BillingWorld>, id: string): ReferenceResponse {
  return jsonReply(200, expanded(call, id, ''));
}

/** One row of a list, whose `expand[]` begin with `data.`. */
export const rowOf =
  (call: Call<BillingWorld>) =>
  (id: string): object =>
    expanded(call, id, 'data.');

function expanded(call: Call<BillingWorld>, id: string, prefix: string): object {
  const form = new URLSearchParams(new TextDecoder().decode(call.request.body));
  const wanted = [...call.query, ...form].filter(([name]) => /^expand\[\d*\]$/.test(name)).map(([, path]) => path);
  let shown = structuredClone(showById(call.state, id)) as unknown as JsonValue;
  for (const path of wanted) {
    const steps = path.startsWith(prefix) ? path.slice(prefix.length).split('.') : ['?'];
    shown = expandAt(call.state, shown, steps, path);
  }
  return shown as JsonObject;
}

function expandAt(world: BillingWorld, value: JsonValue, steps: readonly string[], path: string): JsonValue {
  const [step, ...rest] = steps;
  if (step === undefined) {
    if (typeof value !== 'string') return value;
    return (showById(world, value) ?? value) as JsonValue;
  }
  if (Array.isArray(value)) return value.map((item: JsonValue) => expandAt(world, item, steps, path));
  const whole = typeof value === 'string' ? ((showById(world, value) ?? {}) as JsonObject) : value;
  if (whole === null) return null;
  if (!isJsonObject(whole) || !(step in whole))
    throw invalid(undefined, `This property cannot be expanded (${path}).`, 'expand');
  return { ...whole, [step]: expandAt(world, whole[step] as JsonValue, rest, path) };
}

export function showSubscription(world: BillingWorld, subscription: Subscription): object {
  const { id, items, current_period_end, current_period_start, ...rest } = subscription;
  return {
    id,
    object: 'subscription',
    ...rest,
    current_period_end,
    current_period_start,
    items: {
      object: 'list',
      data: items.map((item) => ({
        id: item.id,
        object: 'subscription_item',
        created: item.created,
        price: world.prices.get(item.price) ?? null,
        quantity: item.quantity,
        subscription: id,
      })),
      has_more: false,
      total_count: items.length,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    livemode: false,
  };
}

export const totalOf = (invoice: Invoice): number => invoice.lines.reduce((sum, { amount }) => sum + amount, 0);

export function showInvoice(world: BillingWorld, invoice: Invoice): object {
  const { id, lines, finalized_at, paid_at, voided_at, amount_paid, ...rest } = invoice;
  const total = totalOf(invoice);
  return {
    id,
    object: 'invoice',
    ...rest,
    amount_due: total,
    amount_paid,
    amount_remaining: total - amount_paid,
    attempted: rest.attempt_count > 0,
    lines: {
      object: 'list',
      data: lines.slice(0, 10).map((line) => showLine(world, invoice, line)),
      has_more: lines.length > 10,
      total_count: lines.length,
      url: `/v1/invoices/${id}/lines`,
    },
    livemode: false,
    paid: rest.status === 'paid',
    status_transitions: { finalized_at, paid_at, voided_at },
    subtotal: total,
    total,
  };
}

export function showLine(world: BillingWorld, invoice: Invoice, line: Line): object {
  return {
    id: line.id,
    object: 'line_item',
    amount: line.amount,
    currency: invoice.currency,
    description: line.description,
    invoice: invoice.id,
    invoice_item: line.invoice_item,
    period: line.period,
    price: line.price === null ? null : (world.prices.get(line.price) ?? null),
    quantity: line.quantity,
    subscription: line.subscription,
    type: line.subscription === null ? 'invoiceitem' : 'subscription',
  };
}
