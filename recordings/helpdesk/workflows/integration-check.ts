import type { Desk } from '../desk.ts';
import type { CommentView, CustomerView, MacroView, OrderView, TicketView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import type { CursorPage, Page } from './find.ts';

/**
 * A service account checks that the API still refuses what it must refuse. Each group runs several times, with other
 * records, so that every refusal is seen more than once. Nothing is changed for good.
 */
export const integrationCheck: Workflow = {
  name: 'integration-check',
  sessions: 18,
  who: (turn) => (turn % 9 === 6 || turn % 9 === 7 ? 'agent' : 'monitor'),
  run: async ({ desk, turn }) => {
    desk.pace(2.5, 7);
    await GROUPS[turn % GROUPS.length]?.(desk);
  },
};

const GROUPS: readonly ((desk: Desk) => Promise<void>)[] = [
  tokens,
  ticketReads,
  ticketWrites,
  comments,
  customers,
  orders,
  limitsOfAgents,
  macrosAsAgent,
  remainders,
];

async function tokens(desk: Desk): Promise<void> {
  const form = (text: string, expect: number): Promise<unknown> =>
    desk.send('POST', '/oauth/token', undefined, {
      text,
      expect,
      authorization: null,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
  await form('grant_type=client_credentials&client_id=svc-monitor&client_secret=wrong-one', 401);
  await form('grant_type=password&client_id=desk-console&username=nobody%40tillhouse.example&password=guess', 400);
  await form('grant_type=refresh_token&client_id=desk-console&refresh_token=hdr_used', 400);
  await form('grant_type=magic_link&client_id=desk-console', 400);
  await form('client_id=desk-console', 400);
  await form('grant_type=password&client_id=desk-console&username=nobody%40tillhouse.example', 400);
  for (const path of ['/v1/tickets', '/v1/customers', '/v1/orders']) {
    await desk.send('GET', path, undefined, { authorization: null, expect: 401 });
    await desk.send('GET', path, undefined, { authorization: 'Bearer hda_not-a-token', expect: 401 });
  }
  await desk.send('POST', '/v1/tickets', { subject: 'x' }, { authorization: null, expect: 401 });
  await desk.send('GET', '/v1/agents/me', undefined, { authorization: 'Basic ZGVzazpkZXNr', expect: 401 });
  await desk.get('/v1/agents/me');
}

async function ticketReads(desk: Desk): Promise<void> {
  const page = await desk.get<Page<TicketView>>('/v1/tickets?per_page=5');
  await desk.get('/v1/tickets?status=waiting', 400);
  await desk.get('/v1/tickets?priority=asap', 400);
  await desk.get('/v1/tickets?page=0', 400);
  await desk.get('/v1/tickets?per_page=500', 400);
  await desk.get('/v1/tickets?sort=colour', 400);
  await desk.get('/v1/tickets?page=90');
  await desk.get('/v1/tickets/99999', 404);
  await desk.get('/v1/tickets/abc', 404);
  await desk.get('/v1/tickets/99999/comments', 404);
  await desk.send('PUT', '/v1/tickets', { subject: 'x' }, { expect: 405 });
  await desk.send('PUT', `/v1/tickets/${idOf(desk, page)}`, { subject: 'x' }, { expect: 405 });
  await desk.send('GET', `/v1/tickets/${idOf(desk, page)}/assign`, undefined, { expect: 405 });
  await desk.get('/v1/search?q=ab', 400);
  await desk.get('/v1/search', 400);
}

async function ticketWrites(desk: Desk): Promise<void> {
  const page = await desk.get<Page<TicketView>>('/v1/tickets?status=open&per_page=10');
  const ticket = desk.random.pick(page.data);
  const path = `/v1/tickets/${ticket.id}`;
  const whole = { subject: 'Integration check', description: 'Not a request.', customer_id: ticket.customer_id };
  await desk.post('/v1/tickets', {}, 422);
  await desk.post('/v1/tickets', { ...whole, subject: undefined }, 422);
  await desk.post('/v1/tickets', { ...whole, channel: 'fax' }, 422);
  await desk.post('/v1/tickets', { ...whole, customer_id: 'cus_2nobody2' }, 422);
  await desk.post('/v1/tickets', { ...whole, order_id: 'ord_2nothing' }, 422);
  await desk.post('/v1/tickets', { ...whole, status: 'open' }, 422);
  await malformed(desk, 'POST', '/v1/tickets');
  await desk.patch(path, {}, 400);
  await desk.patch(path, { priority: 'asap' }, 422);
  await desk.patch(path, { status: 'waiting' }, 422);
  await desk.patch(path, { status: 'new' }, 409);
  await desk.patch(path, { status: 'closed' }, 409);
  await desk.patch(path, { subject: 'Stale' }, 412, { 'If-Match': '"1-1"' });
  await desk.patch('/v1/tickets/99999', { priority: 'low' }, 404);
  await desk.post('/v1/tickets/99999/assign', { assignee_id: 'agt_2nobody2' }, 404);
  await desk.post(`${path}/assign`, { assignee_id: 'agt_2nobody2' }, 422);
  await desk.post(`${path}/assign`, {}, 422);
  await desk.delete('/v1/tickets/99999', 404);
  await desk.get(path);
}

async function comments(desk: Desk): Promise<void> {
  const open = await desk.get<Page<TicketView>>('/v1/tickets?status=pending&per_page=10');
  const closed = await desk.get<Page<TicketView>>('/v1/tickets?status=closed');
  const path = `/v1/tickets/${idOf(desk, open)}`;
  await desk.get<Page<CommentView>>(`${path}/comments`);
  await desk.post(`${path}/comments`, {}, 422);
  await desk.post(`${path}/comments`, { body: 'Hello', public: 'yes' }, 422);
  await desk.post('/v1/tickets/99999/comments', { body: 'Hello' }, 404);
  await desk.post(`/v1/tickets/${idOf(desk, closed)}/comments`, { body: 'Hello' }, 409);
  await desk.post(`/v1/tickets/${idOf(desk, closed)}/assign`, { assignee_id: await myId(desk) }, 409);
  await desk.get(`${path}/comments/cmt_2nothing`, 404);
  await desk.delete(`${path}/comments/cmt_2nothing`, 404);
  await desk.send('PATCH', `${path}/comments/cmt_2nothing`, { body: 'x' }, { expect: 405 });
  await desk.send('DELETE', `${path}/comments`, undefined, { expect: 405 });
  await desk.put('/v1/tickets/99999/tags/vip', {}, 404);
  await desk.put(`${path}/tags/NOT%20OK`, {}, 422);
  await desk.delete(`${path}/tags/no-such-tag`, 404);
  await desk.delete('/v1/tickets/99999/tags/vip', 404);
}

async function customers(desk: Desk): Promise<void> {
  const page = await desk.get<CursorPage<CustomerView>>('/v1/customers?limit=10');
  const [first, second] = desk.random.shuffle(page.data);
  const path = `/v1/customers/${first?.id}`;
  const whole = { name: 'Integration Check', email: 'check@tillhouse.example' };
  await desk.get('/v1/customers?cursor=xyz', 400);
  await desk.get('/v1/customers?limit=0', 400);
  await desk.get('/v1/customers?plan=gold', 400);
  await desk.get('/v1/customers?sort=colour', 400);
  await desk.get('/v1/customers/cus_2nobody2', 404);
  await desk.post('/v1/customers', {}, 422);
  await desk.post('/v1/customers', { ...whole, email: undefined }, 422);
  await desk.post('/v1/customers', { ...whole, plan: 'gold' }, 422);
  await desk.post('/v1/customers', { ...whole, phone: '12' }, 422);
  await desk.post('/v1/customers', { ...whole, email: second?.email }, 409);
  await malformed(desk, 'POST', '/v1/customers');
  await desk.patch(path, {}, 400);
  await desk.patch(path, { plan: 'gold' }, 422);
  await desk.patch(path, { open_ticket_count: 0 }, 422);
  await desk.patch(path, { email: second?.email }, 409);
  await desk.patch('/v1/customers/cus_2nobody2', { company: 'None' }, 404);
  await desk.send('DELETE', path, undefined, { expect: 405 });
  await desk.send('PUT', '/v1/customers', whole, { expect: 405 });
}

async function orders(desk: Desk): Promise<void> {
  const shipped = desk.random.pick((await desk.get<Page<OrderView>>('/v1/orders?status=shipped&per_page=10')).data);
  const cancelled = desk.random.pick((await desk.get<Page<OrderView>>('/v1/orders?status=cancelled')).data);
  const waiting = desk.random.pick((await desk.get<Page<OrderView>>('/v1/orders?status=pending&per_page=5')).data);
  const path = `/v1/orders/${shipped.id}`;
  const whole = { customer_id: shipped.customer_id, items: [{ sku: 'SCL-30', quantity: 1, unit_price: 26190 }] };
  await desk.get('/v1/orders?status=lost', 400);
  await desk.get('/v1/orders/ord_2nothing', 404);
  await desk.post('/v1/orders', {}, 422);
  await desk.post('/v1/orders', { ...whole, customer_id: 'cus_2nobody2' }, 422);
  await desk.post('/v1/orders', { ...whole, items: [{ sku: 'SCL-30', quantity: 0, unit_price: 26190 }] }, 422);
  await desk.post('/v1/orders', { ...whole, currency: 'CHF' }, 422);
  await desk.patch(path, { shipping_address: { city: 'Nantes' } }, 409);
  await desk.patch(`/v1/orders/${waiting.id}`, { shipping_address: { country: 'France' } }, 422);
  await desk.patch(path, {}, 422);
  await desk.patch('/v1/orders/ord_2nothing', { shipping_address: { city: 'Nantes' } }, 404);
  await desk.post(`${path}/cancel`, { reason: 'customer_request' }, 409);
  await desk.post(`/v1/orders/${waiting.id}/cancel`, { reason: 'because' }, 422);
  await desk.post(`/v1/orders/${waiting.id}/cancel`, {}, 422);
  await desk.post('/v1/orders/ord_2nothing/cancel', { reason: 'duplicate' }, 404);
  await desk.get('/v1/orders/ord_2nothing/refunds', 404);
  await desk.post('/v1/orders/ord_2nothing/refunds', { amount: 100, reason: 'goodwill' }, 404);
  await desk.post(`${path}/refunds`, {}, 422);
  await desk.post(`${path}/refunds`, { amount: shipped.total - shipped.refunded_total + 1, reason: 'damaged' }, 422);
  await desk.post(`${path}/refunds`, { amount: 0, reason: 'damaged' }, 422);
  await desk.post(`${path}/refunds`, { amount: 745, reason: 'bad_mood' }, 422);
  await desk.post(`/v1/orders/${cancelled.id}/refunds`, { amount: 745, reason: 'goodwill' }, 409);
  await desk.delete(`${path}/refunds/ref_2nothing`, 404);
  await desk.delete('/v1/orders/ord_2nothing/refunds/ref_2nothing', 404);
  await desk.send('DELETE', path, undefined, { expect: 405 });
  await desk.send('PATCH', `${path}/refunds`, {}, { expect: 405 });
  await desk.get(path);
}

async function limitsOfAgents(desk: Desk): Promise<void> {
  const tickets = await desk.get<Page<TicketView>>('/v1/tickets?per_page=10&sort=created_at');
  await desk.delete(`/v1/tickets/${idOf(desk, tickets)}`, 403);
  const delivered = await desk.get<Page<OrderView>>('/v1/orders?status=delivered&sort=-total&per_page=5');
  for (const order of delivered.data
    .filter((candidate) => candidate.total - candidate.refunded_total > 25_000)
    .slice(0, 2))
    await desk.post(`/v1/orders/${order.id}/refunds`, { amount: 25_001, reason: 'goodwill' }, 403);
  const refunded = await desk.get<Page<OrderView>>('/v1/orders?status=refunded&per_page=5');
  const order = desk.random.pick(refunded.data);
  const refunds = await desk.get<Page<{ id: string }>>(`/v1/orders/${order.id}/refunds`);
  await desk.delete(`/v1/orders/${order.id}/refunds/${refunds.data[0]?.id}`, 403);
  await desk.post(`/v1/orders/${order.id}/refunds`, { amount: 100, reason: 'goodwill' }, 409);
  await desk.get<OrderView>(`/v1/orders/${order.id}`);
}

async function macrosAsAgent(desk: Desk): Promise<void> {
  const macro = desk.random.pick((await desk.get<Page<MacroView>>('/v1/macros')).data);
  const path = `/v1/macros/${macro.id}`;
  const whole = { title: macro.title, body: macro.body, category: macro.category };
  await desk.post('/v1/macros', { ...whole, title: 'Another one' }, 403);
  await desk.put(path, whole, 403);
  await desk.delete(path, 403);
  await desk.get(path);
  await desk.signOut();
  await desk.send('GET', path, undefined, { authorization: 'Bearer hda_signed-out', expect: 401 });
}

async function remainders(desk: Desk): Promise<void> {
  const macro = desk.random.pick((await desk.get<Page<MacroView>>('/v1/macros')).data);
  const whole = { title: macro.title, body: macro.body, category: macro.category };
  await desk.get('/v1/macros?category=fun', 400);
  await desk.get('/v1/macros/no-such-macro', 404);
  await desk.post('/v1/macros', {}, 422);
  await desk.post('/v1/macros', { ...whole, title: 'Another one', category: 'fun' }, 422);
  await desk.post('/v1/macros', whole, 409);
  await desk.put('/v1/macros/no-such-macro', whole, 404);
  await desk.put(`/v1/macros/${macro.id}`, { title: macro.title }, 422);
  await desk.delete('/v1/macros/no-such-macro', 404);
  await desk.send('POST', `/v1/macros/${macro.id}`, whole, { expect: 405 });
  await desk.get('/v1/agents?role=chief', 400);
  await desk.get('/v1/agents/agt_2nobody2', 404);
  await desk.get(`/v1/agents/${await myId(desk)}`);
  await desk.send('DELETE', '/v1/agents/me', undefined, { expect: 405 });
  await desk.send('POST', '/v1/agents', { name: 'New' }, { expect: 405 });
  await desk.send('DELETE', '/v1/search', undefined, { expect: 405 });
  await desk.get('/v1/reports', 404);
  await desk.get('/v2/tickets', 404);
  await desk.get('/v1/ticket', 404);
}

async function malformed(desk: Desk, method: string, path: string): Promise<void> {
  await desk.send(method, path, undefined, { text: '{"subject": "cut off', expect: 400 });
}

async function myId(desk: Desk): Promise<string> {
  return (await desk.get<{ id: string }>('/v1/agents/me')).id;
}

function idOf(desk: Desk, page: Page<TicketView>): number {
  return desk.random.pick(page.data).id;
}
