/**
 * Fields that follow from others of the same document in every version ever seen: totals over lines, counts, taxes.
 * Learned from all documents at once, so that one operation's few witnesses cannot mislead; kept true by the world.
 */
import {
  canonicalJson,
  isArray,
  isObject,
  valueAt,
  type Json,
  type JsonObject,
  type JsonPath,
} from '../../model/json.ts';
import type { FieldWrite } from '../../model/effect.ts';
import type { Expr } from '../../model/expr.ts';
import type { ResourceName } from '../../model/names.ts';
import { flagRules } from './flag-rules.ts';
import { learnValue } from '../values/learn-value.ts';
import { rateTable } from '../values/rate-table.ts';
import type { Learned, LearnOptions, Sample } from '../values/value-sample.ts';
import { stepOf } from '../values/learn-step.ts';
import type { Scene } from '../values/scene.ts';

const KINDS = new Set<Expr['k']>(['fold', 'sum', 'product', 'round', 'step', 'span']);
const MAX_DOCS = 160;

export function invariantsOf(docs: readonly JsonObject[], idPath: JsonPath, blank: Scene): readonly FieldWrite[] {
  const distinct = [...new Map(docs.map((doc) => [canonicalJson(doc), doc])).values()];
  const chosen =
    distinct.length <= MAX_DOCS
      ? distinct
      : distinct.filter((_, index) => index % Math.ceil(distinct.length / MAX_DOCS) === 0);
  if (chosen.length < 6) return [];
  const found: { write: FieldWrite; cost: number; inputs: readonly string[] }[] = [];
  for (const path of numericPaths(chosen)) {
    if (path.join() === idPath.join() || /(?:^id|_id|Id|^number|version|position|_at)$/.test(String(path.at(-1))))
      continue;
    const samples = chosen.map((doc): Sample => ({
      scene: { ...blank, after: doc },
      value: valueAt(doc, path) ?? undefined,
      draft: doc,
    }));
    const filled = samples.filter(({ value }) => isFigure(value));
    const values = new Set(filled.map(({ value }) => value));
    if (filled.length < samples.length * 0.9 || values.size < 2) continue;
    const options = {
      refs: [{ r: 'created' as const }],
      name: String(path.at(-1)),
      path,
      agreement: 0.98,
      split: false,
    };
    const learned = values.size >= 3 ? learnValue(filled, options) : null;
    const rule =
      learned !== null && KINDS.has(bare(learned.expr).k)
        ? learned
        : (rateTable(filled, options) ?? figureSteps(filled, values.size, options));
    if (rule === null || !isRule(rule.expr)) continue;
    found.push({ write: { path, value: rule.expr }, cost: rule.cost, inputs: inputsOf(rule.expr) });
  }
  const numeric = numericPaths(chosen).filter((path) => path.join() !== idPath.join());
  for (const write of flagRules(distinct, numeric)) found.push({ write, cost: 3, inputs: inputsOf(write.value) });
  return acyclic(found, changesIn(docs, idPath));
}

function figureSteps(filled: readonly Sample[], values: number, options: LearnOptions): Learned | null {
  return filled.length >= 12 && values <= 4 ? stepOf(filled, options) : null;
}

/** A number, or one written with decimals. */
function isFigure(value: Json | undefined): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,12}\.\d{1,8}$/.test(value));
}

/** What makes the number that a text writes. */
function bare(expr: Expr): Expr {
  return expr.k === 'decimal' ? bare(expr.of) : expr;
}

/** Figures up to two levels deep. */
function numericPaths(docs: readonly JsonObject[]): readonly JsonPath[] {
  const paths = new Map<string, JsonPath>();
  for (const doc of docs) {
    for (const [key, value] of Object.entries(doc)) {
      if (isFigure(value)) paths.set(key, [key]);
      else if (isObject(value))
        for (const [inner, leaf] of Object.entries(value))
          if (isFigure(leaf)) paths.set(`${key}\u0000${inner}`, [key, inner]);
    }
  }
  return [...paths.values()];
}

/** Sums with constants are coincidences of counters. */
function isRule(whole: Expr): boolean {
  const expr = bare(whole);
  if (expr.k === 'sum') return expr.of.every((part) => part.k !== 'const');
  return true;
}

export function inputsOf(expr: Expr): readonly string[] {
  const found: string[] = [];
  const visit = (value: Json | undefined): void => {
    if (isArray(value)) value.forEach(visit);
    else if (isObject(value)) {
      const of = value['of'];
      if ((value['k'] === 'field' || value['k'] === 'fold') && isObject(of) && of['r'] === 'created') {
        const path = value['k'] === 'field' ? value['path'] : value['array'];
        if (isArray(path)) found.push(path.join('\u0000'));
      }
      Object.values(value).forEach(visit);
    }
  };
  visit(expr as unknown as Json);
  return found;
}

/** How often each figure changed from one version of a record to the next: what follows from others changes with each of them. */
function changesIn(docs: readonly JsonObject[], idPath: JsonPath): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [index, doc] of docs.entries()) {
    const before = docs[index - 1];
    if (before === undefined || valueAt(before, idPath) !== valueAt(doc, idPath)) continue;
    for (const path of numericPaths([doc])) {
      const name = path.join('\u0000');
      if (valueAt(before, path) !== valueAt(doc, path)) found.set(name, (found.get(name) ?? 0) + 1);
    }
  }
  return found;
}

/** Cheapest rules first; a rule that would make a circle is the same fact said backwards. */
function acyclic(
  rules: readonly { readonly write: FieldWrite; readonly cost: number; readonly inputs: readonly string[] }[],
  changes: ReadonlyMap<string, number>,
): readonly FieldWrite[] {
  const changesOf = ({ path }: FieldWrite): number => changes.get(path.join('\u0000')) ?? 0;
  const kept = new Map<string, { write: FieldWrite; inputs: readonly string[] }>();
  for (const rule of [...rules].sort(
    (a, b) => rank(a.write.value) - rank(b.write.value) || changesOf(b.write) - changesOf(a.write) || a.cost - b.cost,
  )) {
    const name = rule.write.path.join('\u0000');
    const reaches = (from: string, seen: Set<string>): boolean => {
      if (from === name) return true;
      if (seen.has(from)) return false;
      seen.add(from);
      return (kept.get(from)?.inputs ?? []).some((input) => reaches(input, seen));
    };
    if (!rule.inputs.some((input) => reaches(input, new Set()))) kept.set(name, rule);
  }
  return inDependencyOrder([...kept.values()].map(({ write }) => write));
}

function rank(whole: Expr): number {
  const expr = bare(whole);
  return expr.k === 'fold' ? 0 : expr.k === 'product' ? 1 : expr.k === 'round' ? 2 : expr.k === 'step' ? 3 : 4;
}

/** What is read of the document being made is written first. */
export function inDependencyOrder(writes: readonly FieldWrite[]): readonly FieldWrite[] {
  const left = [...writes];
  const done: FieldWrite[] = [];
  while (left.length > 0) {
    const pending = new Set(left.map(({ path }) => path.join('\u0000')));
    const at = left.findIndex(({ path, value }) =>
      inputsOf(value).every(
        (input) =>
          input === path.join('\u0000') ||
          ![...pending].some((name) => name === input || input.startsWith(`${name}\u0000`)),
      ),
    );
    done.push(...left.splice(Math.max(0, at), 1));
  }
  return done;
}

export type Invariants = ReadonlyMap<ResourceName, readonly FieldWrite[]>;
