import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer } from '../session-client.ts';
import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { loginRpc } from './rpc-login.ts';
import type { RpcClient } from './rpc-login.ts';
import { ACCOUNTANT, isColdClient, isColdInvoice, OWNER, RPC_ORIGIN } from './rpc-world.ts';

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  'month-end': (send) => {
    const { rpc, graphql } = loginRpc(send, OWNER);
    rpc('report.summary');
    for (const name of ['client', 'invoice']) {
      for (let page = 1, pages = 1; page <= pages; page++)
        pages = rpc(`${name}.list`, { page, page_size: 20 }).number('$.result.pages');
    }
    for (let after: string | null = null; ;) {
      const page: Answer = graphql('Invoices', { first: 25, after });
      const edges = page.rows('$.data.invoices.edges').filter(isJsonObject);
      if (edges.length < 25) break;
      after = String(edges.at(-1)?.['cursor']);
    }
  },
  billing: (send, random) => {
    const { rpc } = loginRpc(send, OWNER);
    const client = pickClient(random, rpc);
    rpc('client.get', { id: client });
    const id = rpc('invoice.create', {
      client_id: client,
      ...(random.chance(0.5) ? { memo: 'PO 77-1', due_date: '2024-06-30' } : {}),
      lines: [{ description: 'Consulting', quantity: random.between(1, 9), unit_price: 110 }],
    }).number('$.result.id');
    rpc('invoice.add_line', { id, line: { description: 'Travel', unit_price: 80.5 } });
    rpc('invoice.get', { id });
    rpc('invoice.add_line', { id, line: { description: 'Oops', quantity: 3, unit_price: 10 } });
    rpc('invoice.remove_line', { id, line_id: 3 });
    rpc('invoice.get', { id });
    rpc('invoice.send', { id });
    rpc('invoice.get', { id });
    rpc('client.get', { id: client });
    if (random.chance(0.5)) rpc('invoice.send', { id });
  },
  payments: (send, random) => {
    const { rpc } = loginRpc(send, OWNER);
    const rows = rpc('invoice.list', { status: 'sent', page_size: 50 }).rows('$.result.rows').filter(isJsonObject);
    const invoice = random.pick(rows.filter((row) => !isColdInvoice(Number(row['id']))));
    const { id, balance_due } = invoice;
    rpc('invoice.get', { id });
    rpc('invoice.record_payment', { id, amount: 10, method: 'bank' });
    rpc('invoice.get', { id });
    rpc('invoice.record_payment', { id, amount: 100_000 });
    if (random.chance(0.6))
      rpc('invoice.record_payment', { id, amount: Math.round((Number(balance_due) - 10) * 100) / 100, method: 'card' });
    rpc('invoice.get', { id });
    if (!isColdClient(String(invoice['client_id']))) rpc('client.get', { id: invoice['client_id'] });
    rpc('report.summary');
  },
  'new-client': (send, random, index) => {
    const { rpc } = loginRpc(send, OWNER);
    const name = `${random.pick(['Fjord', 'Maple', 'Granite', 'Lotus'])} ${random.pick(['Studio', 'Foods', 'Labs'])} ${index}`;
    if (random.chance(0.5)) rpc('client.create', { name: '', country: 'FR' });
    const id = rpc('client.create', {
      name,
      country: random.pick(['FR', 'SE']),
      email: random.chance(0.5) ? `hello${index}@fresh.example` : null,
    }).text('$.result.id');
    rpc('client.create', { name, country: 'FR' });
    rpc('client.update', { id, vat_id: 'FR123456789' });
    rpc('client.get', { id });
    rpc('client.list', { search: name.split(' ')[0] });
    if (random.chance(0.8)) {
      rpc('client.archive', { id });
      rpc('client.get', { id });
      rpc('invoice.create', { client_id: id, lines: [] });
    }
  },
  'second-thoughts': (send, random) => {
    const { rpc } = loginRpc(send, OWNER);
    const client = pickClient(random, rpc);
    const line = { description: 'Workshop', quantity: 2, unit_price: 450 };
    const draft = rpc('invoice.create', { client_id: client, lines: [line] }).number('$.result.id');
    rpc('invoice.update', { id: draft, memo: 'First version', due_date: random.chance(0.5) ? null : '2024-07-01' });
    rpc('invoice.get', { id: draft });
    rpc('invoice.delete', { id: draft });
    rpc('invoice.get', { id: draft });
    const sent = rpc('invoice.create', { client_id: client, lines: [line] }).number('$.result.id');
    rpc('invoice.send', { id: sent });
    rpc('invoice.void', { id: sent });
    rpc('invoice.get', { id: sent });
    rpc('client.get', { id: client });
    rpc('invoice.delete', { id: sent });
  },
  dashboard: (send, random, index) => {
    const { rpc, graphql } = loginRpc(send, OWNER);
    const client = random.chance(0.5)
      ? pickClient(random, rpc)
      : graphql('CreateClient', { input: { name: `Graph Works ${index}`, country: 'SE', vatId: null } }).text(
          '$.data.createClient.id',
        );
    graphql('Client', { id: client });
    const id = graphql('CreateInvoice', {
      input: { clientId: client, currency: 'SEK', lines: [{ description: 'App', quantity: 1, unitPrice: 990 }] },
    }).text('$.data.createInvoice.id');
    graphql('Invoice', { id });
    graphql('SendInvoice', { id });
    graphql('Invoice', { id });
    rpc('invoice.get', { id: Number(id) });
    graphql('Client', { id: client });
    graphql('Invoices', { first: 5, status: 'SENT' });
    graphql('Invoice', { id: '99999' });
    if (random.chance(0.5)) graphql('SendInvoice', { id });
  },
  accountant: (send, random) => {
    const { rpc } = loginRpc(send, ACCOUNTANT);
    rpc('session.whoami');
    const rows = rpc('invoice.list', { status: 'sent', page: 1, page_size: 40 })
      .rows('$.result.rows')
      .filter(isJsonObject);
    const id = random.pick(rows.map((row) => Number(row['id'])).filter((number) => !isColdInvoice(number)));
    rpc('invoice.get', { id });
    rpc('invoice.void', { id });
    rpc('invoice.update', { id, memo: random.pick(['Reminder sent', null]) });
    rpc('invoice.get', { id });
    rpc('session.logout');
    rpc('invoice.get', { id });
  },
  mistakes: (send, random) => {
    const stranger = createSessionClient(send, RPC_ORIGIN, {});
    stranger.call('POST /rpc', {
      json: { id: 1, method: 'session.login', params: { email: OWNER, password: 'wrong' } },
    });
    stranger.call('POST /rpc', { json: { id: 2, method: 'invoice.list', params: {} } });
    const { rpc } = loginRpc(send, OWNER);
    rpc('invoice.get', { id: random.between(9000, 9999) });
    rpc('client.get', { id: 'C-9' });
    rpc('client.update', { id: pickClient(random, rpc), email: 'no-at-sign' });
    rpc('invoice.create', { client_id: 'C-404', lines: [] });
    rpc('client.create', { name: 'No Token AB' }, { 'x-csrf-token': '' });
    const empty = rpc('invoice.create', { client_id: pickClient(random, rpc) }).number('$.result.id');
    rpc('invoice.send', { id: empty });
    rpc('invoice.add_line', { id: empty, line: { quantity: 1 } });
    rpc('invoice.record_payment', { id: empty, amount: 5 });
    rpc('session.logout');
  },
  browse: (send, random) => {
    const { rpc } = loginRpc(send, OWNER);
    rpc('invoice.list', { status: random.pick(['draft', 'paid', 'void']) });
    rpc('invoice.list', { client_id: pickClient(random, rpc) });
    rpc('invoice.list', { page: random.between(2, 4), page_size: 10 });
    rpc('client.list', { archived: random.chance(0.5) });
    const rows = rpc('invoice.list', { page_size: 30 }).rows('$.result.rows').filter(isJsonObject);
    rpc('invoice.get', { id: random.pick(rows.map((row) => Number(row['id'])).filter((id) => !isColdInvoice(id))) });
  },
};

export function rpcSessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}

function pickClient(random: Random, rpc: RpcClient['rpc']): string {
  const rows: readonly JsonObject[] = rpc('client.list', { archived: false, page_size: 15 })
    .rows('$.result.rows')
    .filter(isJsonObject);
  return random.pick(rows.map(({ id }) => String(id)).filter((id) => !isColdClient(id)));
}
