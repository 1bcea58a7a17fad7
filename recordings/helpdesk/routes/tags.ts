import { invalid, notFound } from '../errors.ts';
import type { Exchange, Reply, Route } from '../exchange.ts';
import { findTicket, showTicket, touchTicket } from '../ticket-access.ts';

export const tagRoutes: readonly Route[] = [
  { method: 'PUT', path: '/v1/tickets/:id/tags/:tag', handle: addTag },
  { method: 'DELETE', path: '/v1/tickets/:id/tags/:tag', handle: removeTag },
];

/** Adding a tag twice is no error and no change. */
function addTag({ state, params, now }: Exchange): Reply {
  const ticket = findTicket(state, params);
  const tag = params['tag'] ?? '';
  if (!/^[a-z0-9-]{2,30}$/.test(tag))
    throw invalid([{ field: 'tag', code: 'invalid_format', message: 'tag may have a-z, 0-9 and - only' }]);
  if (!ticket.tags.includes(tag)) {
    ticket.tags = [...ticket.tags, tag];
    touchTicket(ticket, now);
  }
  return showTicket(state, ticket);
}

function removeTag({ state, params, now }: Exchange): Reply {
  const ticket = findTicket(state, params);
  const tag = params['tag'] ?? '';
  if (!ticket.tags.includes(tag)) throw notFound('tag');
  ticket.tags = ticket.tags.filter((other) => other !== tag);
  touchTicket(ticket, now);
  return { status: 204 };
}
