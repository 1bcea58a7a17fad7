/** Which part of the request is the record, and how its fields map to the document's. */
import { isObject, jsonEquals, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import { docOf, type Scene } from './scene.ts';

export interface RequestObject {
  readonly from: JsonPath;
  readonly to: JsonPath;
  /** Fields sent that the document does not show as sent. */
  readonly except: readonly string[];
  /** Fields seen sent and shown as sent. */
  readonly echoed: ReadonlySet<string>;
}

/** The object in the request whose fields come back under their own names; null where none does. */
export function requestObjectOf(scenes: readonly Scene[]): RequestObject | null {
  let best: RequestObject | null = null;
  let bestScore = 0;
  for (const from of objectPaths(scenes)) {
    for (const to of targetPaths(scenes)) {
      const votes = votesOf(scenes, from, to);
      const echoed = new Set([...votes].filter(([, vote]) => isEcho(vote)).map(([key]) => key));
      const score =
        [...votes.values()].reduce((sum, { hits, informative }) => sum + hits * 0.1 + informative, 0) +
        echoed.size * 0.5 -
        from.length * 0.1 -
        to.length * 0.2 -
        (from.length === 1 && from[0] === to.at(-1) ? 100 : 0);
      if (echoed.size === 0 || score <= bestScore) continue;
      const except = [...votes].filter(([key]) => !echoed.has(key)).map(([key]) => key);
      best = { from, to, except: except.sort(), echoed };
      bestScore = score;
    }
  }
  return best === null ? null : widened(best, scenes);
}

/** `data.attributes` into `attributes` is better said as `data` into the document, where the wrapper comes back as sent: its siblings do too. */
function widened(found: RequestObject, scenes: readonly Scene[]): RequestObject {
  const name = found.from.at(-1);
  if (found.from.length < 2 || found.to.length === 0 || name !== found.to.at(-1)) return found;
  const [from, to] = [found.from.slice(0, -1), found.to.slice(0, -1)];
  const votes = votesOf(scenes, from, to);
  const wrapper = votes.get(String(name));
  if (wrapper === undefined || wrapper.hits < wrapper.sent * 0.75) return found;
  const echoed = new Set([...votes].filter(([, vote]) => isEcho(vote)).map(([key]) => key));
  return { from, to, except: [...votes.keys()].filter((key) => !echoed.has(key)).sort(), echoed };
}

interface Votes {
  sent: number;
  hits: number;
  informative: number;
  /** The record had the field, before or after. */
  known: number;
}

/** A null for what no record was seen to have is no field of the record. */
function isEcho({ hits, sent, known }: Votes): boolean {
  return hits > 0 && hits >= sent * 0.75 && known > 0;
}

function votesOf(scenes: readonly Scene[], from: JsonPath, to: JsonPath): ReadonlyMap<string, Votes> {
  const votes = new Map<string, Votes>();
  for (const scene of scenes) {
    const sent = valueAt(scene.call.exchange.body, from);
    const doc = valueAt(scene.after ?? undefined, to);
    if (!isObject(sent) || !isObject(doc)) continue;
    const before = valueAt(docOf(scene, { r: 'target' }) ?? undefined, to);
    for (const [key, value] of Object.entries(sent)) {
      const vote = votes.get(key) ?? { sent: 0, hits: 0, informative: 0, known: 0 };
      vote.sent++;
      if (doc[key] !== undefined || (isObject(before) && before[key] !== undefined)) vote.known++;
      if (isEchoed(value, doc[key])) {
        vote.hits++;
        if (typeof value === 'string' || isObject(value)) vote.informative++;
      }
      votes.set(key, vote);
    }
  }
  return votes;
}

/** Equal, or an object all of whose sent parts came back, or a null that removed the field. */
function isEchoed(sent: Json, shown: Json | undefined): boolean {
  // An empty text clears in many form APIs.
  if (sent === '' && (shown === undefined || shown === null)) return true;
  if (shown === undefined) return sent === null;
  if (isObject(sent) && isObject(shown))
    return Object.entries(sent).every(([key, value]) => isEchoed(value, shown[key]));
  return jsonEquals(sent, shown);
}

function objectPaths(scenes: readonly Scene[]): readonly JsonPath[] {
  const found = new Map<string, JsonPath>();
  for (const scene of scenes.slice(0, 30)) {
    const { body } = scene.call.exchange;
    if (!isObject(body)) continue;
    found.set('', []);
    for (const [key, value] of Object.entries(body)) {
      if (!isObject(value)) continue;
      found.set(key, [key]);
      for (const [inner, deeper] of Object.entries(value))
        if (isObject(deeper)) found.set(`${key}\u0000${inner}`, [key, inner]);
    }
  }
  return [...found.values()];
}

function targetPaths(scenes: readonly Scene[]): readonly JsonPath[] {
  const found = new Map<string, JsonPath>([['', []]]);
  for (const scene of scenes.slice(0, 30))
    for (const [key, value] of Object.entries(scene.after ?? {})) if (isObject(value)) found.set(key, [key]);
  return [...found.values()];
}

export function sentObject(scene: Scene, from: JsonPath): JsonObject {
  const value = valueAt(scene.call.exchange.body, from);
  return isObject(value) ? value : {};
}
