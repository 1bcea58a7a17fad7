import type { Json, JsonPath } from 'offscript';
import { isObject, valueAt, valuesIn } from './json.ts';

/**
 * Where a record shows a field: at its place, or where it went. APIs rename, nest and flatten; values stay.
 *
 * @param known the top-level fields that such records had before
 * @param value what should stand there, where that is known
 * @returns null where the record shows it nowhere
 *
 * @example { id: 1, attributes: { subject: "Printer" } }, ["subject"]  ->  ["attributes", "subject"]
 * @example { id: 1, subject_line: "Printer" }, ["subject"]  ->  ["subject_line"]
 */
export function fieldPlace(record: Json, path: JsonPath, known: readonly string[], value?: Json): JsonPath | null {
  if (valueAt(record, path) !== undefined) return path;
  if (!isObject(record)) return null;
  const places = [...valuesIn(record)].filter(
    (one) => one.path.length > 0 && one.path.every((step) => typeof step === 'string'),
  );
  const strange = places.filter(({ path: at }) => !known.includes(String(at[0])));
  const leaf = plain(path.at(-1));
  const whole = path.map(plain).join('');
  const sameName =
    [...strange, ...places].find(({ path: at }) => at.map(plain).join('') === whole) ??
    strange.find(({ path: at }) => plain(at.at(-1)) === leaf);
  if (sameName !== undefined) return sameName.path;
  const fits = strange.filter((one) => !isObject(one.value) && (value === undefined || same(one.value, value)));
  const alike = fits.map(({ path: at }) => ({ at, score: alikeness(at, path) })).sort((a, b) => b.score - a.score);
  const [best, second] = alike;
  if (best === undefined) return null;
  if (value !== undefined && alike.length === 1) return best.at;
  if (best.score > 0 && best.score > (second?.score ?? 0)) return best.at;
  const before = known[known.indexOf(String(path[0])) - 1];
  const names = Object.keys(record);
  const inItsPlace = alike.filter(
    ({ at }) => before !== undefined && names[names.indexOf(String(at[0])) - 1] === before,
  );
  if (inItsPlace.length === 1) return inItsPlace[0]?.at ?? null;
  const lost = known.filter((name) => !Object.hasOwn(record, name));
  return alike.length === 1 && lost.length === 1 && lost[0] === path[0] ? best.at : null;
}

function plain(step: string | number | undefined): string {
  return String(step ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

function words(path: JsonPath): readonly string[] {
  return path
    .flatMap((step) =>
      String(step)
        .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .split(/[^a-z0-9]+/),
    )
    .filter((word) => word !== '');
}

/** How many words two names share; parts of words count less. */
function alikeness(left: JsonPath, right: JsonPath): number {
  const others = words(right);
  return words(left).reduce((sum, word) => {
    if (others.includes(word)) return sum + 1;
    return (
      sum +
      (others.some((other) => other.length > 2 && word.length > 2 && (other.startsWith(word) || word.startsWith(other)))
        ? 0.5
        : 0)
    );
  }, 0);
}

function same(left: Json, right: Json): boolean {
  return typeof left !== 'object' && typeof right !== 'object' && String(left) === String(right);
}
