/** `POST /rpc { id, method, params }`: always 200, `{ id, ok: true, result }` or `{ id, ok: false, error }`. */
import type { JsonObject } from '../json.ts';
import {
  addLine,
  archiveClient,
  clientOf,
  createInvoice,
  deleteInvoice,
  Fault,
  invoiceOf,
  recordPayment,
  removeLine,
  saveClient,
  sendInvoice,
  updateInvoice,
  voidInvoice,
} from './rpc-actions.ts';
import { amountsOf, outstandingOf, showClient, showInvoice } from './rpc-show.ts';
import { ACCOUNTANT, cents } from './rpc-world.ts';
import type { RpcWorld } from './rpc-world.ts';

export interface RpcCall {
  readonly world: RpcWorld;
  readonly at: number;
  readonly params: JsonObject;
  /** e-mail of who is logged in */
  readonly user: string;
}

type Method = { readonly writes: boolean; readonly run: (call: RpcCall) => unknown };

const read = (run: Method['run']): Method => ({ writes: false, run });
const write = (run: Method['run']): Method => ({ writes: true, run });

export const RPC_METHODS: Readonly<Record<string, Method>> = {
  'session.whoami': read(({ user }) => ({ email: user, role: user === ACCOUNTANT ? 'accountant' : 'owner' })),
  'client.list': read(({ world, params }) =>
    pageOf(
      params,
      [...world.clients.values()]
        .filter(({ archived }) => params['archived'] === undefined || archived === params['archived'])
        .filter(
          ({ name }) =>
            params['search'] === undefined || name.toLowerCase().includes(String(params['search']).toLowerCase()),
        )
        .map((client) => showClient(world, client)),
    ),
  ),
  'client.get': read(({ world, params }) => showClient(world, clientOf(world, params['id']))),
  'client.create': write(({ world, at, params }) => showClient(world, saveClient(world, at, undefined, params))),
  'client.update': write(({ world, at, params }) =>
    showClient(world, saveClient(world, at, clientOf(world, params['id']), params)),
  ),
  'client.archive': write(({ world, params }) => {
    const client = clientOf(world, params['id']);
    return showClient(world, archiveClient(world, client, outstandingOf(world, client.id)));
  }),
  'invoice.list': read(({ world, params }) =>
    pageOf(
      params,
      [...world.invoices.values()]
        .filter(({ status }) => params['status'] === undefined || status === params['status'])
        .filter(({ client_id }) => params['client_id'] === undefined || client_id === params['client_id'])
        .toReversed()
        .map(showInvoice),
    ),
  ),
  'invoice.get': read(({ world, params }) => showInvoice(invoiceOf(world, params['id']))),
  'invoice.create': write(({ world, at, params }) => showInvoice(createInvoice(world, at, params))),
  'invoice.update': write(({ world, at, params }) =>
    showInvoice(updateInvoice(world, at, invoiceOf(world, params['id']), params)),
  ),
  'invoice.add_line': write(({ world, at, params }) =>
    showInvoice(addLine(world, at, invoiceOf(world, params['id']), params['line'])),
  ),
  'invoice.remove_line': write(({ world, at, params }) =>
    showInvoice(removeLine(world, at, invoiceOf(world, params['id']), params['line_id'])),
  ),
  'invoice.send': write(({ world, at, params }) => showInvoice(sendInvoice(world, at, invoiceOf(world, params['id'])))),
  'invoice.record_payment': write(({ world, at, params }) =>
    showInvoice(recordPayment(world, at, invoiceOf(world, params['id']), params)),
  ),
  'invoice.void': write(({ world, at, params, user }) => {
    const invoice = invoiceOf(world, params['id']);
    if (user === ACCOUNTANT) throw new Fault('FORBIDDEN', 'Only the owner voids invoices');
    return showInvoice(voidInvoice(world, at, invoice));
  }),
  'invoice.delete': write(({ world, params }) => {
    const invoice = invoiceOf(world, params['id']);
    deleteInvoice(world, invoice);
    return { deleted: invoice.id };
  }),
  'report.summary': read(({ world }) => {
    const invoices = [...world.invoices.values()];
    const count = (wanted: string): number => invoices.filter(({ status }) => status === wanted).length;
    const outstanding = cents(
      invoices
        .filter(({ status }) => status === 'sent')
        .reduce((sum, invoice) => sum + amountsOf(invoice).balance_due, 0),
    );
    return {
      clients: world.clients.size,
      draft: count('draft'),
      sent: count('sent'),
      paid: count('paid'),
      void: count('void'),
      outstanding,
    };
  }),
};

function pageOf(params: JsonObject, rows: readonly unknown[]): object {
  const [page, size] = [Number(params['page'] ?? 1), Number(params['page_size'] ?? 10)];
  if (!Number.isInteger(page) || page < 1) throw new Fault('VALIDATION', 'page must be 1 or more', 'page');
  if (!Number.isInteger(size) || size < 1 || size > 100)
    throw new Fault('VALIDATION', 'page_size must be 1 to 100', 'page_size');
  return {
    rows: rows.slice((page - 1) * size, page * size),
    page,
    pages: Math.ceil(rows.length / size),
    count: rows.length,
  };
}
