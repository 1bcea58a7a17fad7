/** What the witnesses of a value have in common. */
import { canonicalJson, isObject, type Json } from '../../model/json.ts';
import type { Slot } from '../../model/slot.ts';
import { slotValue, slotsOf } from '../reading/call.ts';
import type { Sample } from '../values/value-sample.ts';
import type { Scene } from '../values/scene.ts';

export function lacksObject(unsent: readonly Sample[]): boolean {
  return unsent.length > 0 && !unsent.every(({ value }) => isObject(value));
}

export function isFilledObject(value: Json | undefined): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

export function innerKeys(samples: readonly Sample[]): readonly string[] {
  const keys = new Set<string>();
  for (const { value } of samples) if (isObject(value)) for (const key of Object.keys(value)) keys.add(key);
  return [...keys];
}

export function constantOf(samples: readonly Sample[]): { readonly value: Json | undefined } | undefined {
  const first = samples[0];
  if (first === undefined) return undefined;
  const text = textOf(first.value);
  const same = samples.filter(({ value }) => textOf(value) === text).length;
  return same === samples.length ? { value: first.value } : undefined;
}

/** Absent, or null, in most new records, and nothing in the requests tells when it is not. */
export function rarelyThere(samples: readonly Sample[]): { readonly value: null | undefined } | null {
  if (samples.length < 4) return null;
  for (const empty of [undefined, null]) {
    const filled = samples.filter(({ value }) => value !== empty);
    if (filled.length === 0 || filled.length > samples.length * 0.4) continue;
    const others = samples.filter(({ value }) => value === empty);
    const telling = filled[0]?.scene.call;
    const isTold = (telling === undefined ? [] : slotsOf(telling)).some(
      ({ slot }) =>
        slot.in !== 'path' &&
        filled.every(({ scene }) => sends(scene, slot)) &&
        !others.some(({ scene }) => sends(scene, slot)),
    );
    if (!isTold) return { value: empty };
  }
  return null;
}

/** The part of the request without which the field stays empty, and with which it never does. */
export function filledWith(samples: readonly Sample[]): Slot | null {
  const [filled, empty] = [true, false].map((isFilled) =>
    samples.filter(({ value }) => (value !== null && value !== undefined) === isFilled),
  );
  const [first] = filled ?? [];
  if (filled === undefined || empty === undefined || first === undefined || filled.length < 2 || empty.length < 2)
    return null;
  const told = slotsOf(first.scene.call).find(
    ({ slot }) =>
      slot.in !== 'path' &&
      filled.every(({ scene }) => sends(scene, slot)) &&
      !empty.some(({ scene }) => sends(scene, slot)),
  );
  return told?.slot ?? null;
}

function sends({ call }: Scene, slot: Slot): boolean {
  return slotValue(call.exchange, call.params, slot) !== undefined;
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : canonicalJson(value);
}

export function commonestValue(samples: readonly Sample[]): Json {
  const counts = new Map<string, { n: number; value: Json }>();
  for (const { value } of samples) {
    if (value === undefined) continue;
    const entry = counts.get(canonicalJson(value)) ?? { n: 0, value };
    entry.n++;
    counts.set(canonicalJson(value), entry);
  }
  return [...counts.values()].sort((a, b) => b.n - a.n)[0]?.value ?? null;
}

/** So common that it is a better guess than any drawn value. */
export const USUAL = 0.6;

export function usualShare(samples: readonly Sample[]): number {
  const usual = canonicalJson(commonestValue(samples));
  return samples.filter(({ value }) => value !== undefined && canonicalJson(value) === usual).length / samples.length;
}

export function isInformative(value: Json | undefined): boolean {
  return typeof value === 'string' ? value.length >= 3 : typeof value === 'number' && Math.abs(value) >= 10;
}
