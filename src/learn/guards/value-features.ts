/** Guards over one value of the request: empty, of a wrong type, outside a set, too long, too large. */
import { isArray, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import type { Guard } from '../../model/guard.ts';
import type { Slot } from '../../model/slot.ts';
import { formatOf, typeOf } from '../reading/field-stats.ts';
import type { Feature, GuardContext } from './guard-context.ts';
import type { Scene } from '../values/scene.ts';
import { nameOf, present } from '../reading/slot-words.ts';
import { slotText } from '../reading/spots.ts';
import { patternOf } from '../values/text-pattern.ts';

export function valueFeatures(
  slot: Slot,
  refused: readonly Scene[],
  served: readonly Scene[],
  context: GuardContext,
  named: number,
): readonly Feature[] {
  const found: Feature[] = [];
  const bad = refused.flatMap((scene) => present(scene, slot));
  const sent = served.flatMap((scene) => present(scene, slot));
  // What records hold was accepted some time, whoever sent it.
  const good = sent.length >= 3 ? sent : [...sent, ...storedValues(slot, refused)];
  if (bad.length === 0) return [];
  found.push({ guard: { g: 'empty', slot }, prior: 1 + named });
  const types: string[] = [...new Set(good.map(typeOf))].filter((type) => type !== 'null');
  if (types.length > 0 && bad.some((value) => !types.includes(typeOf(value) as string)))
    found.push({
      guard: { g: 'type-not', slot, types: [...types, ...(good.includes(null) ? ['null'] : [])].sort() },
      prior: 1.05 + named,
    });
  if (good.length === 0)
    for (const type of ['string', 'integer', 'boolean'] as const)
      if (bad.every((value) => typeOf(value) !== type))
        found.push({
          guard: { g: 'type-not', slot, types: type === 'integer' ? ['integer', 'number'] : [type] },
          prior:
            0.3 +
            named +
            (new RegExp(
              type === 'integer' ? 'number|integer' : type === 'string' ? 'text|string' : 'bool|true|flag',
              'i',
            ).test(context.text)
              ? 0.8
              : 0),
        });
  const listed = listedValues(context.text);
  if (listed.length >= 2 && bad.every((value) => !listed.includes(String(value))))
    found.push({ guard: { g: 'not-in', slot, values: listed }, prior: 1.6 + named });
  const words = [
    ...new Set(good.filter((value): value is string => typeof value === 'string' && /^[\w -]{1,40}$/.test(value))),
  ];
  // Names of records are no closed set.
  const saysClosed = /one of|inclu|allowed|enum/i.test(context.text);
  // That one thing is not there says nothing of what else there is, unless few others were sent again and again.
  const isAboutOne =
    /no[ _-]such|not[ _-]found|does(?:n['’]?t| not) exist|declined/i.test(context.text) &&
    !(good.length >= 20 && words.every((word) => good.filter((value) => value === word).length >= 3));
  if (
    !context.slotResources.has(slotText(slot)) &&
    !isAboutOne &&
    (saysClosed || words.every((word) => CODE_WORD.test(word))) &&
    words.length >= 2 &&
    words.length <= 12 &&
    good.length >= words.length * 2 &&
    bad.every((value) => typeof value !== 'string' || !words.includes(value))
  )
    found.push({
      guard: { g: 'not-in', slot, values: words.sort() },
      prior: 0.8 + named + (saysClosed || /valid/i.test(context.text) ? 0.5 : 0),
    });
  const texts = [...new Set(bad.map((value) => JSON.stringify(value)))];
  if (
    texts.length <= 3 &&
    (bad.length >= texts.length * 2 || isAboutOne) &&
    bad.every((value) => typeof value === 'string' && value.length >= 3 && value.length < 60 && !good.includes(value))
  ) {
    const each = texts.map((text): Guard => ({
      g: 'equals',
      value: { k: 'slot', slot, as: 'json', fallback: null },
      to: JSON.parse(text) as Json,
    }));
    const [only] = each;
    if (only !== undefined)
      found.push({ guard: each.length === 1 ? only : { g: 'or', any: each }, prior: 0.55 + named });
  }
  for (const format of ['email', 'date-time', 'date', 'uuid', 'uri', 'phone'] as const) {
    const fits = good.filter((value) => typeof value === 'string');
    if (
      bad.every((value) => typeof value === 'string' && formatOf(value) !== format) &&
      (fits.length > 0
        ? fits.every((value) => formatOf(String(value)) === format)
        : new RegExp(format === 'uri' ? 'url|uri' : format === 'email' ? 'e-?mail' : format, 'i').test(
            `${context.text} ${nameOf(slot)}`,
          ))
    )
      found.push({ guard: { g: 'format-not', slot, format }, prior: 1.1 + named });
  }
  const pattern = patternOf(good);
  if (
    pattern !== null &&
    bad.every((value) => typeof value === 'string' && value !== '' && !new RegExp(pattern).test(value))
  )
    found.push({
      guard: { g: 'pattern-not', slot, pattern },
      prior: 0.75 + named + (/format|valid|characters|letters|pattern|match/i.test(context.text) ? 0.3 : 0),
    });
  found.push(...numberFeatures(slot, bad, good, context, named), ...lengthFeatures(slot, bad, good, context, named));
  return found;
}

/** Words of a closed set; colours and codes with digits are open ones. */
const CODE_WORD = /^(?:[a-z]+(?:[ _-][a-z]+)*|[A-Z]+(?:[_-][A-Z]+)*)$/;

function storedValues(slot: Slot, scenes: readonly Scene[]): readonly Json[] {
  const scene = scenes[0];
  const resource = scene?.layout.resource ?? null;
  if (
    scene === undefined ||
    resource === null ||
    slot.in !== 'body' ||
    slot.path.some((step) => typeof step === 'number')
  )
    return [];
  const tracks = scene.world.chronicle.byResource.get(resource) ?? [];
  const paths: JsonPath[] = slot.path.map((_, index) => slot.path.slice(index));
  return tracks.slice(-300).flatMap(({ versions }) => {
    const doc = versions.at(-1)?.doc ?? undefined;
    for (const path of paths) {
      const value = valueAt(doc, path);
      if (value !== undefined && value !== null) return [value];
    }
    return [];
  });
}

export function numberFeatures(
  slot: Slot,
  bad: readonly Json[],
  good: readonly Json[],
  context: GuardContext,
  named: number,
): readonly Feature[] {
  const found: Feature[] = [];
  const wrong = bad.map(Number).filter((value) => !Number.isNaN(value));
  const right = good.map(Number).filter((value) => !Number.isNaN(value));
  const numeric = good.filter(
    (value) => typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value)),
  );
  if (good.length > 0 ? numeric.length < good.length * 0.8 : !bad.every((value) => typeof value === 'number'))
    return found;
  if (
    wrong.length < bad.length ||
    wrong.length === 0 ||
    bad.some((value) => typeof value === 'boolean' || value === null || value === '')
  )
    return found;
  const left: Expr = { k: 'slot', slot, as: 'number', fallback: null };
  const limits = limitsIn(context);
  const [lowest, highest] = [Math.min(...right), Math.max(...right)];
  for (const limit of new Set([...limits, 0, 1])) {
    const stated = limits.includes(limit) ? 0.5 : 0;
    if (wrong.every((value) => value < limit) && lowest >= limit)
      found.push({
        guard: { g: 'compare', left, op: '<', right: { k: 'const', value: limit } },
        prior: 1 + named + stated,
      });
    if (wrong.every((value) => value <= limit) && lowest > limit)
      found.push({
        guard: { g: 'compare', left, op: '<=', right: { k: 'const', value: limit } },
        prior: 0.95 + named + stated,
      });
    // What others may do all the same is told by who they are: this is then one half of the rule.
    if (stated > 0 && context.status === 403 && wrong.every((value) => value > limit) && highest > limit && limit > 1)
      found.push({ guard: { g: 'compare', left, op: '>', right: { k: 'const', value: limit } }, prior: 0.9 + named });
    if (wrong.every((value) => value > limit) && highest <= limit && limit > 1)
      found.push({
        guard: { g: 'compare', left, op: '>', right: { k: 'const', value: limit } },
        prior: 1 + named + stated,
      });
  }
  if (right.length > 0 && Math.min(...wrong) > highest)
    found.push({
      guard: { g: 'compare', left, op: '>', right: { k: 'const', value: roundLimit(highest, Math.min(...wrong)) } },
      prior: 0.4 + named,
    });
  return found;
}

function roundLimit(low: number, high: number): number {
  for (const unit of [1e6, 1e5, 1e4, 5000, 1000, 500, 100, 50, 10, 5, 1]) {
    const near = Math.floor((high - 1) / unit) * unit;
    if (near >= low && near < high) return near;
  }
  return low;
}

function lengthFeatures(
  slot: Slot,
  bad: readonly Json[],
  good: readonly Json[],
  context: GuardContext,
  named: number,
): readonly Feature[] {
  const size = (value: Json): number | null => (typeof value === 'string' || isArray(value) ? value.length : null);
  const wrong = bad.map(size);
  const right = good.map(size).filter((value) => value !== null);
  if (wrong.length === 0 || wrong.some((value) => value === null)) return [];
  const found: Feature[] = [];
  const limits = limitsIn(context);
  const [shortest, longest] = [Math.min(...(right as number[])), Math.max(...(right as number[]))];
  for (const limit of new Set(limits)) {
    if (wrong.every((value) => Number(value) > limit) && longest <= limit)
      found.push({ guard: { g: 'longer', slot, than: limit }, prior: 1.3 + named });
    if (wrong.every((value) => Number(value) < limit) && shortest >= limit)
      found.push({ guard: { g: 'shorter', slot, than: limit }, prior: 1.3 + named });
  }
  if (
    /long|length|at most|max|exceed|characters/i.test(context.text) &&
    right.length > 0 &&
    Math.min(...(wrong as number[])) > longest * 1.5 &&
    Math.min(...(wrong as number[])) > 20
  )
    found.push({
      guard: { g: 'longer', slot, than: roundLimit(longest, Math.min(...(wrong as number[]))) },
      prior: 0.6 + named,
    });
  if (
    /short|length|at least|min|characters/i.test(context.text) &&
    right.length > 0 &&
    Math.max(...(wrong as number[])) < shortest &&
    Math.max(...(wrong as number[])) > 0 &&
    shortest > 1
  )
    found.push({ guard: { g: 'shorter', slot, than: Math.max(...(wrong as number[])) + 1 }, prior: 0.6 + named });
  return found;
}

function limitsIn(context: GuardContext): readonly number[] {
  return context.text
    .split('\n')
    .filter((line) => / /.test(line.trim()))
    .flatMap((line) => [...line.matchAll(/-?\d+(?:\.\d+)?/g)].map(([text]) => Number(text)))
    .filter((number) => number !== context.status);
}

function listedValues(text: string): readonly string[] {
  const match =
    /\b(?:one of|in|allowed(?: values)?(?: are)?|valid (?:values|options)(?: are)?|expected)\b\s*:?\s*[[(]?((?:["']?[\w./-]+["']?\s*(?:,|\||\bor\b|\band\b)\s*)+["']?[\w./-]+["']?)/i.exec(
      text,
    );
  return match?.[1] === undefined
    ? []
    : match[1]
        .split(/\s*(?:,|\||\bor\b|\band\b)\s*/)
        .map((word) => word.replaceAll(/["'.\s]/g, ''))
        .filter((word) => word !== '');
}
