import { isArray, withValueAt, type Json } from '../model/json.ts';
import type { TracedValue } from '../model/trace.ts';

/** Leaves inside an array become the whole array: a list is one value to a person. */
export function groupArrays(values: readonly TracedValue[]): readonly TracedValue[] {
  const grouped: TracedValue[] = [];
  const arrays = new Map<string, { at: number; value: Json }>();
  for (const traced of values) {
    const slot = traced.slot;
    const cut = slot.in === 'body' ? slot.path.findIndex((step) => typeof step === 'number') : -1;
    if (slot.in !== 'body' || cut < 0) {
      grouped.push(traced);
      continue;
    }
    const path = slot.path.slice(0, cut);
    const id = JSON.stringify(path);
    const known = arrays.get(id);
    const value = withValueAt(known?.value ?? [], slot.path.slice(cut), traced.value);
    if (known === undefined) {
      arrays.set(id, { at: grouped.length, value });
      grouped.push({ slot: { in: 'body', path }, value, source: { kind: 'instruction' } });
    } else {
      known.value = value;
      grouped[known.at] = { slot: { in: 'body', path }, value, source: { kind: 'instruction' } };
    }
  }
  return grouped.filter((traced) => !isArray(traced.value) || traced.value.length > 0);
}
