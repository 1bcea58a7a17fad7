import { isJsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { SessionClient } from '../session-client.ts';
import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import {
  COLD_WAREHOUSE,
  createDepotWorld,
  DEPOT_ORIGIN,
  isColdItem,
  isColdPick,
  LEAD,
  passwordOf,
  PICKER,
} from './depot-world.ts';

const SEED = createDepotWorld(0);
const API = '/api/v1';
const HOT_ITEMS = [...SEED.items.keys()].filter((sku) => !isColdItem(sku));
/** Cold items appear in lists and in bodies, never in a path. */
const HOT_WAREHOUSES = ['rotterdam-north', 'leeds-4'] as const;
const ZONES = ['dry-a', 'dry-b', 'cold-store'] as const;

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  inventory: (send) => {
    const client = login(send, LEAD);
    client.call(`GET ${API}/warehouses`);
    for (const warehouse of SEED.warehouses.keys()) {
      client.call(`GET ${API}/warehouses/${warehouse}/zones`);
      for (const zone of ZONES) client.call(`GET ${API}/warehouses/${warehouse}/zones/${zone}/bins`);
    }
    pages(client, `${API}/items`, 12);
    pages(client, `${API}/movements`, 40);
    pages(client, `${API}/pick-lists`, 25);
    client.call(`GET ${API}/users`);
    client.call(`GET ${API}/reports/stock`);
  },
  receiving: (send, random, index) => {
    const client = login(send, PICKER);
    client.call(`GET ${API}/me`);
    const sku = random.pick(HOT_ITEMS);
    const bin = anyBin(random);
    client.call(`GET ${API}/items/${sku}`);
    client.call(`GET ${binPath(bin)}`);
    const form = { kind: 'receive', sku, quantity: String(random.between(1, 6)), to: bin };
    const headers = { 'idempotency-key': `rcv-${index}-${random.text(8)}` };
    const movement = client.call(`POST ${API}/movements`, { form, headers });
    if (random.chance(0.5)) client.call(`POST ${API}/movements`, { form, headers });
    client.call(`GET ${API}/movements/${movement.text('$.id')}`);
    client.call(`GET ${binPath(bin)}`);
    client.call(`GET ${API}/items/${sku}`);
    client.call(`GET ${API}/items/${sku}/stock`);
    client.call(`POST ${API}/movements`, { form });
  },
  relocation: (send, random, index) => {
    const client = login(send, random.pick([PICKER, 'aiko']));
    const sku = random.pick(HOT_ITEMS);
    const held = client.call(`GET ${API}/items/${sku}/stock`).rows('$').filter(isJsonObject);
    const from = held
      .map(({ bin }) => String(bin))
      .find((bin) => /0[1-3]$/.test(bin) && !bin.startsWith(COLD_WAREHOUSE));
    if (from === undefined) return;
    const to = anyBin(random);
    const key = (name: string): { 'idempotency-key': string } => ({
      'idempotency-key': `${name}-${index}-${random.text(6)}`,
    });
    client.call(`POST ${API}/movements`, {
      form: { kind: 'transfer', sku, quantity: '1', from, to },
      headers: key('mv'),
    });
    client.call(`GET ${binPath(to)}`);
    client.call(`GET ${binPath(from)}`);
    client.call(`POST ${API}/movements`, { form: { kind: 'issue', sku, quantity: '1', from: to }, headers: key('is') });
    client.call(`GET ${API}/items/${sku}`);
    client.call(`GET ${API}/movements?sku=${sku}&limit=5`);
    client.call(`GET ${API}/movements?kind=issue&limit=5`);
    client.call(`POST ${API}/movements`, {
      form: { kind: 'issue', sku, quantity: '900', from: to },
      headers: key('no'),
    });
    const [warehouse, zone] = to.split('/');
    client.call(`GET ${API}/warehouses/${warehouse}/zones/${zone}`);
  },
  'new-shelf': (send, random, index) => {
    const client = login(send, LEAD);
    const warehouse = random.pick(HOT_WAREHOUSES);
    const zone = client
      .call(`POST ${API}/warehouses/${warehouse}/zones`, {
        form: { name: `Annex ${index}`, temperature: random.pick(['ambient', 'frozen']) },
      })
      .text('$.slug');
    const path = `${API}/warehouses/${warehouse}/zones/${zone}`;
    const bin = `${path}/bins/K-${String(random.between(10, 60))}`;
    client.call(`PUT ${bin}`, { form: { capacity: '120', ...(random.chance(0.5) ? { label: 'new' } : {}) } });
    client.call(`GET ${bin}`);
    client.call(`PUT ${bin}`, { form: { capacity: '150' } });
    client.call(`GET ${path}`);
    client.call(`GET ${path}/bins`);
    const unit = { sku: random.pick(HOT_ITEMS), quantity: '1' };
    const place = bin.replace(`${API}/warehouses/`, '').replace('/zones/', '/').replace('/bins/', '/');
    const key = (name: string): { 'idempotency-key': string } => ({ 'idempotency-key': `${name}-shelf-${index}` });
    client.call(`POST ${API}/movements`, { form: { kind: 'receive', ...unit, to: place }, headers: key('in') });
    client.call(`DELETE ${bin}`);
    client.call(`POST ${API}/movements`, { form: { kind: 'issue', ...unit, from: place }, headers: key('out') });
    client.call(`DELETE ${bin}`);
    client.call(`GET ${bin}`);
    client.call(`GET ${path}/bins?empty=true`);
    client.call(`GET ${API}/warehouses/${warehouse}`);
    client.call(`POST ${API}/warehouses/${warehouse}/zones`, { form: { name: 'Dry A' } });
  },
  catalogue: (send, random, index) => {
    const client = login(send, LEAD);
    client.call(`GET ${API}/items?category=${random.pick(['fasteners', 'safety', 'packaging'])}`);
    const sku = `NEW-${100 + index}`;
    client.call(`PUT ${API}/items/${sku}`, { form: { name: 'Zip bag', category: 'packaging', reorder_point: '15' } });
    client.call(`GET ${API}/items/${sku}`);
    client.call(`PUT ${API}/items/${sku}`, {
      form: { name: 'Zip bag, large', category: 'packaging', reorder_point: '30', barcode: '4009876543210' },
    });
    client.call(`GET ${API}/items?q=zip`);
    client.call(`PUT ${API}/items/${sku}`, { form: { name: 'Zip bag' } });
    const to = anyBin(random);
    if (random.chance(0.4))
      client.call(`POST ${API}/movements`, {
        form: { kind: 'receive', sku, quantity: '5', to },
        headers: { 'idempotency-key': `cat-${index}` },
      });
    client.call(`DELETE ${API}/items/${sku}`);
    client.call(`GET ${API}/items/${sku}`);
    client.call(`DELETE ${API}/items/${random.pick(HOT_ITEMS)}`);
  },
  picking: (send, random, index) => {
    const client = login(send, LEAD);
    const form = {
      reference: `SO-${7000 + index}`,
      'lines[0][sku]': random.pick(HOT_ITEMS),
      'lines[0][quantity]': String(random.between(1, 3)),
      ...(random.chance(0.5)
        ? { priority: 'urgent', 'lines[1][sku]': random.pick(HOT_ITEMS), 'lines[1][quantity]': '2' }
        : {}),
    };
    const pick = `${API}/pick-lists/${client.call(`POST ${API}/pick-lists`, { form }).text('$.id')}`;
    client.call(`GET ${pick}/transitions`);
    client.call(`POST ${pick}/transitions`, { form: { to: 'picking' } });
    client.call(`POST ${pick}/transitions`, { form: { to: 'released' } });
    client.call(`GET ${API}/items/${form['lines[0][sku]']}`);
    client.call(`PATCH ${pick}`, { form: { assignee: random.pick([PICKER, 'aiko']) } });
    client.call(`GET ${pick}`);
    client.call(`POST ${pick}/transitions`, { form: { to: random.chance(0.25) ? 'cancelled' : 'picking' } });
    client.call(`GET ${pick}/transitions`);
    if (random.chance(0.7)) client.call(`POST ${pick}/transitions`, { form: { to: 'completed' } });
    client.call(`GET ${pick}`);
    client.call(`GET ${API}/items/${form['lines[0][sku]']}`);
    client.call(`POST ${API}/pick-lists`, {
      form: { reference: `SO-${7000 + index}`, 'lines[0][sku]': 'BLT-M4', 'lines[0][quantity]': '1' },
    });
  },
  dispatch: (send, random) => {
    const client = login(send, random.pick([PICKER, 'd.rossi']));
    const rows = client
      .call(`GET ${API}/pick-lists?state=${random.pick(['draft', 'picking'])}`)
      .rows('$')
      .filter(isJsonObject);
    const ids = rows.map(({ id }) => String(id)).filter((id) => !isColdPick(id));
    if (ids.length > 0) {
      const pick = `${API}/pick-lists/${random.pick(ids)}`;
      client.call(`GET ${pick}`);
      client.call(`PATCH ${pick}`, { form: { priority: random.pick(['low', 'urgent']) } });
      client.call(`PATCH ${pick}`, { form: { assignee: '' } });
      client.call(`GET ${pick}`);
    }
    client.call(`GET ${API}/pick-lists?assignee=${PICKER}&limit=10`);
    client.call(`GET ${API}/pick-lists/zzz9999`);
    client.call(`POST ${API}/pick-lists`, { form: { reference: 'mine', 'lines[0][sku]': 'BLT-M4' } });
  },
  'bulk-delivery': (send, random) => {
    const client = login(send, LEAD);
    const rows = Array.from({ length: random.between(2, 4) }, () => ({
      kind: 'receive',
      sku: random.pick(HOT_ITEMS),
      quantity: random.between(1, 3),
      to: anyBin(random),
    }));
    const movements = random.chance(0.5)
      ? [...rows, { kind: 'receive', sku: 'NO-SUCH', quantity: 1, to: anyBin(random) }]
      : rows;
    client.call(`POST ${API}/movements/bulk`, { json: { movements } });
    client.call(`GET ${API}/movements?limit=6`);
    client.call(`GET ${API}/items/${rows[0]?.sku}`);
    for (let turn = 0; turn < 4; turn++) client.call(`GET ${API}/reports/stock`, { afterMs: 900 });
    login(send, PICKER).call(`POST ${API}/movements/bulk`, { json: { movements } });
    client.call(`POST ${API}/movements/bulk`, { json: { movements: [] } });
  },
  'long-shift': (send, random) => {
    const anonymous = createSessionClient(send, DEPOT_ORIGIN, {});
    const form = { grant_type: 'password', username: 'aiko', password: passwordOf('aiko') };
    const granted = anonymous.call('POST /oauth/token', { form });
    const first = bearer(send, granted.text('$.access_token'));
    first.call(`GET ${API}/me`);
    first.call(`PATCH ${API}/me`, { form: { shift: random.pick(['early', 'night', '']) } });
    first.call(`GET ${API}/me`);
    first.call(`GET ${API}/pick-lists`, { afterMs: 31 * 60_000 + random.between(0, 400_000) });
    const refresh = { grant_type: 'refresh_token', refresh_token: granted.text('$.refresh_token') };
    const second = bearer(send, anonymous.call('POST /oauth/token', { form: refresh }).text('$.access_token'));
    second.call(`GET ${API}/pick-lists?state=picking`);
    anonymous.call('POST /oauth/token', { form: refresh });
    second.call(`GET ${API}/users?role=${random.pick(['lead', 'picker'])}`);
    second.call(`GET ${API}/users/${random.pick([LEAD, PICKER, 'd.rossi'])}`);
    second.call(`PATCH ${API}/me`, { form: { display_name: random.pick(['Aiko T.', 'Aiko Tanaka']) } });
    second.call(`GET ${API}/users/aiko`);
  },
  mistakes: (send, random, index) => {
    const anonymous = createSessionClient(send, DEPOT_ORIGIN, {});
    anonymous.call('POST /oauth/token', { form: { grant_type: 'password', username: PICKER, password: 'pallet' } });
    const client = login(send, PICKER);
    const to = anyBin(random);
    const headers = (name: string): { 'idempotency-key': string } => ({ 'idempotency-key': `${name}-${index}` });
    client.call(`POST ${API}/movements`, {
      form: { kind: 'receive', sku: 'BLT-M9', quantity: '1', to },
      headers: headers('a'),
    });
    client.call(`POST ${API}/movements`, {
      form: { kind: 'receive', sku: 'BLT-M4', quantity: '0', to },
      headers: headers('b'),
    });
    client.call(`POST ${API}/movements`, {
      form: { kind: 'receive', sku: 'BLT-M4', quantity: '1', to: 'leeds-4/dry-a/Z-99' },
      headers: headers('c'),
    });
    client.call(`GET ${API}/items/NOPE-1`);
    client.call(`GET ${API}/warehouses/leeds-5`);
    client.call(`GET ${API}/movements/99`);
    client.call(`PUT ${binPath(to)}`, { form: { capacity: '1' } });
    client.call(`GET ${API}/items?sort=-sku&limit=5`);
  },
};

export function depotSessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}

function login(send: ReferenceSend, username: string): SessionClient {
  const form = { grant_type: 'password', username, password: passwordOf(username) };
  return bearer(
    send,
    createSessionClient(send, DEPOT_ORIGIN, {}).call('POST /oauth/token', { form }).text('$.access_token'),
  );
}

function bearer(send: ReferenceSend, token: string): SessionClient {
  return createSessionClient(send, DEPOT_ORIGIN, { authorization: `Bearer ${token}` });
}

/** `warehouse/zone/code` of a bin that sessions may address: the first three of each zone. */
function anyBin(random: Random): string {
  const zone = random.pick(ZONES);
  return `${random.pick(HOT_WAREHOUSES)}/${zone}/${zone.at(-1)?.toUpperCase()}-0${random.between(1, 3)}`;
}

function binPath(place: string): string {
  const [warehouse, zone, code] = place.split('/');
  return `${API}/warehouses/${warehouse}/zones/${zone}/bins/${code}`;
}

function pages(client: SessionClient, path: string, limit: number): void {
  for (let offset = 0, total = 1; offset < total; offset += limit)
    total = Number(client.call(`GET ${path}?offset=${offset}&limit=${limit}`).header('x-total-count'));
}
