/** One expression for each value of a discrete key: what was asked for, the state before. */
import { canonicalJson, type Json } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { slotsOf } from '../reading/call.ts';
import { evaluate, matches, tableKey } from './evaluate.ts';
import { timeOf } from '../../model/time-format.ts';
import { docOf } from './scene.ts';
import type { LearnOptions, Learned, Sample } from './value-sample.ts';
import { isCoincidence } from './coincidence.ts';
import { best } from './best-candidate.ts';

const MAX_ROWS = 12;

/** One expression for each value of a discrete key. */
export function splitByKey(samples: readonly Sample[], options: LearnOptions): Learned | null {
  let found: Learned | null = null;
  const keys = keysOf(samples, options);
  for (const key of keys) {
    const groups = new Map<string, Sample[]>();
    for (const sample of samples) {
      const text = tableKey(evaluate(key.expr, sample.scene, sample.draft));
      const group = groups.get(text);
      if (group === undefined) groups.set(text, [sample]);
      else group.push(sample);
    }
    if (groups.size < 2 || groups.size > MAX_ROWS) continue;
    const rows: Record<string, Expr> = {};
    let cost = key.cost + 2;
    let explained = 0;
    const learned = [...groups].flatMap(([text, group]) => {
      const row = best(group, { ...options, split: false });
      return row === null ? [] : [{ text, group, row }];
    });
    const chosen = shared(learned);
    for (const { text, group, row } of learned) {
      const common = chosen.get(text) ?? row;
      rows[text] = common.expr;
      explained += group.length * common.share;
    }
    cost += [...new Set(learned.map(({ text, row }) => chosen.get(text) ?? row))].reduce(
      (sum, row) => sum + row.cost * 0.5,
      learned.length * 0.1,
    );
    const share = explained / samples.length;
    const distinct = new Set(samples.map(({ value }) => canonicalJson(value ?? null))).size;
    // A row for each value, or hardly more witnesses than rows, is a list of coincidences.
    if (share < 0.9 || samples.length < groups.size * 1.5 + 1 || (found !== null && cost >= found.cost)) continue;
    if (
      Object.values(rows).every(({ k }) => k === 'const') &&
      (groups.size > samples.length / 2.5 || (distinct > 6 && distinct >= groups.size))
    )
      continue;
    const rules = [...groups].flatMap(([text, group]) => {
      const rule = rows[text];
      return rule === undefined ? [] : group.map((sample) => ({ sample, rule }));
    });
    if (isCoincidence(rules, isNatural(key.expr, options) ? 1 : keys.length)) continue;
    const otherwise = commonest(rows) ?? mostWitnessed(groups, rows);
    found = { expr: simplify(key.expr, rows, otherwise), share, cost };
  }
  return found;
}

/** What was asked for under the field's own name, and what the field was before. */
function isNatural(key: Expr, { name, path }: LearnOptions): boolean {
  if (key.k === 'slot') return (key.slot.in === 'body' ? key.slot.path.at(-1) : key.slot.name) === name;
  return key.k === 'field' && key.path.join('\u0000') === path.join('\u0000');
}

/** As few different rows as explain all groups: two states that both leave nothing are one rule, not two. */
function shared(
  learned: readonly { readonly text: string; readonly group: readonly Sample[]; readonly row: Learned }[],
): ReadonlyMap<string, Learned> {
  const covers = new Map<string, { readonly row: Learned; readonly texts: string[] }>();
  for (const { row } of learned) {
    const name = canonicalJson(row.expr as unknown as Json);
    if (covers.has(name)) continue;
    const texts = learned
      .filter(({ group }) => group.every(({ scene, value, draft }) => matches(row.expr, scene, value, draft)))
      .map(({ text }) => text);
    covers.set(name, { row, texts });
  }
  const found = new Map<string, Learned>();
  const ranked = [...covers.values()].sort((a, b) => b.texts.length - a.texts.length || a.row.cost - b.row.cost);
  for (const { row, texts } of ranked) for (const text of texts) if (!found.has(text)) found.set(text, row);
  return found;
}

function simplify(key: Expr, rows: Record<string, Expr>, otherwise: Expr | null): Expr {
  const sorted = Object.fromEntries(Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { k: 'case', key, rows: sorted, otherwise };
}

/** The row met under most keys, where it is met twice: the rule, of which the others are exceptions. */
function commonest(rows: Readonly<Record<string, Expr>>): Expr | null {
  const counts = new Map<string, { n: number; expr: Expr }>();
  for (const expr of Object.values(rows)) {
    const text = canonicalJson(expr as unknown as Json);
    const entry = counts.get(text) ?? { n: 0, expr };
    entry.n++;
    counts.set(text, entry);
  }
  const [top] = [...counts.values()].sort((a, b) => b.n - a.n);
  return top !== undefined && top.n >= 2 ? top.expr : null;
}

/** What an unknown key most likely gives: the row seen most, where rows are values of their own. */
function mostWitnessed(
  groups: ReadonlyMap<string, readonly Sample[]>,
  rows: Readonly<Record<string, Expr>>,
): Expr | null {
  const [text] =
    [...groups].filter(([key]) => rows[key] !== undefined).sort((a, b) => b[1].length - a[1].length)[0] ?? [];
  return text === undefined ? null : (rows[text] ?? null);
}

/** Slots and fields with few distinct values. */
function keysOf(
  samples: readonly Sample[],
  options: LearnOptions,
): readonly { readonly expr: Expr; readonly cost: number }[] {
  const values = new Map<string, { expr: Expr; texts: Set<string>; cost: number; n: number }>();
  // One moment, number or sentence among its values, and a key is none: its rows would be of single records.
  const unfit = new Set<string>();
  const add = (expr: Expr, value: Json | undefined, cost: number): void => {
    const key = canonicalJson(expr as unknown as Json);
    if (typeof value === 'object' && value !== null) return;
    if (
      typeof value === 'number' ||
      (typeof value === 'string' &&
        (!/^[\w.:-]{1,32}$/.test(value) || /^-?\d+(?:\.\d+)?$/.test(value) || timeOf(value) !== null))
    ) {
      unfit.add(key);
      return;
    }
    const entry = values.get(key) ?? { expr, texts: new Set<string>(), cost, n: 0 };
    if (entry.texts.size <= MAX_ROWS) entry.texts.add(tableKey(value));
    entry.n++;
    values.set(key, entry);
  };
  for (const { scene } of samples.slice(0, 120)) {
    for (const { slot, value } of slotsOf(scene.call))
      if (slot.in !== 'path' && !(slot.in === 'body' && slot.path.some((step) => typeof step === 'number')))
        add({ k: 'slot', slot, as: 'json', fallback: null }, value, 0.1);
    for (const ref of options.refs) {
      if (ref.r === 'created') continue;
      const doc = docOf(scene, ref);
      for (const [name, value] of Object.entries(doc ?? {}).slice(0, 60))
        add(
          { k: 'field', of: ref, path: [name] },
          value,
          (ref.r === 'target' ? 0.4 : 0.9) - (name === options.path[0] && options.path.length === 1 ? 0.7 : 0),
        );
    }
  }
  return [...values]
    .flatMap(([key, value]) => (unfit.has(key) ? [] : [value]))
    .filter(({ texts, n }) => texts.size >= 1 && texts.size <= MAX_ROWS && n >= 2)
    .map(({ expr, cost, texts }) => ({ expr, cost: cost + texts.size * 0.05 }));
}
