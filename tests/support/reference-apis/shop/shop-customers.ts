import { isJsonObject, mergePatch } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import type { Call, Route } from '../router.ts';
import { bodyOf, notFound, refuse, refuseInvalid } from './shop-errors.ts';
import type { FieldErrors } from './shop-errors.ts';
import { pageOf } from './shop-paging.ts';
import { totalOf } from './shop-orders.ts';
import { iso } from './shop-world.ts';
import type { Address, Customer, ShopWorld } from './shop-world.ts';

type Reply = ReturnType<typeof jsonReply>;

export const SHOP_CUSTOMER_ROUTES: readonly Route<ShopWorld>[] = [
  { operation: 'customers.list', method: 'GET', pattern: '/v1/customers', handle: listCustomers },
  { operation: 'customers.create', method: 'POST', pattern: '/v1/customers', handle: createCustomer },
  {
    operation: 'customers.get',
    method: 'GET',
    pattern: '/v1/customers/{id}',
    handle: (call) => jsonReply(200, show(call.state, customerAt(call))),
  },
  { operation: 'customers.update', method: 'PATCH', pattern: '/v1/customers/{id}', handle: patchCustomer },
  { operation: 'customers.delete', method: 'DELETE', pattern: '/v1/customers/{id}', handle: deleteCustomer },
];

function show(state: ShopWorld, customer: Customer): object {
  const orders = [...state.orders.values()].filter(({ customer_id }) => customer_id === customer.id);
  const paid = orders.filter(({ status }) => status === 'paid' || status === 'shipped');
  const { created_at, updated_at, ...fields } = customer;
  return {
    ...fields,
    order_count: orders.length,
    total_spent: paid.reduce((sum, order) => sum + totalOf(order), 0),
    created_at,
    updated_at,
  };
}

function customerAt(call: Call<ShopWorld>): Customer {
  const customer = call.state.customers.get(Number(call.param('id')));
  if (customer === undefined) throw notFound('Customer');
  return customer;
}

function listCustomers(call: Call<ShopWorld>): Reply {
  const email = call.query.get('email')?.toLowerCase();
  const rows = [...call.state.customers.values()].filter(
    (row) => email === undefined || row.email.toLowerCase() === email,
  );
  return pageOf(
    call,
    rows.map((row) => show(call.state, row)),
  );
}

function createCustomer(call: Call<ShopWorld>): Reply {
  const fields = readCustomer(call.state, bodyOf(call), undefined);
  const id = call.state.next.customer++;
  const customer: Customer = { id, ...fields, created_at: iso(call.at), updated_at: iso(call.at) };
  call.state.customers.set(id, customer);
  return jsonReply(201, show(call.state, customer), { location: `/v1/customers/${id}` });
}

function patchCustomer(call: Call<ShopWorld>): Reply {
  const before = customerAt(call);
  const merged = mergePatch(before as unknown as JsonObject, bodyOf(call)) as JsonObject;
  const customer: Customer = { ...before, ...readCustomer(call.state, merged, before), updated_at: iso(call.at) };
  call.state.customers.set(customer.id, customer);
  return jsonReply(200, show(call.state, customer));
}

function deleteCustomer(call: Call<ShopWorld>): Reply {
  const { id } = customerAt(call);
  const orders = [...call.state.orders.values()].filter(({ customer_id }) => customer_id === id);
  if (orders.length > 0) throw refuse(409, 'customer_has_orders', 'Customers with orders cannot be deleted');
  call.state.customers.delete(id);
  return emptyReply(204);
}

function readCustomer(
  state: ShopWorld,
  body: JsonObject,
  self: Customer | undefined,
): Pick<Customer, 'name' | 'email' | 'phone' | 'address'> {
  const errors: FieldErrors = {};
  const { name, email, phone = null, address = null } = body;
  if (typeof name !== 'string' || name.trim() === '') errors['name'] = ["can't be blank"];
  if (typeof email !== 'string' || !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) errors['email'] = ['is invalid'];
  if (address !== null && !isJsonObject(address)) errors['address'] = ['must be an object'];
  refuseInvalid(errors);
  const key = (email as string).toLowerCase();
  const twin = [...state.customers.values()].find(
    (other) => other.email.toLowerCase() === key && other.id !== self?.id,
  );
  if (twin !== undefined)
    throw refuse(409, 'duplicate_email', 'A customer with this e-mail exists', { existing_id: twin.id });
  return {
    name: name as string,
    email: email as string,
    phone: phone as string | null,
    address: address as Address | null,
  };
}
