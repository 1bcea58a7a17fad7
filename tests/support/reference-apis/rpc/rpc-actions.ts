/** What both endpoints do to clients and invoices; each throws a Fault before it changes anything. */
import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { amountsOf } from './rpc-show.ts';
import { cents, stamp } from './rpc-world.ts';
import type { Client, Invoice, Line, RpcWorld } from './rpc-world.ts';

export class Fault extends Error {
  readonly code: string;
  readonly field: string | undefined;

  constructor(code: string, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

export function clientOf(world: RpcWorld, id: JsonValue | undefined): Client {
  const client = world.clients.get(String(id));
  if (client === undefined) throw new Fault('CLIENT_NOT_FOUND', `Client ${String(id)} does not exist`);
  return client;
}

export function invoiceOf(world: RpcWorld, id: JsonValue | undefined): Invoice {
  const invoice = world.invoices.get(Number(id));
  if (invoice === undefined) throw new Fault('INVOICE_NOT_FOUND', `Invoice ${String(id)} does not exist`);
  return invoice;
}

export function saveClient(world: RpcWorld, at: number, before: Client | undefined, given: JsonObject): Client {
  const text = (field: 'name' | 'email' | 'vat_id' | 'country', fallback: string | null): string | null =>
    given[field] === undefined ? (before?.[field] ?? fallback) : (given[field] as string | null);
  const [name, email, country] = [text('name', null), text('email', null), text('country', 'DE')];
  if (name === null || name.trim() === '') throw new Fault('VALIDATION', 'name is required', 'name');
  if (email !== null && !email.includes('@')) throw new Fault('VALIDATION', 'email is not valid', 'email');
  if (country === null || !/^[A-Z]{2}$/.test(country))
    throw new Fault('VALIDATION', 'country must be an ISO code', 'country');
  const twin = [...world.clients.values()].find(
    (other) => other.id !== before?.id && other.name.toLowerCase() === name.toLowerCase(),
  );
  if (twin !== undefined) throw new Fault('DUPLICATE_CLIENT', `${twin.id} already has this name`, 'name');
  const client: Client = {
    id: before?.id ?? `C-${world.next.client++}`,
    name,
    email,
    vat_id: text('vat_id', null),
    country,
    archived: before?.archived ?? false,
    created_at: before?.created_at ?? stamp(at),
  };
  world.clients.set(client.id, client);
  return client;
}

/** Archives; refused while something is still owed. */
export function archiveClient(world: RpcWorld, client: Client, outstanding: number): Client {
  if (outstanding > 0) throw new Fault('CLIENT_HAS_OUTSTANDING', `${client.id} still owes ${outstanding}`);
  const archived: Client = { ...client, archived: true };
  world.clients.set(client.id, archived);
  return archived;
}

export function createInvoice(world: RpcWorld, at: number, given: JsonObject): Invoice {
  const client = clientOf(world, given['client_id']);
  if (client.archived) throw new Fault('CLIENT_ARCHIVED', `${client.id} is archived`, 'client_id');
  const lines = Array.isArray(given['lines'])
    ? (given['lines'] as readonly JsonValue[]).map((line, index) => lineFrom(line, index + 1))
    : [];
  const id = world.next.invoice++;
  const {
    currency = 'EUR',
    due_date = null,
    memo = null,
  } = given as { currency?: string; due_date?: string | null; memo?: string | null };
  return put(world, at, {
    id,
    number: null,
    client_id: client.id,
    status: 'draft',
    currency,
    due_date,
    memo,
    lines,
    payments: [],
    issued_at: null,
    updated_at: '',
  });
}

export function updateInvoice(world: RpcWorld, at: number, invoice: Invoice, given: JsonObject): Invoice {
  if (invoice.status !== 'draft' && invoice.status !== 'sent')
    throw new Fault('INVOICE_LOCKED', `The invoice is ${invoice.status}`);
  const { due_date, memo } = given;
  if (typeof due_date === 'string' && !/^\d{4}-\d\d-\d\d$/.test(due_date))
    throw new Fault('VALIDATION', 'due_date must be YYYY-MM-DD', 'due_date');
  return put(world, at, {
    ...invoice,
    ...(due_date === undefined ? {} : { due_date: due_date as string | null }),
    ...(memo === undefined ? {} : { memo: memo as string | null }),
  });
}

export function addLine(world: RpcWorld, at: number, invoice: Invoice, given: JsonValue | undefined): Invoice {
  requireDraft(invoice);
  const line = lineFrom(given ?? null, Math.max(0, ...invoice.lines.map(({ line_id }) => line_id)) + 1);
  return put(world, at, { ...invoice, lines: [...invoice.lines, line] });
}

export function removeLine(world: RpcWorld, at: number, invoice: Invoice, lineId: JsonValue | undefined): Invoice {
  requireDraft(invoice);
  const lines = invoice.lines.filter(({ line_id }) => line_id !== lineId);
  if (lines.length === invoice.lines.length) throw new Fault('LINE_NOT_FOUND', `No line ${String(lineId)}`);
  return put(world, at, { ...invoice, lines });
}

export function sendInvoice(world: RpcWorld, at: number, invoice: Invoice): Invoice {
  requireDraft(invoice);
  if (invoice.lines.length === 0) throw new Fault('INVOICE_EMPTY', 'An invoice without lines cannot be sent');
  const due_date = invoice.due_date ?? stamp(at + 14 * 86_400_000).slice(0, 10);
  const number = `INV-2024-${String(world.next.number++).padStart(4, '0')}`;
  return put(world, at, { ...invoice, status: 'sent', number, due_date, issued_at: stamp(at) });
}

export function recordPayment(world: RpcWorld, at: number, invoice: Invoice, given: JsonObject): Invoice {
  const { amount, method = 'bank' } = given;
  if (typeof amount !== 'number' || amount <= 0) throw new Fault('VALIDATION', 'amount must be positive', 'amount');
  if (invoice.status !== 'sent') throw new Fault('INVOICE_NOT_PAYABLE', `The invoice is ${invoice.status}`);
  const { balance_due } = amountsOf(invoice);
  if (amount > balance_due) throw new Fault('OVERPAYMENT', `Only ${balance_due} is due`, 'amount');
  const payments = [...invoice.payments, { amount, method: String(method), paid_at: stamp(at) }];
  return put(world, at, { ...invoice, payments, status: cents(balance_due - amount) === 0 ? 'paid' : 'sent' });
}

export function voidInvoice(world: RpcWorld, at: number, invoice: Invoice): Invoice {
  if (invoice.status !== 'sent' || invoice.payments.length > 0)
    throw new Fault('INVOICE_NOT_VOIDABLE', 'Only sent invoices without payments can be voided');
  return put(world, at, { ...invoice, status: 'void' });
}

export function deleteInvoice(world: RpcWorld, invoice: Invoice): void {
  requireDraft(invoice);
  world.invoices.delete(invoice.id);
}

function requireDraft(invoice: Invoice): void {
  if (invoice.status !== 'draft') throw new Fault('INVOICE_NOT_DRAFT', `The invoice is ${invoice.status}`);
}

function lineFrom(given: JsonValue, line_id: number): Line {
  const { description, quantity = 1, unit_price } = isJsonObject(given) ? given : {};
  if (typeof description !== 'string' || description === '')
    throw new Fault('VALIDATION', 'description is required', 'description');
  if (typeof unit_price !== 'number') throw new Fault('VALIDATION', 'unit_price must be a number', 'unit_price');
  if (typeof quantity !== 'number' || quantity <= 0)
    throw new Fault('VALIDATION', 'quantity must be positive', 'quantity');
  return { line_id, description, quantity, unit_price };
}

function put(world: RpcWorld, at: number, invoice: Invoice): Invoice {
  const saved: Invoice = { ...invoice, updated_at: stamp(at) };
  world.invoices.set(saved.id, saved);
  return saved;
}
