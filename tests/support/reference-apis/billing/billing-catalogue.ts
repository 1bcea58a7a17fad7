import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { seconds } from './billing-customers.ts';
import {
  branch,
  flag,
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
import type { Price, Product } from './billing-rows.ts';
import { reply, rowOf } from './billing-show.ts';
import { newId, update } from './billing-world.ts';
import type { BillingWorld } from './billing-world.ts';

type BillingCall = Call<BillingWorld>;

const PRODUCT_FIELDS = ['name', 'description', 'active', 'default_price', 'metadata', 'unit_label', 'expand'];
const CURRENCIES = ['usd', 'eur', 'gbp'];

export const CATALOGUE_ROUTES: readonly Route<BillingWorld>[] = [
  { operation: 'products.list', method: 'GET', pattern: '/v1/products', handle: listProducts },
  { operation: 'products.create', method: 'POST', pattern: '/v1/products', handle: createProduct },
  {
    operation: 'products.get',
    method: 'GET',
    pattern: '/v1/products/{id}',
    handle: (call) => reply(call, productAt(call).id),
  },
  { operation: 'products.update', method: 'POST', pattern: '/v1/products/{id}', handle: updateProduct },
  { operation: 'prices.list', method: 'GET', pattern: '/v1/prices', handle: listPrices },
  { operation: 'prices.create', method: 'POST', pattern: '/v1/prices', handle: createPrice },
  {
    operation: 'prices.get',
    method: 'GET',
    pattern: '/v1/prices/{id}',
    handle: (call) => reply(call, priceAt(call).id),
  },
  { operation: 'prices.update', method: 'POST', pattern: '/v1/prices/{id}', handle: updatePrice },
];

function listProducts(call: BillingCall): ReferenceResponse {
  const active = activeOf(call);
  const rows = [...call.state.products.values()].filter((row) => active === undefined || row.active === active);
  return listReply(call, rows, rowOf(call));
}

function listPrices(call: BillingCall): ReferenceResponse {
  const active = activeOf(call);
  const { query } = call;
  const product = query.get('product');
  const keys = [...query].filter(([name]) => name.startsWith('lookup_keys[')).map(([, key]) => key);
  const rows = [...call.state.prices.values()].filter(
    (row) =>
      (active === undefined || row.active === active) &&
      (product === null || row.product === product) &&
      (query.get('type') === null || row.type === query.get('type')) &&
      (keys.length === 0 || keys.includes(row.lookup_key ?? '')),
  );
  return listReply(call, rows, rowOf(call));
}

function activeOf({ query }: BillingCall): boolean | undefined {
  const active = query.get('active');
  return active === null ? undefined : flag({ active }, 'active', true);
}

function productAt(call: BillingCall): Product {
  const product = call.state.products.get(call.param('id'));
  if (product === undefined) throw missing('product', call.param('id'));
  return product;
}

function priceAt(call: BillingCall): Price {
  const price = call.state.prices.get(call.param('id'));
  if (price === undefined) throw missing('price', call.param('id'));
  return price;
}

function createProduct(call: BillingCall): ReferenceResponse {
  const params = paramsOf(call, PRODUCT_FIELDS);
  const product: Product = {
    id: newId(call.state.random, 'prod'),
    object: 'product',
    active: flag(params, 'active', true),
    created: seconds(call.at),
    default_price: null,
    description: text(params, 'description', null),
    livemode: false,
    metadata: mergeMetadata(params, {}),
    name: required(params, 'name'),
    unit_label: text(params, 'unit_label', null),
    updated: seconds(call.at),
  };
  call.state.products.set(product.id, product);
  return reply(call, product.id);
}

function updateProduct(call: BillingCall): ReferenceResponse {
  const product = productAt(call);
  const params = paramsOf(call, PRODUCT_FIELDS);
  const price = text(params, 'default_price', product.default_price);
  if (price !== null && call.state.prices.get(price)?.product !== product.id)
    throw missing('price', price, 'default_price', 400);
  update(call.state.products, product.id, {
    active: flag(params, 'active', product.active),
    default_price: price,
    description: text(params, 'description', product.description),
    metadata: mergeMetadata(params, product.metadata),
    name: text(params, 'name', product.name) ?? product.name,
    unit_label: text(params, 'unit_label', product.unit_label),
    updated: seconds(call.at),
  });
  return reply(call, product.id);
}

function createPrice(call: BillingCall): ReferenceResponse {
  const params = paramsOf(call, [
    'currency',
    'product',
    'unit_amount',
    'recurring',
    'nickname',
    'lookup_key',
    'metadata',
    'expand',
  ]);
  const currency = required(params, 'currency').toLowerCase();
  if (!CURRENCIES.includes(currency))
    throw invalid(
      undefined,
      `Invalid currency: ${currency}. We support these currencies: ${CURRENCIES.join(', ')}`,
      'currency',
    );
  const product = required(params, 'product');
  if (!call.state.products.has(product)) throw missing('product', product, 'product', 400);
  required(params, 'unit_amount');
  const unit_amount = integer(params, 'unit_amount') ?? 0;
  if (unit_amount < 0)
    throw invalid('parameter_invalid_integer', 'This value must be greater than or equal to 0.', 'unit_amount');
  const lookup_key = freeKey(call, text(params, 'lookup_key', null));
  const recurring = branch(params, 'recurring');
  const repeats = params['recurring'] !== undefined;
  const price: Price = {
    id: newId(call.state.random, 'price'),
    object: 'price',
    active: true,
    created: seconds(call.at),
    currency,
    livemode: false,
    lookup_key,
    metadata: mergeMetadata(params, {}),
    nickname: text(params, 'nickname', null),
    product,
    recurring: repeats
      ? {
          interval: oneOf(recurring, 'interval', ['month', 'year'], 'month'),
          interval_count: integer(recurring, 'interval_count') ?? 1,
        }
      : null,
    type: repeats ? 'recurring' : 'one_time',
    unit_amount,
    unit_amount_decimal: String(unit_amount),
  };
  call.state.prices.set(price.id, price);
  return reply(call, price.id);
}

function freeKey(call: BillingCall, key: string | null, own?: string): string | null {
  const taken = [...call.state.prices.values()].find((row) => key !== null && row.lookup_key === key && row.id !== own);
  if (taken !== undefined)
    throw invalid(undefined, `A price (\`${taken.id}\`) already uses that lookup key.`, 'lookup_key');
  return key;
}

function updatePrice(call: BillingCall): ReferenceResponse {
  const price = priceAt(call);
  const params = paramsOf(call, ['active', 'nickname', 'lookup_key', 'metadata', 'expand']);
  update(call.state.prices, price.id, {
    active: flag(params, 'active', price.active),
    lookup_key: freeKey(call, text(params, 'lookup_key', price.lookup_key), price.id),
    metadata: mergeMetadata(params, price.metadata),
    nickname: text(params, 'nickname', price.nickname),
  });
  return reply(call, price.id);
}
