import { isJsonObject, mergePatch } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import type { Call, Route } from '../router.ts';
import { bodyOf, notFound, refuse, refuseInvalid } from './shop-errors.ts';
import type { FieldErrors } from './shop-errors.ts';
import { pageOf } from './shop-paging.ts';
import { iso } from './shop-world.ts';
import type { Category, Product, ShopWorld } from './shop-world.ts';

export const SHOP_PRODUCT_ROUTES: readonly Route<ShopWorld>[] = [
  {
    operation: 'categories.list',
    method: 'GET',
    pattern: '/v1/categories',
    handle: (call) =>
      jsonReply(
        200,
        [...call.state.categories.values()].map((category) => showCategory(call.state, category)),
      ),
  },
  { operation: 'categories.get', method: 'GET', pattern: '/v1/categories/{id}', handle: getCategory },
  { operation: 'products.list', method: 'GET', pattern: '/v1/products', handle: listProducts },
  { operation: 'products.create', method: 'POST', pattern: '/v1/products', handle: createProduct },
  {
    operation: 'products.get',
    method: 'GET',
    pattern: '/v1/products/{id}',
    handle: (call) => jsonReply(200, productAt(call)),
  },
  {
    operation: 'products.replace',
    method: 'PUT',
    pattern: '/v1/products/{id}',
    handle: (call) => writeProduct(call, bodyOf(call)),
  },
  { operation: 'products.update', method: 'PATCH', pattern: '/v1/products/{id}', handle: patchProduct },
  { operation: 'products.delete', method: 'DELETE', pattern: '/v1/products/{id}', handle: deleteProduct },
];

function showCategory(state: ShopWorld, category: Category): object {
  const product_count = [...state.products.values()].filter(({ category_id }) => category_id === category.id).length;
  return { ...category, product_count };
}

function getCategory(call: Call<ShopWorld>): ReturnType<typeof jsonReply> {
  const category = call.state.categories.get(Number(call.param('id')));
  if (category === undefined) throw notFound('Category');
  return jsonReply(200, showCategory(call.state, category));
}

function productAt(call: Call<ShopWorld>): Product {
  const product = call.state.products.get(Number(call.param('id')));
  if (product === undefined) throw notFound('Product');
  return product;
}

function listProducts(call: Call<ShopWorld>): ReturnType<typeof jsonReply> {
  const { query } = call;
  let rows = [...call.state.products.values()];
  const category = query.get('category_id');
  if (category !== null) rows = rows.filter(({ category_id }) => String(category_id) === category);
  const active = query.get('active');
  if (active !== null) rows = rows.filter((product) => String(product.active) === active);
  const wanted = query.get('q')?.toLowerCase();
  if (wanted !== undefined) rows = rows.filter(({ name, sku }) => `${name} ${sku}`.toLowerCase().includes(wanted));
  if (query.get('sort') === 'price') rows = rows.toSorted((a, b) => a.price - b.price || a.id - b.id);
  if (query.get('sort') === '-price') rows = rows.toSorted((a, b) => b.price - a.price || a.id - b.id);
  return pageOf(call, rows);
}

function createProduct(call: Call<ShopWorld>): ReturnType<typeof jsonReply> {
  const fields = readProduct(call.state, bodyOf(call), undefined);
  const id = call.state.next.product++;
  const product: Product = { id, ...fields, created_at: iso(call.at), updated_at: iso(call.at) };
  call.state.products.set(id, product);
  return jsonReply(201, product, { location: `/v1/products/${id}` });
}

function patchProduct(call: Call<ShopWorld>): ReturnType<typeof jsonReply> {
  const { id: _id, created_at: _created, updated_at: _updated, ...fields } = productAt(call);
  return writeProduct(call, mergePatch(fields as unknown as JsonObject, bodyOf(call)) as JsonObject);
}

function writeProduct(call: Call<ShopWorld>, body: JsonObject): ReturnType<typeof jsonReply> {
  const before = productAt(call);
  const product: Product = { ...before, ...readProduct(call.state, body, before), updated_at: iso(call.at) };
  call.state.products.set(product.id, product);
  return jsonReply(200, product);
}

function deleteProduct(call: Call<ShopWorld>): ReturnType<typeof jsonReply> {
  const { id } = productAt(call);
  const open = [...call.state.orders.values()].filter(
    ({ status, lines }) =>
      (status === 'pending' || status === 'paid') && lines.some(({ product_id }) => product_id === id),
  );
  if (open.length > 0) throw refuse(409, 'product_in_use', `Product is part of ${open.length} open order(s)`);
  call.state.products.delete(id);
  return emptyReply(204);
}

type ProductFields = Omit<Product, 'id' | 'created_at' | 'updated_at'>;

function readProduct(state: ShopWorld, body: JsonObject, self: Product | undefined): ProductFields {
  const errors: FieldErrors = {};
  const { sku, name, price } = body;
  const optional = <T extends JsonValue>(field: string, fallback: T): JsonValue => body[field] ?? fallback;
  const [description, stock, category, tags, active] = [
    optional('description', null),
    optional('stock', 0),
    optional('category_id', null),
    optional('tags', []),
    optional('active', true),
  ] as const;
  if (typeof name !== 'string' || name.trim() === '') errors['name'] = ["can't be blank"];
  if (sku === undefined) errors['sku'] = ["can't be blank"];
  else if (typeof sku !== 'string' || !/^[A-Z]{2,4}-\d{3,6}$/.test(sku)) errors['sku'] = ['is invalid'];
  if (price === undefined) errors['price'] = ["can't be blank"];
  else if (!isCount(price)) errors['price'] = ['must be greater than or equal to 0'];
  if (!isCount(stock)) errors['stock'] = ['must be greater than or equal to 0'];
  if (category !== null && !state.categories.has(Number(category))) errors['category_id'] = ['does not exist'];
  if (!Array.isArray(tags)) errors['tags'] = ['must be an array'];
  if (typeof active !== 'boolean') errors['active'] = ['must be true or false'];
  if (isJsonObject(description) || typeof description === 'number') errors['description'] = ['must be text'];
  refuseInvalid(errors);
  const twin = [...state.products.values()].find((other) => other.sku === sku && other.id !== self?.id);
  if (twin !== undefined) throw refuse(409, 'duplicate_sku', `SKU ${sku} is already taken`, { existing_id: twin.id });
  return {
    sku: sku as string,
    name: name as string,
    description: description as string | null,
    price: price as number,
    stock: stock as number,
    category_id: category as number | null,
    tags: tags as unknown as readonly string[],
    active: active as boolean,
  };
}

function isCount(value: JsonValue): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
