import { emptyReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { bodyOf, envelope, pageReply, refuse, requiredText } from './split-envelope.ts';
import { BILLING_ORIGIN, dayOf, isoOf, PLANS } from './split-world.ts';
import type { Account, Bill, SplitWorld, Subscription } from './split-world.ts';

type SplitCall = Call<SplitWorld>;

const route = (
  operation: string,
  method: string,
  pattern: string,
  handle: Route<SplitWorld>['handle'],
): Route<SplitWorld> => ({ operation, method, pattern, handle, origin: BILLING_ORIGIN });

export const SPLIT_BILLING_ROUTES: readonly Route<SplitWorld>[] = [
  route('plans.list', 'GET', '/v2/plans', (call) =>
    envelope(
      call,
      200,
      Object.entries(PLANS).map(([name, price]) => ({ name, seat_price: price })),
    ),
  ),
  route('balances.get', 'GET', '/v2/balances/{account_id}', getBalance),
  route('subscriptions.list', 'GET', '/v2/subscriptions', listSubscriptions),
  route('subscriptions.create', 'POST', '/v2/subscriptions', createSubscription),
  route('subscriptions.get', 'GET', '/v2/subscriptions/{id}', (call) =>
    envelope(call, 200, showSubscription(subscriptionAt(call))),
  ),
  route('subscriptions.replace', 'PUT', '/v2/subscriptions/{id}', replaceSubscription),
  route('subscriptions.delete', 'DELETE', '/v2/subscriptions/{id}', deleteSubscription),
  route('invoices.list', 'GET', '/v2/invoices', listBills),
  route('invoices.create', 'POST', '/v2/invoices', createBill),
  route('invoices.get', 'GET', '/v2/invoices/{id}', (call) => envelope(call, 200, billAt(call))),
  route('invoices.replace', 'PUT', '/v2/invoices/{id}', replaceBill),
];

function accountById(call: SplitCall, id: unknown): Account | undefined {
  return [...call.state.accounts.values()].find((account) => account.id === id);
}

function requireAccount(call: SplitCall, id: unknown): Account {
  const account = accountById(call, id);
  if (account === undefined) throw refuse(call, 422, 'unknown_account', 'does not exist', 'account_id');
  return account;
}

function getBalance(call: SplitCall): ReferenceResponse {
  const account = accountById(call, call.param('account_id'));
  if (account === undefined) throw refuse(call, 404, 'account_not_found', 'No such account');
  const open = [...call.state.bills.values()].filter(
    ({ account_id, status }) => account_id === account.id && status === 'open',
  );
  const active = [...call.state.subscriptions.values()].filter(
    ({ account_id, status }) => account_id === account.id && status === 'active',
  );
  return envelope(call, 200, {
    account_id: account.id,
    open_invoices: open.length,
    amount_due: open.reduce((sum, { amount }) => sum + amount, 0),
    active_subscriptions: active.length,
    monthly_total: active.reduce((sum, subscription) => sum + monthlyOf(subscription), 0),
  });
}

function monthlyOf({ plan, seats }: Subscription): number {
  return (PLANS[plan] ?? 0) * seats;
}

function showSubscription(subscription: Subscription): object {
  const { status, started_on, cancelled_on, ...fields } = subscription;
  return { ...fields, monthly_amount: monthlyOf(subscription), status, started_on, cancelled_on };
}

function subscriptionAt(call: SplitCall): Subscription {
  const subscription = call.state.subscriptions.get(call.param('id'));
  if (subscription === undefined) throw refuse(call, 404, 'subscription_not_found', 'No such subscription');
  return subscription;
}

function listSubscriptions(call: SplitCall): ReferenceResponse {
  const [account, status] = [call.query.get('account_id'), call.query.get('status')];
  const rows = [...call.state.subscriptions.values()].filter(
    (row) => (account === null || row.account_id === account) && (status === null || row.status === status),
  );
  return pageReply(call, rows.map(showSubscription));
}

function termsFrom(call: SplitCall): Pick<Subscription, 'plan' | 'seats'> {
  const body = bodyOf(call);
  const plan = requiredText(call, body, 'plan');
  if (PLANS[plan] === undefined) throw refuse(call, 422, 'unknown_plan', 'is not a plan', 'plan');
  const { seats } = body;
  if (seats === undefined) throw refuse(call, 422, 'field_required', 'is required', 'seats');
  if (typeof seats !== 'number' || !Number.isInteger(seats) || seats < 1)
    throw refuse(call, 422, 'field_invalid', 'must be 1 or more', 'seats');
  return { plan, seats };
}

function createSubscription(call: SplitCall): ReferenceResponse {
  const account = requireAccount(call, bodyOf(call)['account_id']);
  const terms = termsFrom(call);
  if (account.status === 'suspended')
    throw refuse(call, 409, 'account_suspended', 'Suspended accounts cannot subscribe');
  const id = String(call.state.next.subscription++);
  const subscription: Subscription = {
    id,
    account_id: account.id,
    ...terms,
    status: 'active',
    started_on: dayOf(call.at),
    cancelled_on: null,
  };
  call.state.subscriptions.set(id, subscription);
  return envelope(
    call,
    201,
    showSubscription(subscription),
    {},
    { location: `${BILLING_ORIGIN}/v2/subscriptions/${id}` },
  );
}

function replaceSubscription(call: SplitCall): ReferenceResponse {
  const before = subscriptionAt(call);
  const terms = termsFrom(call);
  const { status = 'active' } = bodyOf(call);
  if (status !== 'active' && status !== 'cancelled')
    throw refuse(call, 422, 'field_invalid', 'must be active or cancelled', 'status');
  if (before.status === 'cancelled')
    throw refuse(call, 409, 'subscription_cancelled', 'A cancelled subscription cannot change');
  const subscription: Subscription = {
    ...before,
    ...terms,
    status,
    cancelled_on: status === 'cancelled' ? dayOf(call.at) : null,
  };
  call.state.subscriptions.set(before.id, subscription);
  return envelope(call, 200, showSubscription(subscription));
}

/** Hard: its invoices go with it. */
function deleteSubscription(call: SplitCall): ReferenceResponse {
  const { id } = subscriptionAt(call);
  call.state.subscriptions.delete(id);
  for (const [key, bill] of call.state.bills) if (bill.subscription_id === id) call.state.bills.delete(key);
  return emptyReply(204);
}

function billAt(call: SplitCall): Bill {
  const bill = call.state.bills.get(call.param('id'));
  if (bill === undefined) throw refuse(call, 404, 'invoice_not_found', 'No such invoice');
  return bill;
}

function listBills(call: SplitCall): ReferenceResponse {
  const [account, status] = [call.query.get('account_id'), call.query.get('status')];
  return pageReply(
    call,
    [...call.state.bills.values()]
      .filter((row) => (account === null || row.account_id === account) && (status === null || row.status === status))
      .toReversed(),
  );
}

/** Bills one month of a subscription. */
function createBill(call: SplitCall): ReferenceResponse {
  const body = bodyOf(call);
  const subscription = call.state.subscriptions.get(String(body['subscription_id']));
  if (subscription === undefined) throw refuse(call, 422, 'unknown_subscription', 'does not exist', 'subscription_id');
  if (subscription.status === 'cancelled')
    throw refuse(call, 409, 'subscription_cancelled', 'A cancelled subscription is not billed');
  const id = `inv-${call.state.random.text(8, '0123456789abcdef')}`;
  const { due_on = dayOf(call.at + 30 * 86_400_000), memo = null } = body;
  const bill: Bill = {
    id,
    account_id: subscription.account_id,
    subscription_id: subscription.id,
    amount: monthlyOf(subscription),
    status: 'open',
    due_on: String(due_on),
    paid_at: null,
    memo: memo as string | null,
  };
  call.state.bills.set(id, bill);
  return envelope(call, 201, bill, {}, { location: `${BILLING_ORIGIN}/v2/invoices/${id}` });
}

function replaceBill(call: SplitCall): ReferenceResponse {
  const before = billAt(call);
  const body = bodyOf(call);
  const due_on = requiredText(call, body, 'due_on');
  const { status = 'open', memo = null } = body;
  if (status !== 'open' && status !== 'paid' && status !== 'uncollectible')
    throw refuse(call, 422, 'field_invalid', 'is not a status', 'status');
  if (before.status === 'paid') throw refuse(call, 409, 'invoice_paid', 'A paid invoice cannot change');
  const bill: Bill = {
    ...before,
    due_on,
    memo: memo as string | null,
    status,
    paid_at: status === 'paid' ? isoOf(call.at) : null,
  };
  call.state.bills.set(before.id, bill);
  return envelope(call, 200, bill);
}
