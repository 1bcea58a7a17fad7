/** The slots of requests, and whether an error speaks of one. */
import { isObject, type Json } from '../../model/json.ts';
import type { Slot } from '../../model/slot.ts';
import { slotValue, slotsOf } from './call.ts';
import type { GuardContext } from '../guards/guard-context.ts';
import type { Scene } from '../values/scene.ts';
import { slotText } from './spots.ts';

export function allSlots(scenes: readonly Scene[]): readonly Slot[] {
  const found = new Map<string, Slot>();
  for (const scene of scenes.slice(0, 150)) {
    for (const { slot } of slotsOf(scene.call)) found.set(slotText(slot), slot);
    const { body } = scene.call.exchange;
    if (isObject(body))
      for (const [key, value] of Object.entries(body))
        if (typeof value === 'object' && value !== null)
          found.set(slotText({ in: 'body', path: [key] }), { in: 'body', path: [key] });
  }
  return [...found.values()].slice(0, 80);
}

export function present(scene: Scene, slot: Slot): readonly Json[] {
  const value = slotValue(scene.call.exchange, scene.call.params, slot);
  return value === undefined ? [] : [value];
}

export function nameOf(slot: Slot): string {
  return slot.in === 'body' ? String(slot.path.findLast((step) => typeof step === 'string') ?? '') : slot.name;
}

export function mentions(context: GuardContext, slot: Slot): number {
  const name = nameOf(slot);
  if (name === '') return 0;
  if (context.field !== null) return context.field === name ? 1.2 : -1.5;
  const text = context.text.toLowerCase();
  return new RegExp(`(?:^|[^a-z0-9])${name.toLowerCase().replaceAll(/[^a-z0-9]/g, '[^a-z0-9]?')}(?:[^a-z0-9]|$)`).test(
    text,
  )
    ? 0.7
    : 0;
}
