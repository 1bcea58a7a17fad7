import type { Scenario } from '../probe-source.ts';
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
} from './depot-probe-kit.ts';
import { passwordOf, PICKER } from './depot-world.ts';

const OVER = COLD_PICKS.filter(({ state }) => state === 'completed' || state === 'cancelled');
const DRAFT = COLD_PICKS.filter(({ state }) => state === 'draft');
const movement = 'POST /api/v1/movements';
const key = (turn: number): Readonly<Record<string, string>> => ({ 'idempotency-key': `refused-${turn}` });
const place = ({ warehouse, zone, code }: (typeof COLD_BINS)[number]): string => `${warehouse}/${zone}/${code}`;

export const DEPOT_ERRORS: readonly Scenario[] = [
  function* unknownThings({ random }) {
    yield probe('error', `GET ${itemPath}`, { slots: { i: known(`NOPE-${random.between(2, 99)}`) } });
    yield probe('error', `GET ${pickPath}`, { slots: { p: known('yyy0000') } });
    yield probe('error', 'GET /api/v1/movements/{m}', { slots: { m: known(random.between(100, 900)) } });
  },
  function* noKey({ random }) {
    const bin = random.pick(COLD_BINS);
    yield probe('error', movement, {
      slots: asPicker,
      body: form({ kind: 'receive', sku: 'BLT-M6', quantity: '1', to: place(bin) }),
    });
  },
  function* badMovements({ random, unique }) {
    const to = place(random.pick(COLD_BINS));
    yield probe('error', movement, {
      slots: asPicker,
      headers: key(unique()),
      body: form({ kind: 'receive', sku: 'BLT-M12', quantity: '2', to }),
    });
    yield probe('error', movement, {
      slots: asPicker,
      headers: key(unique()),
      body: form({ kind: 'receive', sku: 'NUT-M6', quantity: '0', to }),
    });
  },
  function* tooMuch({ random, unique }) {
    const [sku, from] = [random.pick(COLD_ITEMS), place(random.pick(COLD_BINS))];
    yield probe('error', movement, {
      slots: asPicker,
      headers: key(unique()),
      body: form({ kind: 'issue', sku, quantity: '900', from }),
    });
    yield probe('read-item', `GET ${itemPath}`, { slots: { i: cold(sku) } });
  },
  function* takenZone() {
    yield probe('error', 'POST /api/v1/warehouses/{w}/zones', {
      slots: { w: known('leeds-4') },
      body: form({ name: 'Dry A' }),
    });
  },
  function* incompleteItem({ random }) {
    const i = cold(random.pick(COLD_ITEMS));
    yield probe('error', `PUT ${itemPath}`, { slots: { i }, body: form({ name: 'Half an item' }) });
    yield probe('read-item', `GET ${itemPath}`, { slots: { i } });
  },
  function* stockedItem({ random }) {
    const i = cold(random.pick(COLD_ITEMS.slice(0, 8)));
    yield probe('error', `DELETE ${itemPath}`, { slots: { i } });
    yield probe('read-item', `GET ${itemPath}`, { slots: { i } });
  },
  function* wrongTurn({ random, fresh, unique }) {
    const p = fresh('pick');
    yield probe('write', 'POST /api/v1/pick-lists', {
      slots: { p },
      creates: pickPath,
      bind: [{ name: p.name, jsonPath: '$.id' }],
      body: form({ reference: `ERR-${unique()}`, 'lines[0][sku]': random.pick(COLD_ITEMS), 'lines[0][quantity]': '1' }),
    });
    yield probe('error', `POST ${pickPath}/transitions`, { slots: { p }, body: form({ to: 'completed' }) });
    yield probe('read-item', `GET ${pickPath}`, { slots: { p } });
  },
  function* pickersMayNot({ random }) {
    yield probe('error', 'POST /api/v1/pick-lists', {
      slots: asPicker,
      body: form({ reference: 'no', 'lines[0][sku]': random.pick(COLD_ITEMS) }),
    });
    yield probe('error', 'POST /api/v1/movements/bulk', { slots: asPicker, json: { movements: [] } });
  },
  function* tooManyReports({ random }) {
    const report = { slots: asPicker, afterMs: 300 + random.between(0, 200) };
    for (let turn = 0; turn < 3; turn++)
      yield probe('list', 'GET /api/v1/reports/stock', turn === 0 ? { ...report, afterMs: 61_000 } : report);
    yield probe('error', 'GET /api/v1/reports/stock', report);
  },
  function* wrongPassword() {
    yield probe('error', 'POST /oauth/token', {
      headers: { authorization: '' },
      body: form({ grant_type: 'password', username: PICKER, password: 'guess' }),
    });
  },
  function* expired({ random }) {
    yield probe('error', 'GET /api/v1/pick-lists', { afterMs: 31 * 60_000 + random.between(0, 90_000) });
  },
];

export const DEPOT_RARE_ERRORS: readonly Scenario[] = [
  function* noToken() {
    yield probe('error', 'GET /api/v1/items', { known: false, headers: { authorization: '' } });
  },
  function* wrongMethod() {
    yield probe('error', 'DELETE /api/v1/warehouses/{w}', { known: false, slots: { w: known('leeds-4') } });
  },
  function* keyReused({ random, unique, fresh }) {
    const [headers, to] = [key(unique()), place(random.pick(COLD_BINS))];
    const fields = { kind: 'receive', sku: random.pick(COLD_ITEMS), quantity: '1', to };
    const m = fresh('movement');
    yield probe('write', movement, {
      slots: { ...asPicker, m },
      headers,
      creates: '/api/v1/movements/{m}',
      bind: [{ name: m.name, jsonPath: '$.id' }],
      body: form(fields),
    });
    yield probe('error', movement, {
      known: false,
      slots: asPicker,
      headers,
      body: form({ ...fields, quantity: '2' }),
    });
    yield probe('read-item', `GET ${itemPath}`, { slots: { i: cold(fields.sku) } });
  },
  function* badChoices({ random }) {
    const p = cold(random.pick(DRAFT).id);
    yield probe('error', `PATCH ${pickPath}`, { known: false, slots: { p }, body: form({ priority: 'asap' }) });
    yield probe('error', `PATCH ${pickPath}`, { known: false, slots: { p }, body: form({ assignee: 'ghost' }) });
  },
  function* unknownField({ random }) {
    yield probe('error', `PATCH ${pickPath}`, {
      known: false,
      slots: { p: cold(random.pick(DRAFT).id) },
      body: form({ colour: 'red' }),
    });
  },
  function* overAndDone({ random }) {
    const p = cold(random.pick(OVER).id);
    yield probe('error', `POST ${pickPath}/transitions`, { known: false, slots: { p }, body: form({ to: 'lost' }) });
  },
  function* badPages() {
    yield probe('error', 'GET /api/v1/items', { known: false, query: { limit: '1000' } });
    yield probe('error', 'GET /api/v1/movements', { known: false, query: { offset: '-2' } });
  },
  function* badCode() {
    yield probe('error', `PUT ${binPath}`, {
      known: false,
      slots: { w: known('leeds-4'), z: known('dry-b'), b: known('somewhere') },
      body: form({ capacity: '10' }),
    });
  },
  function* badShift() {
    yield probe('error', 'PATCH /api/v1/me', { known: false, slots: asPicker, body: form({ shift: 'brunch' }) });
  },
  function* badGrant() {
    yield probe('error', 'POST /oauth/token', {
      known: false,
      headers: { authorization: '' },
      body: form({ grant_type: 'magic', username: PICKER, password: passwordOf(PICKER) }),
    });
  },
];
