import { isJsonObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer, SessionClient } from '../session-client.ts';
import { asciiSlug, COMPANY_NAMES, GIVEN_NAMES } from '../words.ts';
import { createBillingWorld, isColdId } from './billing-seed.ts';
import { BILLING_AUTH, BILLING_ORIGIN } from './billing-world.ts';

const SEED = createBillingWorld(0);
const hot = <T extends { readonly id: string }>(rows: Iterable<T>): readonly T[] =>
  [...rows].filter(({ id }) => !isColdId(id));
export const CUSTOMERS = hot(SEED.customers.values());
const PRICES = hot(SEED.prices.values());
export const PLANS = PRICES.filter((price) => price.active && price.recurring !== null && price.currency === 'usd');
export const ONE_TIME = PRICES.filter(({ recurring }) => recurring === null);
export const SUBSCRIPTIONS = hot(SEED.subscriptions.values());
export const PRODUCTS = hot(SEED.products.values());

export function client(send: ReferenceSend): SessionClient {
  return createSessionClient(send, BILLING_ORIGIN, { authorization: BILLING_AUTH });
}

export const expand = (path: string): string => `expand%5B%5D=${path}`;
export const nameOf = (random: Random, index: number): string => `${random.pick(COMPANY_NAMES)} ${index}`;

export function newCustomer(
  billing: SessionClient,
  random: Random,
  index: number,
  more: Readonly<Record<string, string>> = {},
): string {
  const name = nameOf(random, index);
  const account: Readonly<Record<string, string>> = random.chance(0.5) ? { 'metadata[account]': `A-${index}` } : {};
  return billing
    .call('POST /v1/customers', { form: { name, email: `${asciiSlug(name)}@client.test`, ...account, ...more } })
    .text('$.id');
}

export function newMethod(billing: SessionClient, random: Random, token: string): string {
  const name: Readonly<Record<string, string>> = random.chance(0.4)
    ? { 'billing_details[name]': random.pick(GIVEN_NAMES) }
    : {};
  return billing
    .call('POST /v1/payment_methods', { form: { type: 'card', 'card[token]': token, ...name } })
    .text('$.id');
}

export function customerWithCard(
  billing: SessionClient,
  random: Random,
  index: number,
  more: Readonly<Record<string, string>> = {},
): { readonly customer: string; readonly method: string } {
  const customer = newCustomer(billing, random, index, more);
  const method = newMethod(billing, random, random.pick(['tok_visa', 'tok_mastercard', 'tok_de']));
  billing.call(`POST /v1/payment_methods/${method}/attach`, { form: { customer } });
  setDefault(billing, customer, method);
  return { customer, method };
}

export function setDefault(billing: SessionClient, customer: string, method: string): void {
  billing.call(`POST /v1/customers/${customer}`, { form: { 'invoice_settings[default_payment_method]': method } });
}

export function ids(answer: Answer, below?: string): readonly string[] {
  const path = below === undefined ? '$.data' : `$.${below}.data`;
  return answer.rows(path).map((row: JsonValue) => (isJsonObject(row) ? String(row['id']) : ''));
}

export function all(billing: SessionClient, path: string): void {
  for (let after = ''; ;) {
    const page = billing.call(`GET ${path}${after === '' ? '' : `&starting_after=${after}`}`);
    after = ids(page).at(-1) ?? '';
    if (!isJsonObject(page.json) || page.json['has_more'] !== true) return;
  }
}
