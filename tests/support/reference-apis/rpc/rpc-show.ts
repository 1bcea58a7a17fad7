import { cents, totalOf } from './rpc-world.ts';
import type { Client, Invoice, RpcWorld } from './rpc-world.ts';

export function amountsOf(invoice: Invoice): { total: number; paid_amount: number; balance_due: number } {
  const total = totalOf(invoice.lines);
  const paid_amount = cents(invoice.payments.reduce((sum, { amount }) => sum + amount, 0));
  return { total, paid_amount, balance_due: invoice.status === 'void' ? 0 : cents(total - paid_amount) };
}

export function outstandingOf(world: RpcWorld, clientId: string): number {
  const sent = [...world.invoices.values()].filter(
    ({ client_id, status }) => client_id === clientId && status === 'sent',
  );
  return cents(sent.reduce((sum, invoice) => sum + amountsOf(invoice).balance_due, 0));
}

export function showClient(world: RpcWorld, client: Client): object {
  const { created_at, ...fields } = client;
  const invoice_count = [...world.invoices.values()].filter(({ client_id }) => client_id === client.id).length;
  return { ...fields, invoice_count, outstanding: outstandingOf(world, client.id), created_at };
}

export function showInvoice(invoice: Invoice): object {
  const { lines, payments, issued_at, updated_at, ...fields } = invoice;
  const shown = lines.map((line) => ({ ...line, amount: cents(line.quantity * line.unit_price) }));
  return { ...fields, lines: shown, payments, ...amountsOf(invoice), issued_at, updated_at };
}

/** The GraphQL side: camelCase, the client as a nested object. */
export function clientNode(world: RpcWorld, client: Client): object {
  const { id, name, email, country } = client;
  return {
    id,
    name,
    email,
    vatId: client.vat_id,
    country,
    archived: client.archived,
    outstanding: outstandingOf(world, id),
  };
}

export function invoiceNode(world: RpcWorld, invoice: Invoice): object {
  const { id, number, status, currency } = invoice;
  const client = world.clients.get(invoice.client_id);
  const { total, balance_due } = amountsOf(invoice);
  return {
    id: String(id),
    number,
    status: status.toUpperCase(),
    currency,
    dueDate: invoice.due_date,
    total,
    balanceDue: balance_due,
    lineCount: invoice.lines.length,
    client: { id: invoice.client_id, name: client?.name ?? null },
    updatedAt: invoice.updated_at,
  };
}
