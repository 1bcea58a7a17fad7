import { probesOf } from '../define-probe.ts';
import type { ProbeBody, SlotRef } from '../probe.ts';
import { COLD_WAREHOUSE, createDepotWorld, DEPOT_ORIGIN, isColdItem, isColdPick, LEAD, PICKER } from './depot-world.ts';

type Handle = SlotRef & { readonly kind: 'handle' };

/** Access tokens by role; the stream logs in before they expire. */
export const TOKENS = {
  [LEAD]: { kind: 'handle', name: 'leadToken' },
  [PICKER]: { kind: 'handle', name: 'pickerToken' },
} as const satisfies Record<string, Handle>;

export const SEED = createDepotWorld(0);
export const asPicker = { token: TOKENS[PICKER] };
export const COLD_ITEMS = [...SEED.items.keys()].filter(isColdItem);
export const COLD_PICKS = [...SEED.picks.values()].filter(({ id }) => isColdPick(id));
/** Bins of hot zones that no session addresses. */
export const COLD_BINS = [...SEED.bins.values()].filter(
  ({ code, warehouse }) => /[45]$/.test(code) && warehouse !== COLD_WAREHOUSE,
);
export const binPath = '/api/v1/warehouses/{w}/zones/{z}/bins/{b}';
export const zonePath = '/api/v1/warehouses/{w}/zones/{z}';
export const itemPath = '/api/v1/items/{i}';
export const pickPath = '/api/v1/pick-lists/{p}';

export const probe = probesOf({
  origin: DEPOT_ORIGIN,
  headers: { authorization: 'Bearer {token}' },
  slots: { token: TOKENS[LEAD] },
  shows: '$',
});

export const cold = (value: string): SlotRef => ({ kind: 'literal', value, untouched: true });
export const known = (value: string | number): SlotRef => ({ kind: 'literal', value });

export function form(fields: Readonly<Record<string, string | { readonly $slot: string }>>): ProbeBody {
  return { kind: 'form', fields: Object.entries(fields) };
}
