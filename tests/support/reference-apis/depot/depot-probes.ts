import type { ProbeDraft } from '../define-probe.ts';
import { createProbeSource } from '../probe-source.ts';
import type { Scenario } from '../probe-source.ts';
import type { ProbeSource, SlotRef } from '../probe.ts';
import { DEPOT_ERRORS, DEPOT_RARE_ERRORS } from './depot-probe-errors.ts';
import {
  asPicker,
  binPath,
  cold,
  COLD_BINS,
  COLD_ITEMS,
  COLD_PICKS,
  form,
  itemPath,
  known,
  pickPath,
  probe,
  TOKENS,
  zonePath,
} from './depot-probe-kit.ts';
import { passwordOf } from './depot-world.ts';
import type { Bin, PickList } from './depot-world.ts';

const RELOGIN_MS = 25 * 60_000;
const DRAFTS = COLD_PICKS.filter(({ state }) => state === 'draft');
const OPEN_PICKS = COLD_PICKS.filter(({ state }) => state === 'draft' || state === 'picking');

const slotsOf = ({ warehouse, zone, code }: Bin): Readonly<Record<string, SlotRef>> => ({
  w: known(warehouse),
  z: known(zone),
  b: cold(code),
});
const placeOf = ({ warehouse, zone, code }: Bin): string => `${warehouse}/${zone}/${code}`;
const getItem = (i: SlotRef): ProbeDraft => probe('read-item', `GET ${itemPath}`, { slots: { i } });
const getBin = (bin: Bin): ProbeDraft => probe('read-item', `GET ${binPath}`, { slots: slotsOf(bin) });
const getPick = (p: SlotRef): ProbeDraft => probe('read-item', `GET ${pickPath}`, { slots: { p } });
const putItem = (i: SlotRef, fields: Readonly<Record<string, string>>): ProbeDraft =>
  probe('write', `PUT ${itemPath}`, { slots: { i }, creates: itemPath, body: form(fields) });
const transition = (p: SlotRef, to: string): ProbeDraft =>
  probe('write', `POST ${pickPath}/transitions`, { slots: { p }, unseen: linesOf(p), body: form({ to }) });
/** Lists leave out the lines. */
const linesOf = (p: SlotRef): readonly string[] =>
  p.kind === 'literal' ? ['$.lines[*].sku', '$.lines[*].quantity', '$.lines'] : [];

function moved(
  turn: number,
  fields: Readonly<Record<string, string | { readonly $slot: string }>>,
  m: SlotRef,
  more: Readonly<Record<string, SlotRef>> = {},
): ProbeDraft {
  return probe('write', 'POST /api/v1/movements', {
    slots: { ...asPicker, m, ...more },
    creates: '/api/v1/movements/{m}',
    bind: m.kind === 'handle' ? [{ name: m.name, jsonPath: '$.id' }] : [],
    headers: { 'idempotency-key': `probe-${turn}` },
    body: form(fields),
  });
}

const WRITES: readonly Scenario[] = [
  function* inAndOut({ random, fresh, unique }) {
    const [sku, bin] = [random.pick(COLD_ITEMS), random.pick(COLD_BINS)];
    const [m, n] = [fresh('movement'), fresh('movement')];
    const quantity = random.between(2, 4);
    yield moved(unique(), { kind: 'receive', sku, quantity: String(quantity), to: placeOf(bin) }, m);
    yield probe('read-item', 'GET /api/v1/movements/{m}', { slots: { m } });
    yield moved(unique(), { kind: 'issue', sku, quantity: '1', from: placeOf(bin) }, fresh('movement'));
    yield moved(unique(), { kind: 'issue', sku, quantity: String(quantity - 1), from: placeOf(bin) }, n);
    yield getItem(cold(sku));
    yield getBin(bin);
  },
  function* acrossBins({ random, fresh, unique }) {
    const [sku, [from, to]] = [random.pick(COLD_ITEMS), random.shuffle(COLD_BINS)];
    if (from === undefined || to === undefined) return;
    yield moved(unique(), { kind: 'receive', sku, quantity: '3', to: placeOf(from) }, fresh('movement'));
    yield moved(
      unique(),
      { kind: 'transfer', sku, quantity: '2', from: placeOf(from), to: placeOf(to) },
      fresh('movement'),
    );
    yield getBin(from);
    yield getBin(to);
    yield moved(unique(), { kind: 'issue', sku, quantity: '2', from: placeOf(to) }, fresh('movement'));
    yield moved(unique(), { kind: 'issue', sku, quantity: '1', from: placeOf(from) }, fresh('movement'));
    yield probe('list', 'GET /api/v1/items/{i}/stock', { slots: { i: cold(sku) } });
    yield getItem(cold(sku));
  },
  function* shelfLife({ random, fresh, unique }) {
    const [z, w] = [fresh('zone'), known(random.pick(['rotterdam-north', 'leeds-4', 'porto-docks']))];
    const slots = { z, w, b: known(`P-${random.between(10, 99)}`) };
    const put = (fields: Readonly<Record<string, string>>): ProbeDraft =>
      probe('write', `PUT ${binPath}`, { slots, creates: binPath, body: form(fields) });
    yield probe('write', 'POST /api/v1/warehouses/{w}/zones', {
      slots,
      creates: zonePath,
      bind: [{ name: z.name, jsonPath: '$.slug' }],
      body: form({ name: `Probe ${unique()}`, temperature: random.pick(['ambient', 'chilled', 'frozen']) }),
    });
    yield put({ capacity: String(random.between(50, 500)), label: 'probe' });
    yield probe('read-item', `GET ${zonePath}`, { slots });
    yield put({ capacity: '75' });
    yield probe('read-item', `GET ${binPath}`, { slots, entity: binPath });
    yield probe('write', `DELETE ${binPath}`, { slots });
    yield probe('error', `GET ${binPath}`, { slots });
    yield probe('list', `GET ${zonePath}/bins`, { slots });
    yield probe('read-item', `GET ${zonePath}`, { slots });
  },
  function* itemLife({ random, unique }) {
    const i = cold(`PRB-${unique()}`);
    yield putItem(i, { name: 'Probe part', category: random.pick(['safety', 'probes']), reorder_point: '5' });
    yield putItem(i, { name: 'Probe part II', category: 'safety', barcode: '4001234567890' });
    yield getItem(i);
    yield putItem(i, { name: 'Probe part III', category: 'probes', reorder_point: '9' });
    yield probe('filter', 'GET /api/v1/items', { query: { q: 'probe part' } });
    yield probe('write', `DELETE ${itemPath}`, { slots: { i } });
    yield probe('error', `GET ${itemPath}`, { slots: { i } });
    yield probe('list', 'GET /api/v1/items', { query: { limit: '5' } });
  },
  function* coldItem({ random }) {
    const sku = random.pick(COLD_ITEMS);
    yield putItem(cold(sku), {
      name: `Renamed ${sku}`,
      category: 'fasteners',
      reorder_point: random.pick(['10', '500']),
    });
    yield getItem(cold(sku));
    yield putItem(cold(sku), { name: `Renamed again ${sku}`, category: random.pick(['safety', 'electrical']) });
    yield probe('filter', 'GET /api/v1/items', { query: { category: 'fasteners' } });
  },
  function* pickLife({ random, fresh, unique }) {
    const p = fresh('pick');
    const [sku, other] = random.shuffle(COLD_ITEMS);
    if (sku === undefined || other === undefined) return;
    yield probe('write', 'POST /api/v1/pick-lists', {
      slots: { p },
      creates: pickPath,
      bind: [{ name: p.name, jsonPath: '$.id' }],
      body: form({
        reference: `PRB-${unique()}`,
        'lines[0][sku]': sku,
        'lines[0][quantity]': '1',
        ...(random.chance(0.5) ? { 'lines[1][sku]': other, 'lines[1][quantity]': '2' } : {}),
      }),
    });
    yield transition(p, 'released');
    yield getItem(cold(sku));
    yield probe('write', `PATCH ${pickPath}`, { slots: { p }, body: form({ assignee: 'aiko', priority: 'urgent' }) });
    yield transition(p, 'picking');
    yield probe('write', `PATCH ${pickPath}`, { slots: { p }, body: form({ assignee: '' }) });
    yield transition(p, 'completed');
    yield getPick(p);
    yield getItem(cold(sku));
  },
  function* coldPick({ random }) {
    const { id }: PickList = random.pick(OPEN_PICKS);
    const p = cold(id);
    const update = (fields: Readonly<Record<string, string>>): ProbeDraft =>
      probe('write', `PATCH ${pickPath}`, { slots: { p }, unseen: linesOf(p), body: form(fields) });
    yield update({ priority: random.pick(['low', 'normal', 'urgent']) });
    yield update({ assignee: random.pick(['jens', 'd.rossi', '']) });
    yield update({ priority: 'normal', assignee: 'aiko' });
    yield probe('read-item', `GET ${pickPath}`, { slots: { p }, unseen: linesOf(p) });
  },
  function* coldPickMoves({ take }) {
    const pick = take(DRAFTS);
    if (pick === undefined) return;
    const p = cold(pick.id);
    yield probe('write', `PATCH ${pickPath}`, { slots: { p }, unseen: linesOf(p), body: form({ priority: 'low' }) });
    yield transition(p, 'cancelled');
    yield probe('read-item', `GET ${pickPath}`, { slots: { p }, unseen: linesOf(p) });
    yield probe('filter', 'GET /api/v1/pick-lists', { query: { state: 'cancelled' } });
  },
  function* bulk({ random }) {
    const [sku, bin] = [random.pick(COLD_ITEMS), random.pick(COLD_BINS)];
    const place = placeOf(bin);
    yield probe('write', 'POST /api/v1/movements/bulk', {
      shows: null,
      json: {
        movements: [
          { kind: 'receive', sku, quantity: 2, to: place },
          { kind: 'issue', sku, quantity: 2, from: place },
          ...(random.chance(0.5) ? [{ kind: 'receive', sku: 'NO-SUCH', quantity: 1, to: place }] : []),
        ],
      },
    });
    yield getBin(bin);
    yield probe('list', 'GET /api/v1/movements', { query: { limit: '4' } });
  },
  function* myself({ random }) {
    const entity = '/api/v1/me';
    yield probe('write', 'PATCH /api/v1/me', {
      slots: asPicker,
      entity,
      body: form({ shift: random.pick(['early', 'late', '']) }),
    });
    yield probe('read-item', 'GET /api/v1/me', { slots: asPicker, entity });
    yield probe('write', 'PATCH /api/v1/me', {
      slots: asPicker,
      entity,
      body: form({ display_name: random.pick(['Jens L.', 'Jens Lindqvist']) }),
    });
    yield probe('list', 'GET /api/v1/users');
  },
];

const PAGES: readonly Scenario[] = [
  function* itemPages({ random }) {
    const limit = String(random.pick([4, 9, 15]));
    for (const offset of [limit, String(Number(limit) * 2)])
      yield probe('page', 'GET /api/v1/items', { query: { offset, limit } });
  },
  function* movementPages({ random }) {
    yield probe('page', 'GET /api/v1/movements', { query: { offset: String(random.between(3, 30)), limit: '6' } });
    yield probe('filter', 'GET /api/v1/movements', { query: { sku: random.pick(COLD_ITEMS) } });
    yield probe('filter', 'GET /api/v1/movements', { query: { kind: random.pick(['receive', 'issue']), limit: '5' } });
  },
  function* filters({ random }) {
    yield probe('filter', 'GET /api/v1/items', {
      query: { category: random.pick(['fasteners', 'electrical', 'safety']) },
    });
    yield probe('filter', 'GET /api/v1/items', { query: { q: random.pick(['GLOVE', 'nut', 'e']), limit: '6' } });
    yield probe('filter', 'GET /api/v1/items', { query: { sort: '-sku', limit: '7' } });
  },
  function* picks({ random }) {
    yield probe('filter', 'GET /api/v1/pick-lists', {
      query: { state: random.pick(['draft', 'picking', 'completed']) },
    });
    yield probe('filter', 'GET /api/v1/pick-lists', { query: { assignee: random.pick(['aiko', 'jens']) } });
    yield probe('page', 'GET /api/v1/pick-lists', { query: { offset: '4', limit: '4' } });
  },
  function* people() {
    yield probe('filter', 'GET /api/v1/users', { query: { role: 'picker' } });
    yield probe('page', 'GET /api/v1/users', { query: { offset: '2', limit: '2' } });
  },
];

export function depotProbes(seed: number): ProbeSource {
  let loggedIn: number | undefined;
  return createProbeSource(seed, {
    writes: WRITES,
    pages: PAGES,
    errors: DEPOT_ERRORS,
    rareErrors: DEPOT_RARE_ERRORS,
    *before({ now }) {
      if (loggedIn !== undefined && now() - loggedIn < RELOGIN_MS) return;
      loggedIn = now();
      for (const [username, handle] of Object.entries(TOKENS)) {
        yield probe('auth', 'POST /oauth/token', {
          headers: { authorization: '' },
          body: form({ grant_type: 'password', username, password: passwordOf(username) }),
          bind: [
            { name: handle.name, jsonPath: '$.access_token' },
            { name: `${handle.name}Refresh`, jsonPath: '$.refresh_token' },
          ],
        });
      }
      yield probe('auth', 'POST /oauth/token', {
        headers: { authorization: '' },
        slots: { r: { kind: 'handle', name: 'pickerTokenRefresh' } },
        body: form({ grant_type: 'refresh_token', refresh_token: { $slot: 'r' } }),
        bind: [{ name: 'pickerToken', jsonPath: '$.access_token' }],
      });
    },
  });
}
