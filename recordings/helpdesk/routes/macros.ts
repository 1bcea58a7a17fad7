import { conflict, forbidden, notFound } from '../errors.ts';
import type { Exchange, Reply, Route } from '../exchange.ts';
import { Fields } from '../fields.ts';
import { MACRO_CATEGORIES } from '../model.ts';
import type { Macro } from '../model.ts';
import { enumParameter, numberedPage } from '../pages.ts';
import { renderMacro } from '../render.ts';

export const macroRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/macros', handle: listMacros },
  { method: 'POST', path: '/v1/macros', handle: createMacro },
  {
    method: 'GET',
    path: '/v1/macros/:slug',
    handle: (exchange) => ({ status: 200, body: renderMacro(findMacro(exchange)) }),
  },
  { method: 'PUT', path: '/v1/macros/:slug', handle: replaceMacro },
  { method: 'DELETE', path: '/v1/macros/:slug', handle: deleteMacro },
];

/** @example slugOf('Refund approved')  ->  "refund-approved" */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

function listMacros(exchange: Exchange): Reply {
  const category = enumParameter(exchange, 'category', MACRO_CATEGORIES);
  const found = [...exchange.state.macros.values()].filter((macro) => category === null || macro.category === category);
  return numberedPage(exchange, found, renderMacro);
}

function createMacro(exchange: Exchange): Reply {
  const { state, now } = exchange;
  requireLead(exchange);
  const sent = readMacro(exchange);
  const id = slugOf(sent.title);
  if (state.macros.has(id)) throw conflict('slug_taken', `There is already a macro ${id}.`);
  const macro: Macro = { id, ...sent, updatedAt: now };
  state.macros.set(id, macro);
  return { status: 201, headers: { Location: `/v1/macros/${id}` }, body: renderMacro(macro) };
}

/** The slug stays, also under a new title: bookmarks keep working. */
function replaceMacro(exchange: Exchange): Reply {
  const macro = findMacro(exchange);
  requireLead(exchange);
  Object.assign(macro, readMacro(exchange), { updatedAt: exchange.now });
  return { status: 200, body: renderMacro(macro) };
}

function deleteMacro(exchange: Exchange): Reply {
  const macro = findMacro(exchange);
  requireLead(exchange);
  exchange.state.macros.delete(macro.id);
  return { status: 204 };
}

function readMacro({ body }: Exchange): Pick<Macro, 'title' | 'body' | 'category'> {
  const fields = new Fields(body);
  const title = fields.text('title', { required: true, max: 80 }) ?? '';
  const text = fields.text('body', { required: true }) ?? '';
  const category = fields.oneOf('category', MACRO_CATEGORIES, { required: true }) ?? 'general';
  fields.done();
  return { title, body: text, category };
}

function requireLead({ agent }: Exchange): void {
  if (agent.role !== 'lead') throw forbidden('insufficient_role', 'Only leads may change macros.');
}

function findMacro({ state, params }: Exchange): Macro {
  const macro = state.macros.get(params['slug'] ?? '');
  if (macro === undefined) throw notFound('macro');
  return macro;
}
