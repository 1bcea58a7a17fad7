/** A number times a rate that a word stands for: seats at the price of a plan, nights at that of a season. */
import type { Json } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import { isNameOfElement } from './number-candidates.ts';
import { slotsOf } from '../reading/call.ts';
import { evaluate, tableKey } from './evaluate.ts';
import { numberOf } from './number-of.ts';
import { docOf } from './scene.ts';
import type { LearnOptions, Learned, Sample } from './value-sample.ts';

const MAX_ROWS = 24;
/** Witnesses that a rate learned from others foretold. */
const CONFIRMED = 4;
const WORD = /^[\p{L}][\p{L}\p{N} ._-]{0,31}$/u;

export function rateTable(samples: readonly Sample[], options: LearnOptions): Learned | null {
  if (samples.length < CONFIRMED + 2 || !samples.every(({ value }) => numberOf(value) !== undefined)) return null;
  const { numbers, words } = partsOf(samples, options);
  const digits = decimalsOf(samples);
  let found: Learned | null = null;
  for (const number of numbers)
    for (const word of words) {
      const rows = ratesBy(word.expr, number.expr, samples);
      if (rows === null) continue;
      const product: Expr = {
        k: 'product',
        of: [number.expr, { k: 'table', key: word.expr, rows: Object.fromEntries(rows), otherwise: null }],
      };
      const cost = 3.5 + number.cost + word.cost;
      if (found === null || cost < found.cost)
        found = { expr: digits === null ? product : { k: 'decimal', of: product, digits }, share: 1, cost };
    }
  return found;
}

/** The rate of each word; null where one word has two, or too little was foretold. */
function ratesBy(word: Expr, number: Expr, samples: readonly Sample[]): ReadonlyMap<string, number> | null {
  const rows = new Map<string, number>();
  const seen = new Map<string, Set<number>>();
  let confirmed = 0;
  for (const { scene, value, draft } of samples) {
    const [key, of, made] = [evaluate(word, scene, draft), numberOf(evaluate(number, scene, draft)), numberOf(value)];
    if (typeof key !== 'string' || of === undefined || of === 0 || made === undefined) return null;
    const name = tableKey(key);
    const rate = rows.get(name);
    if (rate === undefined) rows.set(name, Number((made / of).toFixed(6)));
    else if (Math.abs(rate * of - made) > 0.006) return null;
    else if (seen.get(name)?.has(of) === false) confirmed++;
    seen.set(name, (seen.get(name) ?? new Set()).add(of));
  }
  const isPlain = [...rows.values()].every((rate) => Number.isInteger(rate * 1000));
  return rows.size >= 2 &&
    rows.size <= MAX_ROWS &&
    new Set(rows.values()).size >= 2 &&
    confirmed >= CONFIRMED &&
    isPlain
    ? rows
    : null;
}

interface Part {
  readonly expr: Expr;
  readonly cost: number;
}

/** Numbers and words of the request and of the records in reach. */
function partsOf(
  samples: readonly Sample[],
  { refs, path }: LearnOptions,
): { readonly numbers: readonly Part[]; readonly words: readonly Part[] } {
  const numbers = new Map<string, Part>();
  const words = new Map<string, Part>();
  const add = (expr: Expr, value: Json | undefined, name: string, cost: number): void => {
    const key = JSON.stringify(expr);
    if (numberOf(value) !== undefined && !isNameOfElement([name])) numbers.set(key, { expr, cost });
    else if (typeof value === 'string' && WORD.test(value)) words.set(key, { expr, cost });
  };
  for (const { scene, draft } of samples.slice(0, 6)) {
    for (const { slot, value } of slotsOf(scene.call))
      if (slot.in === 'body' && slot.path.every((step) => typeof step === 'string'))
        add({ k: 'slot', slot, as: 'json', fallback: null }, value, String(slot.path.at(-1)), 0.5);
    for (const ref of refs) {
      const doc = ref.r === 'created' ? (draft ?? scene.after) : docOf(scene, ref);
      for (const [name, value] of Object.entries(doc ?? {}).slice(0, 40))
        if (ref.r !== 'created' || name !== path[0])
          add({ k: 'field', of: ref, path: [name] }, value, name, ref.r === 'created' ? 0.4 : 0.8);
    }
  }
  return { numbers: [...numbers.values()].slice(0, 24), words: [...words.values()].slice(0, 24) };
}

function decimalsOf(samples: readonly Sample[]): number | null {
  const text = samples.find(({ value }) => typeof value === 'string')?.value;
  return typeof text === 'string' ? (text.split('.')[1]?.length ?? 0) : null;
}
