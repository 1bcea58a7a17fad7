import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { CrawledResource, ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import { SHOP_ORIGIN, STAFF_KEY } from './shop-origin.ts';

export function crawlShop(send: ReferenceSend): readonly CrawledResource[] {
  const client = createSessionClient(send, SHOP_ORIGIN, { 'x-api-key': STAFF_KEY });
  return ['products', 'customers', 'orders', 'categories'].map((name) => {
    const rows: JsonObject[] = [];
    let next: string | undefined = `/v1/${name}?per_page=50`;
    while (next !== undefined) {
      const answer = client.call(`GET ${next}`);
      rows.push(...answer.rows('$').filter(isJsonObject));
      next = /<https?:\/\/[^/]+([^>]+)>; rel="next"/.exec(answer.header('link') ?? '')?.[1];
    }
    return {
      name,
      pairs: rows.map((listed) => ({ listed, item: client.call(`GET /v1/${name}/${listed['id']}`).json })),
    };
  });
}
