/** Lists kept as arrays inside their record: members of a set, priced lines with numbers of their own, stops in an order. */
import type { Body, Said, Send, SmallApi } from './small-api.ts';
import { drawing } from './small-api.ts';

interface Line {
  readonly line_no: number;
  readonly sku: string;
  readonly quantity: number;
  readonly unit_price: string;
  readonly line_total: string;
  readonly note: string | null;
}

interface Basket {
  readonly id: number;
  readonly owner: string;
  readonly status: string;
  readonly lines: readonly Line[];
  readonly watchers: readonly string[];
  readonly pieces: number;
  readonly total: string;
}

const PRICES: Readonly<Record<string, string>> = { CUP: '4.50', PLATE: '7.25', BOWL: '6.00', TRAY: '12.90' };
export const SKUS = Object.keys(PRICES);
export const WATCHERS = ['ann', 'ben', 'cleo', 'dov'];

export function basketApi(): SmallApi {
  const baskets = new Map<number, Basket>();
  const missing = (what: string): Said => ({ status: 404, body: { error: `${what}_not_found` } });
  const save = (basket: Basket): Said => {
    const lines = basket.lines;
    const kept = {
      ...basket,
      pieces: lines.reduce((sum, { quantity }) => sum + quantity, 0),
      total: lines.reduce((sum, { line_total }) => sum + Number(line_total), 0).toFixed(2),
    };
    baskets.set(kept.id, kept);
    return { status: 200, body: kept };
  };
  const priced = (line_no: number, { sku, quantity = 1, note = null }: Body): Line => {
    const unit_price = PRICES[String(sku)] ?? '0.00';
    return {
      line_no,
      sku: String(sku),
      quantity: Number(quantity),
      unit_price,
      line_total: (Number(unit_price) * Number(quantity)).toFixed(2),
      note: note as string | null,
    };
  };
  return (method, path, body) => {
    const [, , id, part, key] = path.split('/');
    if (path === '/products') return { status: 200, body: { data: SKUS.map((sku) => ({ sku, price: PRICES[sku] })) } };
    if (path === '/baskets' && method === 'POST') {
      const made = save({
        id: 301 + baskets.size,
        owner: String(body['owner']),
        status: 'open',
        lines: [],
        watchers: [],
        pieces: 0,
        total: '',
      });
      return { ...made, status: 201 };
    }
    if (path === '/baskets') return { status: 200, body: { data: [...baskets.values()] } };
    const basket = baskets.get(Number(id));
    if (basket === undefined) return missing('basket');
    if (part === undefined) return { status: 200, body: basket };
    if (part === 'watchers') {
      const has = basket.watchers.includes(String(key));
      if (method === 'PUT') return save(has ? basket : { ...basket, watchers: [...basket.watchers, String(key)] });
      return has ? save({ ...basket, watchers: basket.watchers.filter((one) => one !== key) }) : missing('watcher');
    }
    if (method === 'POST') {
      const next = Math.max(0, ...basket.lines.map(({ line_no }) => line_no)) + 1;
      return { ...save({ ...basket, lines: [...basket.lines, priced(next, body)] }), status: 201 };
    }
    const line = basket.lines.find(({ line_no }) => String(line_no) === key);
    if (line === undefined) return missing('line');
    return save({
      ...basket,
      lines:
        method === 'DELETE'
          ? basket.lines.filter((one) => one !== line)
          : basket.lines.map((one) => (one === line ? priced(line.line_no, { ...line, ...body }) : one)),
    });
  };
}

export function basketScripts(count: number): readonly ((send: Send) => void)[] {
  const { below, pick } = drawing(7);
  return Array.from({ length: count }, (_, n) => (send: Send) => {
    if (n % 5 === 0) send('GET /products');
    const { id } = send('POST /baskets', { owner: pick(['mia', 'noor', 'omar']) }).body as { id: number };
    for (let line = 0; line < 2 + below(3); line++)
      send(`POST /baskets/${id}/lines`, {
        sku: pick(SKUS),
        ...(below(4) === 0 ? {} : { quantity: 1 + below(6) }),
        ...(below(3) === 0 ? { note: 'gift' } : {}),
      });
    send(`GET /baskets/${id}`);
    if (n % 2 === 0) send(`PATCH /baskets/${id}/lines/${1 + below(2)}`, { quantity: 2 + below(5) });
    if (n % 3 === 0) send(`PATCH /baskets/${id}/lines/1`, { note: pick(['fragile', 'blue']) });
    if (n % 3 === 1) send(`DELETE /baskets/${id}/lines/${1 + below(2)}`);
    if (n % 4 === 1) send(`DELETE /baskets/${id}/lines/9`);
    for (const watcher of [pick(WATCHERS), pick(WATCHERS)]) send(`PUT /baskets/${id}/watchers/${watcher}`);
    if (n % 3 === 2) {
      const { watchers } = send(`GET /baskets/${id}`).body as { watchers: string[] };
      send(`DELETE /baskets/${id}/watchers/${watchers[0]}`);
      if (n % 2 === 0) send(`DELETE /baskets/${id}/watchers/${watchers[0]}`);
    }
    send(`GET /baskets/${id}`);
    if (n % 6 === 0) send('GET /baskets');
  });
}
