/**
 * Chooses the expression behind a value by evidence: the cheapest one that holds for (nearly) all witnesses,
 * else one per value of some discrete key (what was asked for, the state before), else none.
 */
import { canonicalJson, type Json } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import type { Slot } from '../../model/slot.ts';
import { stepOf } from './learn-step.ts';
import { slotsOf } from '../reading/call.ts';
import type { Candidate } from './candidate.ts';
import { candidatesFor } from './candidates.ts';
import { evaluate, matches, tableKey } from './evaluate.ts';
import { timeOf } from '../../model/time-format.ts';
import { docOf } from './scene.ts';
import { isOneRequest, isTelling } from '../reading/one-request.ts';
import type { Learned, LearnOptions, Sample } from './value-sample.ts';

export function learnValue(samples: readonly Sample[], options: LearnOptions): Learned | null {
  const present = samples.filter(({ value }) => value !== undefined);
  if (present.length === 0) return null;
  const single = best(present, options);
  if (single !== null) return single;
  if (options.split === false || present.length < 3) return null;
  return (
    cheapest([splitByEmptiness(present, options), splitByPresence(present, options), splitByKey(present, options)]) ??
    stepOf(present, options)
  );
}

function best(samples: readonly Sample[], options: LearnOptions): Learned | null {
  const wanted = options.agreement ?? (samples.length < 6 ? 1 : 0.92);
  const tried = new Map<string, Candidate>();
  for (const { scene, value, draft } of probesOf(samples)) {
    for (const candidate of candidatesFor(value ?? null, scene, {
      refs: options.refs,
      name: options.name,
      path: options.path,
      draft,
    })) {
      const key = canonicalJson(candidate.expr as unknown as Json);
      const known = tried.get(key);
      if (known === undefined || known.cost > candidate.cost) tried.set(key, candidate);
    }
  }
  const ranked = [...tried.values()].sort((a, b) => a.cost - b.cost);
  const checked =
    samples.length > 80 ? samples.filter((_, index) => index % Math.ceil(samples.length / 80) === 0) : samples;
  let found: Learned | null = null;
  const mayEcho = samples.length === 1 || (isTelling(samples[0]?.value) && isOneRequest(samples));
  for (const { expr, cost } of ranked.slice(0, 400)) {
    const own = cost - (mayEcho && isEcho(expr, samples) ? 0.5 : 0);
    if (found !== null && own >= found.cost) continue;
    let hits = 0;
    let misses = 0;
    const allowed = checked.length * (1 - wanted);
    for (const { scene, value, draft } of checked) {
      if (matches(expr, scene, value, draft)) hits++;
      else if (++misses > allowed) break;
    }
    if (misses <= allowed && hits > 0) found = { expr, share: hits / checked.length, cost: own };
  }
  return found;
}

/** A few witnesses whose values differ, from which candidates are drawn. */
function probesOf(samples: readonly Sample[]): readonly Sample[] {
  const seen = new Set<string>();
  const probes: Sample[] = [];
  for (const sample of samples) {
    const text = canonicalJson(sample.value ?? null);
    if (seen.has(text)) continue;
    seen.add(text);
    probes.push(sample);
    if (probes.length >= 4) break;
  }
  return probes;
}

/** One witness: a value worth repeating that the request also carried is an echo, not a constant. */
function isEcho(expr: Expr, [sample]: readonly Sample[]): boolean {
  if (expr.k !== 'slot') return false;
  return typeof sample?.value === 'string' ? sample.value.length >= 3 : isTelling(sample?.value);
}

function cheapest(found: readonly (Learned | null)[]): Learned | null {
  return found.filter((one) => one !== null).sort((a, b) => a.cost - b.cost)[0] ?? null;
}

/** One rule where an optional part of the request was sent, another where it was not. */
function splitByPresence(samples: readonly Sample[], options: LearnOptions): Learned | null {
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

/** Not sent, sent empty, sent: an empty text often clears. */
function splitByEmptiness(samples: readonly Sample[], options: LearnOptions): Learned | null {
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

const MAX_ROWS = 12;

/** One expression for each value of a discrete key. */
function splitByKey(samples: readonly Sample[], options: LearnOptions): Learned | null {
  let found: Learned | null = null;
  for (const key of keysOf(samples, options)) {
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
    const otherwise = commonest(rows) ?? mostWitnessed(groups, rows);
    found = { expr: simplify(key.expr, rows, otherwise), share, cost };
  }
  return found;
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
  const add = (expr: Expr, value: Json | undefined, cost: number): void => {
    if (typeof value === 'object' && value !== null) return;
    if (
      typeof value === 'number' ||
      (typeof value === 'string' &&
        (!/^[\w.:-]{1,32}$/.test(value) || /^-?\d+(?:\.\d+)?$/.test(value) || timeOf(value) !== null))
    )
      return;
    const key = canonicalJson(expr as unknown as Json);
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
  return [...values.values()]
    .filter(({ texts, n }) => texts.size >= 1 && texts.size <= MAX_ROWS && n >= 2)
    .map(({ expr, cost, texts }) => ({ expr, cost: cost + texts.size * 0.05 }));
}
