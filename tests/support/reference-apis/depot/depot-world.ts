import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';

export const DEPOT_ORIGIN = 'https://depot.test';

export interface User {
  readonly login: string;
  display_name: string;
  readonly role: 'lead' | 'picker';
  shift: string | null;
  readonly email: string;
}

export interface Zone {
  readonly warehouse: string;
  readonly slug: string;
  name: string;
  readonly temperature: 'ambient' | 'chilled' | 'frozen';
}

export interface Bin {
  readonly warehouse: string;
  readonly zone: string;
  readonly code: string;
  capacity: number;
  label: string | null;
  updated_at: string;
}

export interface Item {
  readonly sku: string;
  name: string;
  category: string;
  reorder_point: number;
  barcode: string | null;
  readonly created_at: string;
  updated_at: string;
}

export interface Movement {
  readonly id: number;
  readonly kind: 'receive' | 'transfer' | 'issue';
  readonly sku: string;
  readonly quantity: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly moved_by: string;
  readonly moved_at: string;
}

export type PickState = 'draft' | 'released' | 'picking' | 'completed' | 'cancelled';

export interface PickLine {
  readonly sku: string;
  readonly quantity: number;
}

export interface PickList {
  readonly id: string;
  readonly reference: string;
  state: PickState;
  priority: string;
  assignee: string | null;
  readonly lines: readonly PickLine[];
  readonly created_by: string;
  readonly created_at: string;
  updated_at: string;
}

export interface Grant {
  readonly login: string;
  readonly expires: number;
}

export interface DepotWorld {
  readonly random: Random;
  readonly users: Map<string, User>;
  readonly warehouses: Map<string, { readonly slug: string; readonly name: string; readonly city: string }>;
  /** by `warehouse/zone` */
  readonly zones: Map<string, Zone>;
  /** by `warehouse/zone/code` */
  readonly bins: Map<string, Bin>;
  readonly items: Map<string, Item>;
  /** units by `warehouse/zone/code sku` */
  readonly stock: Map<string, number>;
  readonly movements: Movement[];
  readonly picks: Map<string, PickList>;
  readonly access: Map<string, Grant>;
  readonly refresh: Map<string, Grant>;
  readonly idempotent: Map<string, { readonly print: string; readonly status: number; readonly body: Uint8Array }>;
  readonly exports: Map<string, readonly number[]>;
  next: { movement: number };
}

export const LEAD = 'm.okafor';
export const PICKER = 'jens';
export const COLD_WAREHOUSE = 'porto-docks';
export const NEXT: Readonly<Record<PickState, readonly PickState[]>> = {
  draft: ['released', 'cancelled'],
  released: ['picking', 'cancelled'],
  picking: ['completed', 'released'],
  completed: [],
  cancelled: [],
};

const START = Date.UTC(2023, 9, 2, 6, 30);
const GOODS: readonly (readonly [string, string, string])[] = [
  ['BLT', 'Hex bolt', 'fasteners'],
  ['NUT', 'Lock nut', 'fasteners'],
  ['WSH', 'Washer', 'fasteners'],
  ['CBL', 'Cable tie', 'electrical'],
  ['FUS', 'Fuse', 'electrical'],
  ['GLV', 'Work glove', 'safety'],
  ['MSK', 'Dust mask', 'safety'],
  ['TAP', 'Packing tape', 'packaging'],
];

export function passwordOf(login: string): string {
  return `pallet-${login}-42`;
}

/** No session addresses them by themselves. */
export function isColdItem(sku: string): boolean {
  return /-(M6|XL)$/.test(sku);
}

export function isColdPick(id: string): boolean {
  return /^[a-m]/.test(id);
}

export function createDepotWorld(seed: number): DepotWorld {
  const random = createRandom(271828);
  const world: DepotWorld = {
    random: createRandom(seed + 11),
    users: new Map(),
    warehouses: new Map(),
    zones: new Map(),
    bins: new Map(),
    items: new Map(),
    stock: new Map(),
    movements: [],
    picks: new Map(),
    access: new Map(),
    refresh: new Map(),
    idempotent: new Map(),
    exports: new Map(),
    next: { movement: 100_231 },
  };
  for (const [login, name, role] of [
    [LEAD, 'Mercy Okafor', 'lead'],
    [PICKER, 'Jens Lindqvist', 'picker'],
    ['aiko', 'Aiko Tanaka', 'picker'],
    ['d.rossi', 'Dario Rossi', 'picker'],
    ['night-lead', 'Nia Haddad', 'lead'],
  ] as const) {
    const shift = random.chance(0.3) ? null : random.pick(['early', 'late', 'night']);
    world.users.set(login, { login, display_name: name, role, shift, email: `${login}@depot.test` });
  }
  for (const [slug, name, city] of [
    ['rotterdam-north', 'Rotterdam North', 'Rotterdam'],
    ['leeds-4', 'Leeds 4', 'Leeds'],
    [COLD_WAREHOUSE, 'Porto Docks', 'Porto'],
  ] as const) {
    world.warehouses.set(slug, { slug, name, city });
    addZones(world, random, slug);
  }
  for (const [prefix, name, category] of GOODS)
    for (const size of ['M4', 'M6', 'S', 'XL'])
      addItem(world, random, `${prefix}-${size}`, `${name} ${size}`, category);
  let at = START + 40 * 86_400_000;
  for (const sku of world.items.keys()) {
    for (const place of random.shuffle([...world.bins.keys()]).slice(0, random.between(1, 3))) {
      const quantity = random.between(8, 40);
      at += random.between(60_000, 9_000_000);
      world.stock.set(`${place} ${sku}`, quantity);
      world.movements.push({
        id: world.next.movement++,
        kind: 'receive',
        sku,
        quantity,
        from: null,
        to: place,
        moved_by: random.pick([LEAD, PICKER, 'aiko']),
        moved_at: iso(at),
      });
    }
  }
  for (let index = 0; index < 22; index++) addPick(world, random, index, at + index * 5_400_000);
  return world;
}

function addZones(world: DepotWorld, random: Random, warehouse: string): void {
  for (const [slug, name, temperature] of [
    ['dry-a', 'Dry A', 'ambient'],
    ['dry-b', 'Dry B', 'ambient'],
    ['cold-store', 'Cold Store', 'chilled'],
  ] as const) {
    world.zones.set(`${warehouse}/${slug}`, { warehouse, slug, name, temperature });
    for (let number = 1; number <= 5; number++) {
      const code = `${slug.at(-1)?.toUpperCase()}-${String(number).padStart(2, '0')}`;
      world.bins.set(`${warehouse}/${slug}/${code}`, {
        warehouse,
        zone: slug,
        code,
        capacity: random.pick([200, 250, 400]),
        label: random.chance(0.6) ? null : random.pick(['fast movers', 'fragile', 'returns']),
        updated_at: iso(START + random.between(0, 2_000_000_000)),
      });
    }
  }
}

function addItem(world: DepotWorld, random: Random, sku: string, name: string, category: string): void {
  const at = START + random.between(0, 2_500_000_000);
  world.items.set(sku, {
    sku,
    name,
    category,
    reorder_point: random.pick([10, 20, 25, 60]),
    barcode: random.chance(0.3) ? null : `40${random.text(11, '0123456789')}`,
    created_at: iso(at),
    updated_at: iso(at + random.pick([0, 0, 86_400_000])),
  });
}

function addPick(world: DepotWorld, random: Random, index: number, at: number): void {
  const id = random.text(7, 'abcdefghijklmnopqrstuvwxyz0123456789').replace(/^\d/, 'q');
  const state = random.pick(['draft', 'draft', 'picking', 'completed', 'cancelled'] as const);
  world.picks.set(id, {
    id,
    reference: `SO-${4100 + index}`,
    state,
    priority: random.pick(['low', 'normal', 'normal', 'urgent']),
    assignee: state === 'draft' || random.chance(0.3) ? null : random.pick([PICKER, 'aiko']),
    lines: random
      .shuffle([...world.items.keys()])
      .slice(0, random.between(1, 3))
      .map((sku) => ({ sku, quantity: random.between(1, 4) })),
    created_by: LEAD,
    created_at: iso(at),
    updated_at: iso(at + (state === 'draft' ? 0 : 3_600_000)),
  });
}

export function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, '+00:00');
}
