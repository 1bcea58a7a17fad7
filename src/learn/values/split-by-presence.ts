/** One rule where an optional part of the request was sent, another where it was not. */
import type { Expr } from '../../model/expr.ts';
import type { Slot } from '../../model/slot.ts';
import { slotsOf } from '../reading/call.ts';
import { isCoincidence } from './coincidence.ts';
import { evaluate } from './evaluate.ts';
import type { LearnOptions, Learned, Sample } from './value-sample.ts';
import { best } from './best-candidate.ts';

/** One rule where an optional part of the request was sent, another where it was not. */
export function splitByPresence(samples: readonly Sample[], options: LearnOptions): Learned | null {
  const slots = new Map<string, Slot>();
  for (const { scene } of samples.slice(0, 60))
    for (const { slot } of slotsOf(scene.call))
      if (
        (slot.in === 'body' || slot.in === 'query') &&
        !(slot.in === 'body' && slot.path.some((step) => typeof step === 'number'))
      )
        slots.set(JSON.stringify(slot), slot);
  let found: Learned | null = null;
  for (const slot of slots.values()) {
    const key: Expr = { k: 'slot', slot, as: 'json', fallback: null };
    const absent = samples.filter(({ scene }) => evaluate(key, scene) === undefined);
    const sent = samples.filter((sample) => !absent.includes(sample));
    if (absent.length === 0 || sent.length === 0) continue;
    const [without, along] = [best(absent, { ...options, split: false }), best(sent, { ...options, split: false })];
    if (without === null || along === null) continue;
    const own = (slot.in === 'body' ? slot.path.at(-1) : slot.name) === options.name ? 0 : 0.4;
    const cost = 2 + own + (without.cost + along.cost) * 0.5;
    if (found === null || cost < found.cost)
      found = { expr: { k: 'case', key, rows: { absent: without.expr }, otherwise: along.expr }, share: 1, cost };
  }
  return found;
}

/** One rule where the record had nothing there yet, another where it had: set once, kept afterwards. */
export function splitByNull(samples: readonly Sample[], options: LearnOptions): Learned | null {
  const key: Expr = { k: 'field', of: { r: 'target' }, path: options.path };
  const isEmpty = ({ scene }: Sample): boolean => (evaluate(key, scene) ?? null) === null;
  const [empty, filled] = [samples.filter(isEmpty), samples.filter((sample) => !isEmpty(sample))];
  if (empty.length < 2 || filled.length < 2) return null;
  const [first, later] = [best(empty, { ...options, split: false }), best(filled, { ...options, split: false })];
  if (first === null || later === null) return null;
  const rules = samples.map((sample) => ({ sample, rule: isEmpty(sample) ? first.expr : later.expr }));
  if (isCoincidence(rules, 1)) return null;
  return {
    expr: { k: 'case', key, rows: { null: first.expr, absent: first.expr }, otherwise: later.expr },
    share: 1,
    cost: 1.9 + (first.cost + later.cost) * 0.5,
  };
}

/** Not sent, sent empty, sent: an empty text often clears. */
export function splitByEmptiness(samples: readonly Sample[], options: LearnOptions): Learned | null {
  const slot = samples
    .flatMap(({ scene }) => slotsOf(scene.call))
    .find((one) => one.value === '' && one.slot.in === 'body' && one.slot.path.at(-1) === options.name)?.slot;
  if (slot === undefined) return null;
  const key: Expr = { k: 'slot', slot, as: 'json', fallback: null };
  const groups: Record<'absent' | 'empty' | 'sent', Sample[]> = { absent: [], empty: [], sent: [] };
  for (const sample of samples) {
    const value = evaluate(key, sample.scene);
    groups[value === undefined ? 'absent' : value === '' ? 'empty' : 'sent'].push(sample);
  }
  if (groups.empty.length === 0 || groups.sent.length === 0) return null;
  const empty = best(groups.empty, { ...options, split: false });
  const sent = best(groups.sent, { ...options, split: false });
  const absent = groups.absent.length === 0 ? null : best(groups.absent, { ...options, split: false });
  if (empty === null || sent === null || (groups.absent.length > 0 && absent === null)) return null;
  return {
    expr: {
      k: 'case',
      key,
      rows: { '': empty.expr, ...(absent === null ? {} : { absent: absent.expr }) },
      otherwise: sent.expr,
    },
    share: 1,
    cost: 2,
  };
}
