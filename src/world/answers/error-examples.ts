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
): { readonly example: ErrorExample | null; readonly usual: ReadonlySet<string> } {
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
  for (const { body } of found)
    if (isObject(body)) for (const key of Object.keys(body)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const usual = new Set([...counts].filter(([, count]) => count * 2 >= found.length).map(([key]) => key));
  return {
    example:
      best === undefined ? null : { body: best.body, status: best.shape.status, isOwn: best.shape.status === status },
    usual,
  };
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
