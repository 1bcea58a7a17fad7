/** Error bodies by trigger, from the operation they were seen on up to the whole origin: what to answer where an operation itself was never seen to fail. */
import type { ErrorShape } from '../../model/branch.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import { answerTemplate, errorHeaders } from './answer-template.ts';
import { requestWords } from './request-words.ts';
import { triggerOf } from './error-shape.ts';
import type { Scene } from '../values/scene.ts';

interface Refusal {
  readonly scene: Scene;
  readonly resource: string | null;
  /** Wrong passwords are another matter than missing tokens. */
  readonly ofLogin: boolean;
}

export function errorShapes(refusals: readonly Refusal[], unrouted: readonly Refusal[]): readonly ErrorShape[] {
  const groups = new Map<
    string,
    { scope: ErrorShape['scope']; trigger: ErrorShape['trigger']; status: number; scenes: Scene[] }
  >();
  const add = (scope: ErrorShape['scope'], trigger: ErrorShape['trigger'], scene: Scene): void => {
    const status = scene.call.exchange.status ?? 0;
    const key = JSON.stringify([scope, trigger, status]);
    const group = groups.get(key) ?? { scope, trigger, status, scenes: [] };
    if (group.scenes.length < 40) group.scenes.push(scene);
    groups.set(key, group);
  };
  const told = new Set<string>();
  for (const { scene, resource, ofLogin } of [...refusals].sort((a, b) => Number(a.ofLogin) - Number(b.ofLogin))) {
    const { origin, status, answer, answerText } = scene.call.exchange;
    if (status === null) continue;
    const trigger = triggerOf(status, answer === undefined ? (answerText ?? '') : canonicalJson(answer));
    add({ origin, operation: scene.call.operation, resource }, trigger, scene);
    if (resource !== null) add({ origin, operation: 'any', resource }, trigger, scene);
    if (!ofLogin) told.add(`${origin} ${trigger}`);
    if (!ofLogin || !told.has(`${origin} ${trigger}`))
      add({ origin, operation: 'any', resource: null }, trigger, scene);
  }
  for (const { scene } of unrouted) {
    const { origin, status } = scene.call.exchange;
    if (status === null) continue;
    add(
      { origin, operation: 'any', resource: null },
      status === 405 ? 'method-not-allowed' : status === 404 ? 'unknown-path' : triggerOf(status, ''),
      scene,
    );
  }
  const context = {
    guard: { refs: [], resource: null, resources: [], slotResources: new Map<string, string>(), references: new Map() },
  };
  return [...groups.values()].map(({ scope, trigger, status, scenes }) => {
    const alike = mostAlike(scenes);
    return {
      scope,
      trigger,
      status,
      headers: errorHeaders(alike, context),
      body: answerTemplate(alike, context, [], UNROUTED.has(trigger) ? requestWords(alike) : undefined),
      seen: scenes.length,
    };
  });
}

const UNROUTED: ReadonlySet<ErrorShape['trigger']> = new Set(['unknown-path', 'method-not-allowed']);

/** Bodies of one key set: the commonest. */
function mostAlike(scenes: readonly Scene[]): readonly Scene[] {
  const groups = new Map<string, Scene[]>();
  for (const scene of scenes) {
    const { answer } = scene.call.exchange;
    const key = typeof answer === 'object' && answer !== null ? skeleton(answer) : '';
    groups.set(key, [...(groups.get(key) ?? []), scene]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length)[0] ?? scenes;
}

function skeleton(value: Json): string {
  if (typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) return '[]';
  return Object.entries(value)
    .map(([key, item]) => `${key}${skeleton(item)}`)
    .sort()
    .join(',');
}
