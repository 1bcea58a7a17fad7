import { emptyReply, jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { asciiSlug } from '../words.ts';
import { callerOf } from './depot-access.ts';
import {
  formOf,
  invalid,
  listReply,
  missing,
  onHand,
  placeOf,
  problem,
  reserved,
  showBin,
  showItem,
  showWarehouse,
  showZone,
  unitsIn,
  whole,
} from './depot-reply.ts';
import { DEPOT_ORIGIN, iso } from './depot-world.ts';
import type { Bin, DepotWorld, Item, Zone } from './depot-world.ts';

type DepotCall = Call<DepotWorld>;

const ZONES = '/api/v1/warehouses/{warehouse}/zones';
const BINS = `${ZONES}/{zone}/bins`;
const TEMPERATURES = ['ambient', 'chilled', 'frozen'];

export const DEPOT_PLACE_ROUTES: readonly Route<DepotWorld>[] = [
  { operation: 'warehouses.list', method: 'GET', pattern: '/api/v1/warehouses', handle: listWarehouses },
  {
    operation: 'warehouses.get',
    method: 'GET',
    pattern: '/api/v1/warehouses/{warehouse}',
    handle: (call) => jsonReply(200, showWarehouse(call.state, warehouseAt(call))),
  },
  { operation: 'zones.list', method: 'GET', pattern: ZONES, handle: listZones },
  { operation: 'zones.create', method: 'POST', pattern: ZONES, handle: createZone },
  {
    operation: 'zones.get',
    method: 'GET',
    pattern: `${ZONES}/{zone}`,
    handle: (call) => jsonReply(200, showZone(call.state, zoneAt(call))),
  },
  { operation: 'bins.list', method: 'GET', pattern: BINS, handle: listBins },
  {
    operation: 'bins.get',
    method: 'GET',
    pattern: `${BINS}/{bin}`,
    handle: (call) => jsonReply(200, showBin(call.state, binAt(call))),
  },
  { operation: 'bins.put', method: 'PUT', pattern: `${BINS}/{bin}`, handle: putBin },
  { operation: 'bins.delete', method: 'DELETE', pattern: `${BINS}/{bin}`, handle: deleteBin },
  { operation: 'items.list', method: 'GET', pattern: '/api/v1/items', handle: listItems },
  {
    operation: 'items.get',
    method: 'GET',
    pattern: '/api/v1/items/{sku}',
    handle: (call) => jsonReply(200, showItem(call.state, itemAt(call))),
  },
  { operation: 'items.put', method: 'PUT', pattern: '/api/v1/items/{sku}', handle: putItem },
  { operation: 'items.delete', method: 'DELETE', pattern: '/api/v1/items/{sku}', handle: deleteItem },
  { operation: 'items.stock', method: 'GET', pattern: '/api/v1/items/{sku}/stock', handle: itemStock },
];

function listWarehouses(call: DepotCall): ReferenceResponse {
  callerOf(call);
  return listReply(
    call,
    [...call.state.warehouses.keys()].map((slug) => showWarehouse(call.state, slug)),
  );
}

function listZones(call: DepotCall): ReferenceResponse {
  const slug = warehouseAt(call);
  const zones = [...call.state.zones.values()].filter(({ warehouse }) => warehouse === slug);
  return listReply(
    call,
    zones.map((zone) => showZone(call.state, zone)),
  );
}

function createZone(call: DepotCall): ReferenceResponse {
  callerOf(call, 'lead');
  const warehouse = warehouseAt(call);
  const form = formOf(call, ['name', 'temperature']);
  const name = form.get('name');
  const temperature = form.get('temperature') ?? 'ambient';
  if (name === null || name === '') throw invalid({ field: 'name', code: 'required', message: 'name is required' });
  if (!TEMPERATURES.includes(temperature))
    throw invalid({
      field: 'temperature',
      code: 'choice',
      message: `temperature must be one of ${TEMPERATURES.join(', ')}`,
    });
  const slug = asciiSlug(name);
  if (call.state.zones.has(`${warehouse}/${slug}`))
    throw problem(409, 'exists', 'Already exists', `${warehouse} has a zone ${slug}`);
  const zone = { warehouse, slug, name, temperature } as Zone;
  call.state.zones.set(`${warehouse}/${slug}`, zone);
  return jsonReply(201, showZone(call.state, zone), {
    location: `${DEPOT_ORIGIN}/api/v1/warehouses/${warehouse}/zones/${slug}`,
  });
}

function listBins(call: DepotCall): ReferenceResponse {
  const zone = zoneAt(call);
  const empty = call.query.get('empty');
  const bins = [...call.state.bins.values()].filter(
    (bin) =>
      bin.warehouse === zone.warehouse &&
      bin.zone === zone.slug &&
      (empty !== 'true' || unitsIn(call.state, `${placeOf(bin)} `) === 0),
  );
  return listReply(
    call,
    bins.map((bin) => showBin(call.state, bin)),
  );
}

function putBin(call: DepotCall): ReferenceResponse {
  callerOf(call, 'lead');
  const zone = zoneAt(call);
  const code = call.param('bin');
  const form = formOf(call, ['capacity', 'label']);
  if (!/^[A-Z]-\d{2}$/.test(code)) throw invalid({ field: 'code', code: 'format', message: 'code looks like A-01' });
  const capacity = whole(form, 'capacity', 1);
  if (capacity === undefined) throw invalid({ field: 'capacity', code: 'required', message: 'capacity is required' });
  const bin: Bin = {
    warehouse: zone.warehouse,
    zone: zone.slug,
    code,
    capacity,
    label: form.get('label') || null,
    updated_at: iso(call.at),
  };
  const before = call.state.bins.get(placeOf(bin));
  if (before !== undefined && capacity < unitsIn(call.state, `${placeOf(bin)} `))
    throw problem(409, 'too-small', 'Conflict', 'The bin holds more than this');
  call.state.bins.set(placeOf(bin), bin);
  return jsonReply(before === undefined ? 201 : 200, showBin(call.state, bin));
}

function deleteBin(call: DepotCall): ReferenceResponse {
  callerOf(call, 'lead');
  const bin = binAt(call);
  if (unitsIn(call.state, `${placeOf(bin)} `) > 0)
    throw problem(409, 'not-empty', 'Conflict', `${placeOf(bin)} is not empty`);
  call.state.bins.delete(placeOf(bin));
  return emptyReply(204);
}

function listItems(call: DepotCall): ReferenceResponse {
  callerOf(call);
  const category = call.query.get('category');
  const q = call.query.get('q')?.toLowerCase();
  const items = [...call.state.items.values()].filter(
    (item) =>
      (category === null || item.category === category) && (q === undefined || item.name.toLowerCase().includes(q)),
  );
  const sorted = call.query.get('sort') === '-sku' ? items.toSorted((a, b) => (a.sku < b.sku ? 1 : -1)) : items;
  return listReply(
    call,
    sorted.map((item) => showItem(call.state, item)),
  );
}

function putItem(call: DepotCall): ReferenceResponse {
  callerOf(call, 'lead');
  const sku = call.param('sku');
  const form = formOf(call, ['name', 'category', 'reorder_point', 'barcode']);
  const errors = ['name', 'category']
    .filter((field) => (form.get(field) ?? '') === '')
    .map((field) => ({ field, code: 'required', message: `${field} is required` }));
  if (errors.length > 0) throw invalid(...errors);
  const before = call.state.items.get(sku);
  const item: Item = {
    sku,
    name: form.get('name') ?? '',
    category: form.get('category') ?? '',
    reorder_point: whole(form, 'reorder_point', 0) ?? 0,
    barcode: form.get('barcode') || null,
    created_at: before?.created_at ?? iso(call.at),
    updated_at: iso(call.at),
  };
  call.state.items.set(sku, item);
  return jsonReply(before === undefined ? 201 : 200, showItem(call.state, item));
}

function deleteItem(call: DepotCall): ReferenceResponse {
  callerOf(call, 'lead');
  const { sku } = itemAt(call);
  if (onHand(call.state, sku) > 0 || reserved(call.state, sku) > 0)
    throw problem(409, 'in-use', 'Conflict', `${sku} is in stock or on a pick list`);
  call.state.items.delete(sku);
  return emptyReply(204);
}

function itemStock(call: DepotCall): ReferenceResponse {
  const { sku } = itemAt(call);
  const rows = [...call.state.stock]
    .filter(([key, quantity]) => key.endsWith(` ${sku}`) && quantity > 0)
    .map(([key, quantity]) => ({ bin: key.slice(0, -sku.length - 1), quantity }));
  return listReply(
    call,
    rows.toSorted((a, b) => (a.bin < b.bin ? -1 : 1)),
  );
}

function warehouseAt(call: DepotCall): string {
  callerOf(call);
  const slug = call.param('warehouse');
  if (!call.state.warehouses.has(slug)) throw missing('warehouse', slug);
  return slug;
}

function zoneAt(call: DepotCall): Zone {
  const warehouse = warehouseAt(call);
  const zone = call.state.zones.get(`${warehouse}/${call.param('zone')}`);
  if (zone === undefined) throw missing('zone', `${warehouse}/${call.param('zone')}`);
  return zone;
}

function binAt(call: DepotCall): Bin {
  const { warehouse, slug } = zoneAt(call);
  const bin = call.state.bins.get(`${warehouse}/${slug}/${call.param('bin')}`);
  if (bin === undefined) throw missing('bin', `${warehouse}/${slug}/${call.param('bin')}`);
  return bin;
}

export function itemAt(call: DepotCall): Item {
  callerOf(call);
  const item = call.state.items.get(call.param('sku'));
  if (item === undefined) throw missing('item', call.param('sku'));
  return item;
}
