/**
 * Lets derived fields follow a change. A total that the recording never fully explained (17 comments, 4 of them seen)
 * moves by as much as what we can see moved: 17 becomes 18, not 5.
 */
import { jsonEquals, valueAt, withValueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Effect } from '../../model/effect.ts';
import type { EntityKey } from '../../model/names.ts';
import { likeBefore, putDoc, writeFields } from './apply-effects.ts';
import type { DerivedRule, Turn } from '../compiled.ts';
import { evaluate, numberOf } from './evaluate.ts';
import type { Rec } from '../state/rec.ts';
import { valuesAt } from './values-at.ts';

const ROUNDS = 4;

/** Fields that an edit sets on purpose: they stay as they were set. */
export type IsExempt = (key: EntityKey, path: JsonPath) => boolean;

/** Everything since `mark` is the change; `explicit` are recomputations the branch itself asks for. */
export function followDerived(
  turn: Turn,
  mark: number,
  explicit: readonly Effect[],
  isExempt: IsExempt = () => false,
): void {
  let since = mark;
  for (let round = 0; round < ROUNDS; round++) {
    const size = turn.state.mark();
    for (const [key, rules] of candidates(turn, since)) {
      for (const rule of rules) if (!isExempt(key, rule.path)) apply(turn, mark, key, rule);
    }
    if (round === 0 || turn.state.mark() > size) {
      for (const effect of explicit) if (effect.t === 'recompute') recompute(turn, mark, effect);
    }
    if (turn.state.mark() === size) return;
    since = size;
  }
}

/** Rules that the changes since then may concern. */
function candidates(turn: Turn, since: number): ReadonlyMap<EntityKey, ReadonlySet<DerivedRule>> {
  const found = new Map<EntityKey, Set<DerivedRule>>();
  const add = (key: EntityKey, rule: DerivedRule): void => {
    const rules = found.get(key);
    if (rules === undefined) found.set(key, new Set([rule]));
    else rules.add(rule);
  };
  const { rules } = turn.compiled;
  if (rules.length === 0) return found;
  for (const { key, before, after } of turn.state.changesSince(since)) {
    const old = before ?? turn.compiled.base.get(key);
    for (const rule of rules) {
      if (rule.resource === after.resource && (rule.ofSelf || old === undefined)) add(key, rule);
      for (const { resource, by, watched } of rule.over) {
        if (resource !== after.resource || countsTheSame(old, after, watched)) continue;
        for (const rec of [old, after]) for (const owner of ownersOf(turn, rule, rec, by)) add(owner, rule);
      }
    }
  }
  return found;
}

function countsTheSame(old: Rec | undefined, after: Rec, watched: DerivedRule['over'][number]['watched']): boolean {
  if (old === undefined || old.dead !== null || after.dead !== null || old.entity.parent !== after.entity.parent)
    return false;
  return watched.every((path) => jsonEquals(valueAt(old.doc, path), valueAt(after.doc, path)));
}

function ownersOf(
  turn: Turn,
  rule: DerivedRule,
  child: Rec | undefined,
  by: DerivedRule['over'][number]['by'],
): readonly EntityKey[] {
  if (child === undefined) return [];
  if (by.length === 0) return child.entity.parent === null ? [] : [child.entity.parent];
  return valuesAt(child.doc, by).flatMap((id) => {
    if (id === null || typeof id === 'object') return [];
    const parent = child.entity.parent === null ? undefined : turn.state.get(child.entity.parent);
    if (parent?.resource === rule.resource && parent.entity.id === String(id)) return [parent.key];
    return turn.byId(rule.resource, String(id))?.key ?? [];
  });
}

function apply(turn: Turn, mark: number, key: EntityKey, rule: DerivedRule): void {
  const rec = turn.state.live(key);
  const resource = rec === undefined ? undefined : turn.resource(rec.resource);
  if (rec === undefined || resource === undefined) return;
  const after = valueIn(turn, rec, rule);
  if (after === undefined) return;
  const then = turn.state.asOf(mark, () => {
    const old = turn.state.live(key);
    return old === undefined ? null : { stored: valueAt(old.doc, rule.path), value: valueIn(turn, old, rule) };
  });
  const next = then === null ? after : moved(then.stored, then.value, after);
  if (next === undefined || jsonEquals(valueAt(rec.doc, rule.path), next)) return;
  putDoc(turn, rec, resource, withValueAt(rec.doc, rule.path, next) as JsonObject);
}

/** What the stored value becomes; undefined where the change does not concern it. */
function moved(stored: Json | undefined, before: Json | undefined, after: Json): Json | undefined {
  if (before !== undefined && jsonEquals(before, after)) return undefined;
  if (
    stored === undefined ||
    before === undefined ||
    jsonEquals(numberOf(stored) ?? stored, numberOf(before) ?? before)
  )
    return likeBefore(after, stored);
  const [was, from, to] = [numberOf(stored), numberOf(before), numberOf(after)];
  if (was === undefined || from === undefined || to === undefined) return after;
  return likeBefore(Math.round((was + to - from) * 1e6) / 1e6, stored);
}

function valueIn(turn: Turn, rec: Rec, rule: DerivedRule): Json | undefined {
  const outer = turn.self;
  turn.self = { ref: rule.self, rec };
  try {
    return evaluate(rule.value, turn);
  } finally {
    turn.self = outer;
  }
}

/** A recomputation of volatile fields (`updated_at` of the parent) happens when anything else did; of others, when they move. */
function recompute(turn: Turn, mark: number, effect: Extract<Effect, { t: 'recompute' }>): void {
  const rec = turn.resolve(effect.of);
  const resource = rec === null ? undefined : turn.resource(rec.resource);
  if (rec === null || resource === undefined) return;
  const volatile = effect.set.filter(({ value }) => isVolatile(value));
  const stable = effect.set.filter(({ value }) => !isVolatile(value));
  for (const { path, value } of stable) {
    apply(turn, mark, rec.key, { resource: rec.resource, path, self: effect.of, value, ofSelf: true, over: [] });
  }
  const changed = turn.state.changesSince(mark);
  const isDue = stable.length === 0 ? changed.length > 0 : changed.some(({ key }) => key === rec.key);
  const now = turn.state.live(rec.key);
  if (!isDue || volatile.length === 0 || now === undefined) return;
  const draft = { key: rec.key, resource, doc: now.doc };
  turn.draft = draft;
  writeFields(turn, draft, volatile);
  turn.draft = null;
  putDoc(turn, now, resource, draft.doc);
}

function isVolatile(value: Extract<Effect, { t: 'recompute' }>['set'][number]['value']): boolean {
  return (
    value.k === 'now' || value.k === 'generate' || value.k === 'new-id' || value.k === 'slot' || value.k === 'const'
  );
}
