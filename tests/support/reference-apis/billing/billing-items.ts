import type { ReferenceResponse } from '../reference-api.ts';
import { jsonReply } from '../reply.ts';
import type { Call, Route } from '../router.ts';
import { customerOf, seconds } from './billing-customers.ts';
import { integer, invalid, mergeMetadata, missing, paramsOf, required, text } from './billing-params.ts';
import type { InvoiceItem, Line } from './billing-rows.ts';
import { reply } from './billing-show.ts';
import { newId, update } from './billing-world.ts';
import type { BillingWorld } from './billing-world.ts';

type BillingCall = Call<BillingWorld>;

export const ITEM_ROUTES: readonly Route<BillingWorld>[] = [
  { operation: 'items.create', method: 'POST', pattern: '/v1/invoiceitems', handle: createItem },
  { operation: 'items.delete', method: 'DELETE', pattern: '/v1/invoiceitems/{id}', handle: deleteItem },
];

export function lineOf(state: BillingWorld, item: InvoiceItem): Line {
  return {
    id: newId(state.random, 'il'),
    amount: item.amount,
    description: item.description ?? '',
    invoice_item: item.id,
    period: { end: item.date, start: item.date },
    price: item.price,
    quantity: item.quantity,
    subscription: null,
  };
}

/** Of a price, or of an amount with a currency; on a draft, or pending until the next invoice. */
function createItem(call: BillingCall): ReferenceResponse {
  const { state } = call;
  const params = paramsOf(call, [
    'customer',
    'price',
    'amount',
    'currency',
    'quantity',
    'description',
    'invoice',
    'metadata',
    'expand',
  ]);
  const customer = customerOf(state, required(params, 'customer'), 'customer');
  const priceId = text(params, 'price', null);
  const price = priceId === null ? undefined : state.prices.get(priceId);
  if (priceId !== null && price === undefined) throw missing('price', priceId, 'price', 400);
  if (price !== undefined && price.recurring !== null)
    throw invalid(
      undefined,
      'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
      'price',
    );
  if (price === undefined && params['amount'] === undefined)
    throw invalid('parameter_missing', 'You must pass either price or amount.', 'amount');
  const amount = integer(params, 'amount');
  const currency = price?.currency ?? required(params, 'currency');
  const quantity = integer(params, 'quantity') ?? 1;
  const unit_amount = price?.unit_amount ?? amount ?? 0;
  const invoiceId = text(params, 'invoice', null);
  const invoice = invoiceId === null ? undefined : state.invoices.get(invoiceId);
  if (invoiceId !== null && invoice === undefined) throw missing('invoice', invoiceId, 'invoice', 400);
  if (invoice !== undefined && invoice.status !== 'draft')
    throw invalid('invoice_not_editable', 'This invoice is no longer editable', 'invoice');
  const item: InvoiceItem = {
    id: newId(state.random, 'ii'),
    object: 'invoiceitem',
    amount: price === undefined ? unit_amount : unit_amount * quantity,
    currency,
    customer: customer.id,
    date: seconds(call.at),
    description: text(
      params,
      'description',
      price === undefined ? null : (state.products.get(price.product)?.name ?? null),
    ),
    invoice: invoiceId,
    livemode: false,
    metadata: mergeMetadata(params, {}),
    price: priceId,
    quantity: price === undefined ? 1 : quantity,
    unit_amount,
  };
  state.items.set(item.id, item);
  if (invoice !== undefined) update(state.invoices, invoice.id, { lines: [...invoice.lines, lineOf(state, item)] });
  return reply(call, item.id);
}

function deleteItem(call: BillingCall): ReferenceResponse {
  const { state } = call;
  const item = state.items.get(call.param('id'));
  if (item === undefined) throw missing('invoiceitem', call.param('id'));
  const invoice = item.invoice === null ? undefined : state.invoices.get(item.invoice);
  if (invoice !== undefined && invoice.status !== 'draft')
    throw invalid('invoice_not_editable', 'This invoice item is on a finalized invoice and cannot be deleted.');
  if (invoice !== undefined)
    update(state.invoices, invoice.id, { lines: invoice.lines.filter((line) => line.invoice_item !== item.id) });
  state.items.delete(item.id);
  return jsonReply(200, { id: item.id, object: 'invoiceitem', deleted: true });
}
