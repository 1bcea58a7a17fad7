import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { customerOf, seconds } from './billing-customers.ts';
import {
  branch,
  invalid,
  listReply,
  mergeMetadata,
  missing,
  oneOf,
  paramsOf,
  refuse,
  required,
  text,
} from './billing-params.ts';
import type { Customer, PaymentMethod } from './billing-rows.ts';
import { reply, rowOf } from './billing-show.ts';
import { cardOf, newId, TOKENS, update } from './billing-world.ts';
import type { BillingWorld, Token } from './billing-world.ts';

type BillingCall = Call<BillingWorld>;

export const METHOD_ROUTES: readonly Route<BillingWorld>[] = [
  {
    operation: 'customers.methods',
    method: 'GET',
    pattern: '/v1/customers/{id}/payment_methods',
    handle: listMethods,
  },
  { operation: 'methods.create', method: 'POST', pattern: '/v1/payment_methods', handle: createMethod },
  { operation: 'methods.get', method: 'GET', pattern: '/v1/payment_methods/{id}', handle: getMethod },
  { operation: 'methods.attach', method: 'POST', pattern: '/v1/payment_methods/{id}/attach', handle: attachMethod },
  { operation: 'methods.detach', method: 'POST', pattern: '/v1/payment_methods/{id}/detach', handle: detachMethod },
];

/** The card that pays for a customer; thrown where there is none or where the bank says no. */
export function charge(world: BillingWorld, customer: Customer, methodId: string | null): void {
  const id = methodId ?? customer.invoice_settings.default_payment_method;
  const method = id === null ? undefined : world.methods.get(id);
  if (method === undefined)
    throw invalid(
      'resource_missing',
      'This customer has no attached payment source or default payment method.',
      'default_payment_method',
    );
  const token = Object.values(TOKENS).find(({ last4 }) => last4 === method.card.last4);
  if (token?.fails !== undefined) throw declined(token, method.id);
}

function declined(token: Token, method?: string): Error {
  const decline_code = token.fails === 'funds' ? 'insufficient_funds' : 'generic_decline';
  const message = token.fails === 'funds' ? 'Your card has insufficient funds.' : 'Your card was declined.';
  return refuse(402, 'card_error', 'card_declined', message, {
    decline_code,
    ...(method === undefined ? {} : { payment_method: method }),
  });
}

function listMethods(call: BillingCall): ReferenceResponse {
  const { id } = customerOf(call.state, call.param('id'));
  const rows = [...call.state.methods.values()].filter(({ customer }) => customer === id);
  return listReply(call, rows, rowOf(call));
}

function createMethod(call: BillingCall): ReferenceResponse {
  const params = paramsOf(call, ['type', 'card', 'billing_details', 'metadata', 'expand']);
  required(params, 'type');
  oneOf(params, 'type', ['card'], 'card');
  const name = branch(params, 'card')['token'];
  if (typeof name !== 'string')
    throw invalid('parameter_missing', 'Missing required param: card[token].', 'card[token]');
  const token = TOKENS[name];
  if (token === undefined) throw missing('token', name, 'card[token]', 400);
  const details = branch(params, 'billing_details');
  const method: PaymentMethod = {
    id: newId(call.state.random, 'pm'),
    object: 'payment_method',
    billing_details: {
      name: text(details, 'name', null),
      postal_code: text(branch(details, 'address'), 'postal_code', null),
    },
    card: cardOf(token),
    created: seconds(call.at),
    customer: null,
    livemode: false,
    metadata: mergeMetadata(params, {}),
    type: 'card',
  };
  call.state.methods.set(method.id, method);
  return reply(call, method.id);
}

function methodAt(call: BillingCall): PaymentMethod {
  const method = call.state.methods.get(call.param('id'));
  if (method === undefined) throw missing('PaymentMethod', call.param('id'));
  return method;
}

function getMethod(call: BillingCall): ReferenceResponse {
  return reply(call, methodAt(call).id);
}

function attachMethod(call: BillingCall): ReferenceResponse {
  const method = methodAt(call);
  const params = paramsOf(call, ['customer', 'expand']);
  const customer = customerOf(call.state, required(params, 'customer'), 'customer');
  if (method.customer !== null && method.customer !== customer.id)
    throw invalid('payment_method_in_use', 'The payment method is already attached to another customer.');
  const token = Object.values(TOKENS).find(({ last4 }) => last4 === method.card.last4);
  if (token?.fails === 'attach') throw declined(token);
  update(call.state.methods, method.id, { customer: customer.id });
  return reply(call, method.id);
}

function detachMethod(call: BillingCall): ReferenceResponse {
  const method = methodAt(call);
  const owner = method.customer === null ? undefined : call.state.customers.get(method.customer);
  if (owner === undefined)
    throw invalid('payment_method_not_attached', 'The payment method is not attached to a customer.');
  if (owner.invoice_settings.default_payment_method === method.id)
    update(call.state.customers, owner.id, {
      invoice_settings: { ...owner.invoice_settings, default_payment_method: null },
    });
  update(call.state.methods, method.id, { customer: null });
  return reply(call, method.id);
}
