/** Texts that are others rewritten, or put together from known parts. */
import type { Expr } from '../../model/expr.ts';
import { slugOf } from './evaluate.ts';
import { timeOf } from '../../model/time-format.ts';
import { idShapeOf, isIdLike } from '../records/id-shape.ts';
import type { Atom, Candidate } from './candidate.ts';

/** Fields that name a kind: their words stand in paths and texts without coming from there. */
const KIND_WORDS: ReadonlySet<string> = new Set(['type', 'object', 'kind', 'resource_type', '__typename', 'jsonrpc']);

export function textCandidates(value: string, atoms: readonly Atom[], found: Candidate[]): void {
  for (const atom of atoms) {
    if (typeof atom.value !== 'string' || atom.value.length < 2) continue;
    if (atom.value !== value) {
      const lower = atom.value.toLowerCase();
      if (lower === value) found.push({ expr: { k: 'text', fn: 'lower', of: atom.expr }, cost: atom.cost + 0.6 });
      else if (atom.value.toUpperCase() === value)
        found.push({ expr: { k: 'text', fn: 'upper', of: atom.expr }, cost: atom.cost + 0.6 });
      else if (atom.value.trim() === value)
        found.push({ expr: { k: 'text', fn: 'trim', of: atom.expr }, cost: atom.cost + 0.4 });
      else if (value.length > 1 && slugOf(atom.value) === value)
        found.push({ expr: { k: 'slug', of: atom.expr }, cost: atom.cost + 0.8 });
    }
  }
  if (value.length >= 3 && value.length <= 400) found.push(...concatCandidates(value, atoms));
  if (isIdLike(value) && value.length >= 8 && timeOf(value) === null)
    found.push({ expr: { k: 'generate', shape: idShapeOf([value]) }, cost: 6 });
}

/** Texts made of known parts: `/tickets/17/comments`, `SO-1045`, `Jane Doe <jane@x>`. Longest parts first, at most four. */
function concatCandidates(value: string, atoms: readonly Atom[]): readonly Candidate[] {
  const parts = atoms
    .filter(
      (atom) =>
        ((typeof atom.value === 'string' && atom.value.length >= 2) || typeof atom.value === 'number') &&
        !KIND_WORDS.has(atom.name),
    )
    .map((atom) => ({ ...atom, text: String(atom.value) }))
    .filter(
      ({ text }) => text.length < value.length && value.includes(text) && (text.length >= 3 || boundedIn(value, text)),
    )
    .sort((a, b) => b.text.length - a.text.length || a.cost - b.cost);
  const results: Candidate[] = [];
  const firsts = parts.slice(0, 12);
  for (const first of firsts) {
    const exprs: Expr[] = [];
    let cost = 1.5;
    let rest = value;
    const order = [first, ...parts.filter((part) => part !== first)];
    const cuts: { at: number; end: number; atom: (typeof parts)[number] }[] = [];
    for (const atom of order) {
      const at = rest.indexOf(atom.text);
      if (at < 0 || cuts.length >= 4) continue;
      cuts.push({ at, end: at + atom.text.length, atom });
      rest = rest.slice(0, at) + '\u0001'.repeat(atom.text.length) + rest.slice(at + atom.text.length);
      cost += atom.cost * 0.6;
    }
    cuts.sort((a, b) => a.at - b.at);
    let from = 0;
    for (const { at, end, atom } of cuts) {
      if (at > from) exprs.push({ k: 'const', value: value.slice(from, at) });
      exprs.push(atom.expr);
      from = end;
    }
    if (from < value.length) exprs.push({ k: 'const', value: value.slice(from) });
    if (exprs.length > 1) results.push({ expr: { k: 'concat', parts: exprs }, cost: cost + exprs.length * 0.15 });
  }
  const numbered = /^(.*?)(\d{1,12})$/.exec(value);
  if (numbered?.[2] !== undefined && !numbered[2].startsWith('0')) {
    for (const atom of atoms) {
      if (typeof atom.value !== 'number' || !Number.isInteger(atom.value)) continue;
      const offset = Number(numbered[2]) - atom.value;
      if (offset !== 0 && offset % 10 === 0)
        results.push({
          expr: {
            k: 'concat',
            parts: [
              { k: 'const', value: numbered[1] ?? '' },
              { k: 'sum', of: [{ k: 'const', value: offset }, atom.expr] },
            ],
          },
          cost: atom.cost + 2.2,
        });
    }
  }
  return results;
}

function boundedIn(value: string, text: string): boolean {
  const at = value.indexOf(text);
  const before = value[at - 1] ?? '/';
  const after = value[at + text.length] ?? '/';
  return !/[A-Za-z0-9]/.test(before) && !/[A-Za-z0-9]/.test(after);
}
