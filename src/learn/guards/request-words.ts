/** Texts of refusals that quote the request itself: `Cannot GET /nope`, `There is nothing at /v1/nope.` */
import { leavesOf, valueAt, type JsonPath } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import type { Template } from '../../model/template.ts';
import type { Scene } from '../values/scene.ts';
import { spotText } from '../reading/spots.ts';

const MARKS = { path: '\u0001', method: '\u0002' } as const;

/** By `spotText`: texts that become one and the same once path and method are taken out. */
export function requestWords(scenes: readonly Scene[]): ReadonlyMap<string, Template> {
  const found = new Map<string, Template>();
  const answer = scenes[0]?.call.exchange.answer;
  if (answer === undefined) return found;
  for (const { path, value } of leavesOf(answer)) {
    if (typeof value !== 'string') continue;
    const texts = new Set(scenes.map((scene) => marked(scene, path)));
    const [only] = texts;
    if (texts.size !== 1 || only === undefined || only === value) continue;
    found.set(spotText(path.map(String)), { t: 'expr', value: { k: 'concat', parts: partsOf(only) } });
  }
  return found;
}

function marked({ call: { exchange } }: Scene, at: JsonPath): string | undefined {
  const text = exchange.answer === undefined ? undefined : valueAt(exchange.answer, at);
  if (typeof text !== 'string') return undefined;
  const named = exchange.path.length > 1 ? text.replaceAll(exchange.path, MARKS.path) : text;
  return named.replaceAll(new RegExp(`\\b${exchange.method}\\b`, 'g'), MARKS.method);
}

function partsOf(text: string): readonly Expr[] {
  return text.split(/([\u0001\u0002])/).flatMap((part): Expr[] => {
    if (part === '') return [];
    if (part === MARKS.path) return [{ k: 'request', part: 'path' }];
    return [part === MARKS.method ? { k: 'request', part: 'method' } : { k: 'const', value: part }];
  });
}
