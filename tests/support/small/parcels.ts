/** Orders that come with a parcel of their own from the start, and are given one of a few packers. */
import { drawing, type Said, type Send, type SmallApi } from './small-api.ts';

type Doc = Readonly<Record<string, unknown>>;

export const PACKERS = ['ines', 'jo', 'kai'];

export function parcelApi(): SmallApi {
  const orders = new Map<number, Doc>();
  const parcels = new Map<number, Doc>();
  return (method, path, body) => {
    const [, kind = '', id] = path.split('/');
    if (kind === 'packers')
      return {
        status: 200,
        body: id === undefined ? PACKERS.map((name) => ({ id: name, desk: name.length })) : { id, desk: id.length },
      };
    if (kind === 'orders' && method === 'POST') {
      const order = 501 + orders.size;
      const parcel = 9001 + parcels.size;
      parcels.set(parcel, { id: parcel, order_id: order, city: body['city'], state: 'waiting' });
      orders.set(order, {
        id: order,
        city: body['city'],
        packer_id: PACKERS[order % PACKERS.length],
        parcel_id: parcel,
      });
      return { status: 201, body: orders.get(order) };
    }
    const found = (kind === 'orders' ? orders : parcels).get(Number(id));
    const missing: Said = { status: 404, body: { error: 'not_found' } };
    return found === undefined ? missing : { status: 200, body: found };
  };
}

export function parcelScripts(count: number): readonly ((send: Send) => void)[] {
  const { below, pick } = drawing(5);
  return Array.from({ length: count }, () => (send: Send) => {
    const made = send('POST /orders', { city: pick(['Oslo', 'Lima', 'Graz']) }).body as Record<string, unknown>;
    if (below(3) !== 0) send(`GET /parcels/${made['parcel_id']}`);
    if (below(3) === 0) send(`GET /orders/${made['id']}`);
    if (below(3) === 0) send(`GET /packers/${made['packer_id']}`);
    if (below(6) === 0) send('GET /parcels/7');
  });
}
