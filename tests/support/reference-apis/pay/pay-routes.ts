import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { amountParam, listReply, mergeMetadata, missing, paramsOf, refuse, textParam } from './pay-params.ts';
import { CARDS, newId } from './pay-world.ts';
import type { Charge, Customer, PayWorld, Refund } from './pay-world.ts';

type PayCall = Call<PayWorld>;

export const PAY_ROUTES: readonly Route<PayWorld>[] = [
  { operation: 'balance.get', method: 'GET', pattern: '/v1/balance', handle: balance },
  {
    operation: 'customers.list',
    method: 'GET',
    pattern: '/v1/customers',
    handle: (call) =>
      listReply(call, call.state.customers, ({ email }) => [null, email].includes(call.query.get('email'))),
  },
  {
    operation: 'customers.create',
    method: 'POST',
    pattern: '/v1/customers',
    handle: (call) => saveCustomer(call, undefined),
  },
  { operation: 'customers.get', method: 'GET', pattern: '/v1/customers/{id}', handle: getCustomer },
  {
    operation: 'customers.update',
    method: 'POST',
    pattern: '/v1/customers/{id}',
    handle: (call) => saveCustomer(call, customerAt(call)),
  },
  { operation: 'customers.delete', method: 'DELETE', pattern: '/v1/customers/{id}', handle: deleteCustomer },
  {
    operation: 'charges.list',
    method: 'GET',
    pattern: '/v1/charges',
    handle: (call) =>
      listReply(
        call,
        call.state.charges,
        ({ customer }) => [null, customer].includes(call.query.get('customer')),
        (charge) => expand(call, charge),
      ),
  },
  { operation: 'charges.create', method: 'POST', pattern: '/v1/charges', handle: createCharge },
  {
    operation: 'charges.get',
    method: 'GET',
    pattern: '/v1/charges/{id}',
    handle: (call) => jsonReply(200, expand(call, chargeAt(call, call.param('id')))),
  },
  { operation: 'charges.update', method: 'POST', pattern: '/v1/charges/{id}', handle: updateCharge },
  { operation: 'charges.capture', method: 'POST', pattern: '/v1/charges/{id}/capture', handle: captureCharge },
  {
    operation: 'refunds.list',
    method: 'GET',
    pattern: '/v1/refunds',
    handle: (call) =>
      listReply(call, call.state.refunds, ({ charge }) => [null, charge].includes(call.query.get('charge'))),
  },
  { operation: 'refunds.create', method: 'POST', pattern: '/v1/refunds', handle: createRefund },
  { operation: 'refunds.get', method: 'GET', pattern: '/v1/refunds/{id}', handle: getRefund },
];

const seconds = (at: number): number => Math.floor(at / 1000);

function balance(call: PayCall): ReferenceResponse {
  const sums = new Map<string, number>();
  for (const { currency, amount_captured, amount_refunded } of call.state.charges.values()) {
    sums.set(currency, (sums.get(currency) ?? 0) + amount_captured - amount_refunded);
  }
  const available = [...sums].toSorted().map(([currency, amount]) => ({ amount, currency }));
  return jsonReply(200, { object: 'balance', available, livemode: false });
}

function customerAt(call: PayCall): Customer {
  const customer = call.state.customers.get(call.param('id'));
  if (customer === undefined) throw missing('customer', call.param('id'));
  return customer;
}

/** A deleted customer is still answered, as a stub. */
function getCustomer(call: PayCall): ReferenceResponse {
  const id = call.param('id');
  return jsonReply(200, call.state.deleted.has(id) ? { id, object: 'customer', deleted: true } : customerAt(call));
}

function saveCustomer(call: PayCall, before: Customer | undefined): ReferenceResponse {
  const params = paramsOf(call, ['name', 'email', 'phone', 'description', 'metadata']);
  const text = (name: 'name' | 'email' | 'phone' | 'description'): string | null =>
    textParam(params, name, before?.[name] ?? null);
  const email = text('email');
  if (email !== null && !email.includes('@'))
    throw refuse(400, 'invalid_request_error', 'email_invalid', `Invalid email address: ${email}`, 'email');
  const customer: Customer = {
    id: before?.id ?? newId(call.state.random, 'cus'),
    object: 'customer',
    name: text('name'),
    email,
    phone: text('phone'),
    description: text('description'),
    metadata: mergeMetadata(params, before?.metadata ?? {}),
    created: before?.created ?? seconds(call.at),
    livemode: false,
  };
  call.state.customers.set(customer.id, customer);
  return jsonReply(200, customer);
}

function deleteCustomer(call: PayCall): ReferenceResponse {
  const { id } = customerAt(call);
  call.state.customers.delete(id);
  call.state.deleted.add(id);
  return jsonReply(200, { id, object: 'customer', deleted: true });
}

function chargeAt(call: PayCall, id: string, param = 'id'): Charge {
  const charge = call.state.charges.get(id);
  if (charge === undefined) throw missing('charge', id, param);
  return charge;
}

/** `expand[]=customer` puts the customer object in the place of its id. */
function expand(call: PayCall, charge: Charge): object {
  const wanted = [...call.query.getAll('expand[]'), ...call.query.getAll('expand[0]')];
  if (charge.customer === null || !wanted.some((path) => path === 'customer' || path === 'data.customer'))
    return charge;
  return {
    ...charge,
    customer: call.state.customers.get(charge.customer) ?? { id: charge.customer, object: 'customer', deleted: true },
  };
}

function createCharge(call: PayCall): ReferenceResponse {
  const params = paramsOf(call, ['amount', 'currency', 'customer', 'source', 'description', 'capture', 'metadata']);
  const amount = amountParam(params, 'amount');
  if (amount === undefined)
    throw refuse(400, 'invalid_request_error', 'parameter_missing', 'Missing required param: amount.', 'amount');
  if (amount < 50)
    throw refuse(400, 'invalid_request_error', 'amount_too_small', 'Amount must be at least 50 cents', 'amount');
  const currency = params.get('currency') ?? '';
  if (!['eur', 'usd', 'gbp'].includes(currency))
    throw refuse(400, 'invalid_request_error', 'invalid_currency', `Invalid currency: ${currency}`, 'currency');
  const customer = textParam(params, 'customer', null);
  if (customer !== null && !call.state.customers.has(customer)) throw missing('customer', customer, 'customer');
  const source = params.get('source') ?? 'tok_visa';
  const card = CARDS[source];
  if (card === undefined) {
    const decline_code = source === 'tok_chargeDeclinedInsufficientFunds' ? 'insufficient_funds' : 'generic_decline';
    const error = { type: 'card_error', code: 'card_declined', decline_code, message: 'Your card was declined.' };
    return jsonReply(402, { error });
  }
  const captured = params.get('capture') !== 'false';
  const charge: Charge = {
    id: newId(call.state.random, 'ch'),
    object: 'charge',
    amount,
    amount_captured: captured ? amount : 0,
    amount_refunded: 0,
    currency,
    customer,
    description: textParam(params, 'description', null),
    metadata: mergeMetadata(params, {}),
    captured,
    refunded: false,
    status: 'succeeded',
    payment_method_details: { type: 'card', card: { brand: card[0], last4: card[1] } },
    created: seconds(call.at),
  };
  call.state.charges.set(charge.id, charge);
  return jsonReply(200, charge);
}

function updateCharge(call: PayCall): ReferenceResponse {
  const charge = chargeAt(call, call.param('id'));
  const params = paramsOf(call, ['description', 'metadata', 'customer']);
  return saveCharge(call, {
    ...charge,
    description: textParam(params, 'description', charge.description),
    metadata: mergeMetadata(params, charge.metadata),
  });
}

function captureCharge(call: PayCall): ReferenceResponse {
  const charge = chargeAt(call, call.param('id'));
  const amount = amountParam(paramsOf(call, ['amount']), 'amount') ?? charge.amount;
  if (charge.captured)
    throw refuse(
      400,
      'invalid_request_error',
      'charge_already_captured',
      `Charge ${charge.id} has already been captured.`,
    );
  if (amount > charge.amount)
    throw refuse(
      400,
      'invalid_request_error',
      'amount_too_large',
      'You cannot capture more than was authorized',
      'amount',
    );
  return saveCharge(call, { ...charge, captured: true, amount_captured: amount });
}

function saveCharge(call: PayCall, charge: Charge): ReferenceResponse {
  call.state.charges.set(charge.id, charge);
  return jsonReply(200, charge);
}

function createRefund(call: PayCall): ReferenceResponse {
  const params = paramsOf(call, ['charge', 'amount', 'reason', 'metadata']);
  const id = params.get('charge');
  if (id === null)
    throw refuse(400, 'invalid_request_error', 'parameter_missing', 'Missing required param: charge.', 'charge');
  const charge = chargeAt(call, id, 'charge');
  const left = charge.amount_captured - charge.amount_refunded;
  if (!charge.captured)
    throw refuse(400, 'invalid_request_error', 'charge_not_captured', 'This charge has not been captured');
  if (left === 0)
    throw refuse(400, 'invalid_request_error', 'charge_already_refunded', `Charge ${id} has already been refunded.`);
  const amount = amountParam(params, 'amount') ?? left;
  if (amount > left || amount === 0)
    throw refuse(
      400,
      'invalid_request_error',
      'refund_too_large',
      `Refund amount must be between 1 and ${left}`,
      'amount',
    );
  const refund: Refund = {
    id: newId(call.state.random, 're'),
    object: 'refund',
    amount,
    charge: id,
    currency: charge.currency,
    reason: textParam(params, 'reason', null),
    status: 'succeeded',
    metadata: mergeMetadata(params, {}),
    created: seconds(call.at),
  };
  call.state.refunds.set(refund.id, refund);
  saveCharge(call, { ...charge, amount_refunded: charge.amount_refunded + amount, refunded: amount === left });
  return jsonReply(200, refund);
}

function getRefund(call: PayCall): ReferenceResponse {
  const refund = call.state.refunds.get(call.param('id'));
  if (refund === undefined) throw missing('refund', call.param('id'));
  return jsonReply(200, refund);
}
