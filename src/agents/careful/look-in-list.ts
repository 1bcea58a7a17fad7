import type { Json } from 'offscript';
import { readsSame, valuesIn } from '../json.ts';
import type { Condition, Sight, WriteStep } from '../script.ts';
import { hasText } from './has-text.ts';
import { listRows } from './list-rows.ts';
import { speaksOfEarlierTry } from './speaks-of-earlier-try.ts';
import { callOf, fieldOf, idOf, resolve, type Found, type Work } from './work.ts';

type InList = Extract<Sight, { in: 'list' }>;

/** What stood in the list before anything was made. */
export interface Before {
  readonly ids: ReadonlySet<string>;
  /** One of them, to see how such records look now. */
  readonly sample: Json | null;
  /** The very record that is to be made, made a moment ago or by an earlier try. */
  readonly same: Found | null;
  /** What an earlier try left, and what of it is not as it should be. */
  readonly leftover: { readonly row: Found; readonly wrong: readonly Condition[] } | null;
}

/** A record like the one asked for that is older than this is another case. */
const RECENT_MS = 45 * 60_000;

/** Looks at what is there before a record is made. */
export async function lookBefore(work: Work, step: WriteStep, seen: InList): Promise<Before> {
  const call = callOf(work, { ...seen, as: step.as });
  const rows = await listRows(work, call);
  const ids = new Set(rows.flatMap((row) => idOf(work, row) ?? []));
  const sample = rows[0]?.record ?? null;
  const told = speaksOfEarlierTry(work.episode.instruction);
  const isOnly = work.script.steps.filter(({ kind }) => kind === 'write').length === 1;
  if (told === 'make a new one' || (told === 'nothing' && !isOnly)) return { ids, sample, same: null, leftover: null };
  const same = rows.find((row) => (told === 'finish it' || isRecent(work, row)) && fits(work, step, seen, row)) ?? null;
  if (same !== null || told === 'nothing') return { ids, sample, same, leftover: null };
  const leftover = leftoverIn(work, step, seen, rows);
  const places = call.values.filter(({ place }) => place.in === 'path');
  if (leftover !== null || places.length === call.values.length) return { ids, sample, same, leftover };
  // What it is asked by may be the very thing that is wrong with it.
  const all = await listRows(work, { ...call, values: places });
  const elsewhere =
    all.find((row) => fits(work, step, { ...seen, where: seen.where.filter(isOlder(work)) }, row)) ?? null;
  return { ids, sample, same: elsewhere, leftover: elsewhere === null ? leftoverIn(work, step, seen, all) : null };
}

/** What an earlier try could know: not the ids of records that this one has made. */
function isOlder(work: Work): (condition: Condition) => boolean {
  const made = new Set(work.script.steps.flatMap((step) => (step.kind === 'write' ? [step.as] : [])));
  return ({ equals }) => equals.v !== 'from' || !made.has(equals.step);
}

/** The row that is almost what is to be made: all but one thing, and called the same. */
function leftoverIn(work: Work, step: WriteStep, seen: InList, rows: readonly Found[]): Before['leftover'] {
  const candidates = rows.flatMap((row) => {
    const wrong = seen.where.filter((condition) => !holds(work, step, row, condition));
    const telling = seen.where.filter((condition) => !wrong.includes(condition) && isTelling(work, step, condition));
    return wrong.length === 1 && telling.length > 0
      ? [{ row, wrong, score: telling.length + (says(work, step, row) ? 1 : 0) }]
      : [];
  });
  return candidates.sort((a, b) => b.score - a.score)[0] ?? null;
}

/** The record that has come since; null where none has. */
export async function lookAgain(work: Work, step: WriteStep, seen: InList, before: Before): Promise<Found | null> {
  const rows = await listRows(work, callOf(work, { ...seen, as: step.as }));
  return rows.find((row) => !before.ids.has(idOf(work, row) ?? '') && fits(work, step, seen, row)) ?? null;
}

/** The very record, in the whole list: not only where it was asked for. */
export async function lookEverywhere(work: Work, step: WriteStep, seen: InList): Promise<Found | null> {
  const call = callOf(work, { ...seen, as: step.as });
  const rows = await listRows(work, { ...call, values: call.values.filter(({ place }) => place.in === 'path') });
  return rows.find((row) => fits(work, step, seen, row)) ?? null;
}

function fits(work: Work, step: WriteStep, seen: InList, row: Found): boolean {
  const isTold = seen.where.length + textsOf(step).length > 0;
  return isTold && says(work, step, row) && seen.where.every((condition) => holds(work, step, row, condition));
}

function says(work: Work, step: WriteStep, row: Found): boolean {
  return textsOf(step).every(({ field, value }) =>
    hasText(work, fieldOf(work, row, field ?? []), resolve(work, value, step.as)),
  );
}

function textsOf(step: WriteStep): WriteStep['settings'] {
  return step.settings.filter(({ value, field }) => value.v === 'prose' && field !== null);
}

function holds(work: Work, step: WriteStep, row: Found, { path, equals }: Condition): boolean {
  const value = resolve(work, equals, step.as);
  const shown = fieldOf(work, row, path);
  return value === undefined || readsSame(shown, value);
}

/** A value that was told and that few records share: free text, not one of a few words. */
function isTelling(work: Work, step: WriteStep, { equals }: Condition): boolean {
  const value = resolve(work, equals, step.as);
  return equals.v === 'input' && typeof value === 'string' && /[\s@\d]/.test(value);
}

/** True as well where nothing tells its age. */
function isRecent(work: Work, { record }: Found): boolean {
  const now = work.clock.now;
  const times = [...valuesIn(record)].flatMap(({ path, value }) =>
    /creat|placed|added|made|opened|date/i.test(String(path.at(-1))) ? timeOf(value) : [],
  );
  return now === null || times.length === 0 || Math.max(...times) >= now - RECENT_MS;
}

function timeOf(value: Json): readonly number[] {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return [];
  const time = Date.parse(value);
  return Number.isNaN(time) ? [] : [time];
}
