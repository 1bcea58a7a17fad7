/** Recorded error bodies of an origin, to make another one after. */
import { isArray, isObject, type Json } from '../../model/json.ts';
import { Sink } from './sink.ts';
import type { CompiledShape, Turn } from '../compiled.ts';

export interface ErrorExample {
  readonly body: Json;
  readonly status: number;
  /** It was an error of this very status. */
  readonly isOwn: boolean;
}

/** Errors that say nothing of a case make the best models. */
const GENERAL: readonly string[] = [
  'not-found',
  'unauthenticated',
  'unknown-path',
  'method-not-allowed',
  'expired',
  'rate-limited',
  'unavailable',
];

export function errorExamples(
  turn: Turn,
  status: number,
): {
  readonly example: ErrorExample | null;
  /** Paths of keys (`.error.message`) that most errors have where they have what holds them. */
  readonly usual: ReadonlySet<string>;
} {
  const own = turn.compiled.shapes.filter(({ shape }) => shape.scope.origin === turn.request.raw.origin);
  const refusals = own.filter(({ shape }) => shape.status >= 400);
  // Some APIs say everything under 200, errors as well.
  const found = (refusals.length > 0 ? refusals : own).flatMap((compiled) => {
    const body = bodyOf(turn, compiled);
    return body === null ? [] : [{ shape: compiled.shape, body }];
  });
  const rank = ({ shape }: (typeof found)[number]): number =>
    (shape.status === status ? 1e7 : 0) + (GENERAL.includes(shape.trigger) ? 1e6 : 0) + Math.min(shape.seen, 1e5);
  const [best] = found.toSorted((a, b) => rank(b) - rank(a));
  const counts = new Map<string, number>();
  const holders = new Map<string, number>();
  for (const { body } of found) {
    for (const key of keysIn(body, '')) counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const path of holdersIn(body, '')) holders.set(path, (holders.get(path) ?? 0) + 1);
  }
  const usual = new Set(
    [...counts]
      .filter(([key, count]) => count * 2 >= (holders.get(key.slice(0, key.lastIndexOf('.'))) ?? 0))
      .map(([key]) => key),
  );
  return {
    example:
      best === undefined ? null : { body: best.body, status: best.shape.status, isOwn: best.shape.status === status },
    usual,
  };
}

/** Every key with its path, once; elements of arrays share one. */
function keysIn(value: Json, path: string): ReadonlySet<string> {
  if (isArray(value)) return new Set(value.flatMap((item) => [...keysIn(item, `${path}[]`)]));
  if (!isObject(value)) return new Set();
  return new Set(Object.entries(value).flatMap(([key, item]) => [`${path}.${key}`, ...keysIn(item, `${path}.${key}`)]));
}

function holdersIn(value: Json, path: string): ReadonlySet<string> {
  if (isArray(value)) return new Set(value.flatMap((item) => [...holdersIn(item, `${path}[]`)]));
  if (!isObject(value)) return new Set();
  return new Set([path, ...Object.entries(value).flatMap(([key, item]) => [...holdersIn(item, `${path}.${key}`)])]);
}

function bodyOf(turn: Turn, { render }: CompiledShape): Json | null {
  const sink = new Sink();
  if (!render(turn, sink)) return null;
  try {
    const body = JSON.parse(sink.done().toString()) as Json;
    return isObject(body) || isArray(body) ? body : null;
  } catch {
    return null;
  }
}
