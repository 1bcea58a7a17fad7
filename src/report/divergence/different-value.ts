import { jsonEquals, leavesOf, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { EntityChange } from '../../model/trace.ts';
import type { CallStep } from '../../model/rollout.ts';
import { shortened } from '../step-text.ts';
import type { Sides } from './sides.ts';

const NOT_CHOSEN = new Set(['id', 'volatile', 'derived', 'server-chosen']);
const WORDS_OF_PROSE = 3;

/** What a write leaves in a record that the oracle's leaves otherwise; null where they agree on all that a caller chooses. */
export function differentValue(sides: Sides, call: CallStep, wanted: CallStep): string | null {
  for (const right of wanted.changes) {
    const own = call.changes.find((change) =>
      right.before === null ? change.before === null && change.resource === right.resource : change.key === right.key,
    );
    if (own === undefined || right.after === null || own.after === null) {
      if (own !== undefined && own.after !== right.after)
        return own.after === null
          ? 'removes the record; the oracle keeps it'
          : 'keeps the record; the oracle removes it';
      continue;
    }
    for (const path of chosenPaths(sides, own, right)) {
      const has = valueAt(own.after, path);
      const wants = valueAt(right.after, path);
      if (jsonEquals(has, wants) || isWording(has, wants)) continue;
      return `leaves ${path.join('.')} = ${said(has)}; the oracle leaves ${said(wants)}`;
    }
  }
  return null;
}

function chosenPaths({ index }: Sides, own: EntityChange, right: EntityChange): readonly JsonPath[] {
  const changed = ({ before, after }: EntityChange): readonly JsonPath[] =>
    [...leavesOf(after ?? {})]
      .map(({ path }) => path)
      .filter((path) => !jsonEquals(valueAt(before ?? undefined, path), valueAt(after ?? undefined, path)));
  const made = new Set([own.key, right.key].map((key) => key.slice(key.lastIndexOf('/') + 1)));
  return [...changed(right), ...changed(own)].filter((path) => {
    if (NOT_CHOSEN.has(index.field(right.resource, path)?.role ?? '')) return false;
    const values = [valueAt(own.after ?? undefined, path), valueAt(right.after ?? undefined, path)];
    // Ids and moments are the server's, also where nobody has learned so.
    return right.before !== null || !values.some((value) => made.has(String(value)) || isMoment(value));
  });
}

/** Both put it into words, or one of them adds a word nobody asked for. */
function isWording(has: Json | undefined, wants: Json | undefined): boolean {
  return (isProse(has) || isProse(wants)) && [has, wants].every((value) => isProse(value) || (value ?? '') === '');
}

function isProse(value: Json | undefined): boolean {
  return typeof value === 'string' && value.trim().split(/\s+/).length >= WORDS_OF_PROSE;
}

function isMoment(value: Json | undefined): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value);
}

function said(value: Json | undefined): string {
  return value === undefined ? 'nothing' : shortened(JSON.stringify(value), 60);
}
