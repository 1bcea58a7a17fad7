import { badParameter } from '../errors.ts';
import type { Exchange, Reply, Route } from '../exchange.ts';
import { numberedPage } from '../pages.ts';

export const searchRoutes: readonly Route[] = [{ method: 'GET', path: '/v1/search', handle: search }];

interface Hit {
  readonly type: 'ticket' | 'customer' | 'order';
  readonly id: number | string;
  readonly title: string;
}

/** Substring, any case: ticket subjects and descriptions, customer names, e-mails and companies, order numbers. */
function search(exchange: Exchange): Reply {
  const { state, url } = exchange;
  const words = (url.searchParams.get('q') ?? '').trim().toLowerCase();
  if (words.length < 3) throw badParameter('q', 'q needs at least 3 characters');
  const hits: Hit[] = [];
  const add = (hit: Hit, ...texts: readonly (string | null)[]): void => {
    if (texts.some((text) => text?.toLowerCase().includes(words))) hits.push(hit);
  };
  for (const t of state.tickets.values()) add({ type: 'ticket', id: t.id, title: t.subject }, t.subject, t.description);
  for (const c of state.customers.values())
    add({ type: 'customer', id: c.id, title: c.name }, c.name, c.email, c.company);
  for (const o of state.orders.values()) add({ type: 'order', id: o.id, title: o.number }, o.number);
  return numberedPage(exchange, hits, (hit) => hit);
}
