import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { Call } from '../router.ts';
import { refuse } from './shop-errors.ts';
import type { ShopWorld } from './shop-world.ts';

/** Bare array, `X-Total-Count`, `Link` with first, prev, next and last; `per_page` is capped at 50 in silence. */
export function pageOf(call: Call<ShopWorld>, rows: readonly unknown[]): ReferenceResponse {
  const page = Number(call.query.get('page') ?? 1);
  if (!Number.isInteger(page) || page < 1) throw refuse(400, 'bad_request', 'page must be a positive integer');
  const size = Math.min(50, Math.max(1, Number(call.query.get('per_page') ?? 10) || 10));
  const last = Math.max(1, Math.ceil(rows.length / size));
  const path = call.request.path.split('?')[0] ?? '';
  const url = (to: number): string => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(to));
    query.set('per_page', String(size));
    return `<${call.request.origin}${path}?${query}>`;
  };
  const links = new Map([['first', 1]]);
  if (page > 1) links.set('prev', page - 1);
  if (page < last) links.set('next', page + 1);
  links.set('last', last);
  return jsonReply(200, rows.slice((page - 1) * size, page * size), {
    'x-total-count': String(rows.length),
    link: [...links].map(([rel, to]) => `${url(to)}; rel="${rel}"`).join(', '),
  });
}
