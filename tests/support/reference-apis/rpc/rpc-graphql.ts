/** `POST /graphql { operationName, query, variables }`: fixed selections by operation name over the same data. */
import type { JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import { clientOf, createInvoice, Fault, invoiceOf, saveClient, sendInvoice } from './rpc-actions.ts';
import { clientNode, invoiceNode } from './rpc-show.ts';
import type { RpcCall } from './rpc-methods.ts';

type Operation = {
  readonly field: string;
  readonly document: string;
  readonly writes: boolean;
  readonly run: (call: RpcCall) => unknown;
};

const CLIENT = 'id name email vatId country archived outstanding';
const INVOICE = 'id number status currency dueDate total balanceDue lineCount client { id name } updatedAt';

export const GRAPHQL_OPERATIONS: Readonly<Record<string, Operation>> = {
  Client: {
    field: 'client',
    writes: false,
    document: `query Client($id: ID!) { client(id: $id) { ${CLIENT} } }`,
    run: ({ world, params }) => clientNode(world, clientOf(world, params['id'])),
  },
  Invoice: {
    field: 'invoice',
    writes: false,
    document: `query Invoice($id: ID!) { invoice(id: $id) { ${INVOICE} } }`,
    run: ({ world, params }) => invoiceNode(world, invoiceOf(world, params['id'])),
  },
  Invoices: {
    field: 'invoices',
    writes: false,
    document: `query Invoices($first: Int, $after: String, $status: Status) { invoices(first: $first, after: $after, status: $status) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${INVOICE} } } } }`,
    run: connection,
  },
  CreateClient: {
    field: 'createClient',
    writes: true,
    document: `mutation CreateClient($input: ClientInput!) { createClient(input: $input) { ${CLIENT} } }`,
    run: ({ world, at, params }) => clientNode(world, saveClient(world, at, undefined, snakeInput(params['input']))),
  },
  CreateInvoice: {
    field: 'createInvoice',
    writes: true,
    document: `mutation CreateInvoice($input: InvoiceInput!) { createInvoice(input: $input) { ${INVOICE} } }`,
    run: ({ world, at, params }) => invoiceNode(world, createInvoice(world, at, snakeInput(params['input']))),
  },
  SendInvoice: {
    field: 'sendInvoice',
    writes: true,
    document: `mutation SendInvoice($id: ID!) { sendInvoice(id: $id) { ${INVOICE} } }`,
    run: ({ world, at, params }) => invoiceNode(world, sendInvoice(world, at, invoiceOf(world, params['id']))),
  },
};

function connection({ world, params }: RpcCall): object {
  const { first = 10, after = null, status = null } = params;
  const rows = [...world.invoices.values()]
    .filter((row) => status === null || row.status === String(status).toLowerCase())
    .toReversed();
  const cursorOf = (id: number): string => btoa(`invoice:${id}`);
  const start = after === null ? 0 : rows.findIndex(({ id }) => cursorOf(id) === after) + 1;
  if (after !== null && start === 0) throw new Fault('BAD_CURSOR', 'after is not a cursor of this connection');
  const edges = rows
    .slice(start, start + Number(first))
    .map((row) => ({ cursor: cursorOf(row.id), node: invoiceNode(world, row) }));
  return {
    totalCount: rows.length,
    pageInfo: { hasNextPage: start + Number(first) < rows.length, endCursor: edges.at(-1)?.cursor ?? null },
    edges,
  };
}

/** @example { clientId: "C-1", lines: [{ unitPrice: 3 }] } -> { client_id: "C-1", lines: [{ unit_price: 3 }] } */
function snakeInput(input: unknown): JsonObject {
  const snake = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(snake);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        snake(child),
      ]),
    );
  };
  return snake(isJsonObject(input) ? input : {}) as JsonObject;
}
