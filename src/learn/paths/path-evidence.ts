/** First pass: every recorded path as a tree, with what speaks for a segment being a value rather than a word. */
import { isArray, isObject, type Json } from '../../model/json.ts';
import { isSuccessStatus, type Exchange } from '../reading/exchange.ts';
import { isIdLike } from '../records/id-shape.ts';
import { KIND_NAMES } from '../lexicon.ts';
import type { SeenValues } from '../reading/seen-values.ts';

export interface PathNode {
  readonly children: Map<string, PathNode>;
  /** Times a path went through or ended here, of the calls looked into. */
  n: number;
  /** Times a path ended here, of all calls. */
  met: number;
  /** Where ids stand: what stood here, up to two of them. */
  readonly values: Set<string>;
  /** Times the value had been seen in an earlier answer of the session. */
  produced: number;
  /** Times the answer held the value in an id-like place. */
  echoed: number;
  /** Times the answer held the value as its own id, at its top or in a wrapper. */
  named: number;
  /** Ends here: answers by method, and shapes of good answers to GET. */
  readonly ok: Set<string>;
  readonly refused: Set<string>;
  readonly shapes: Set<string>;
}

export interface PathEvidence {
  readonly roots: Map<string, PathNode>;
  /** Paths whose last word a person says is a word, whatever it looks like. */
  readonly literals: ReadonlySet<string>;
}

export function createPathNode(): PathNode {
  return {
    children: new Map(),
    values: new Set(),
    n: 0,
    met: 0,
    produced: 0,
    echoed: 0,
    named: 0,
    ok: new Set(),
    refused: new Set(),
    shapes: new Set(),
  };
}

/** Of a path met so often, with this method and this kind of answer, only every n-th call is looked into. */
const OFTEN = 2000;
const EVERY = 64;

/** Whether a call may tell something about its path that earlier ones have not. */
export function isTelling(evidence: PathEvidence, { origin, segments, status, method }: Exchange): boolean {
  let node = evidence.roots.get(origin);
  for (const segment of segments) node = node?.children.get(segmentKey(segment));
  if (node === undefined) return true;
  node.met += 1;
  return node.met < OFTEN || node.met % EVERY === 0 || !(knowsThePath(status) ? node.ok : node.refused).has(method);
}

export function addPath(evidence: PathEvidence, exchange: Exchange, seen: SeenValues): void {
  const { origin, segments, status, method } = exchange;
  let node: PathNode = evidence.roots.get(origin) ?? createPathNode();
  evidence.roots.set(origin, node);
  const good = isSuccessStatus(status);
  const shown = good ? identifyingValues(exchange.answer) : EMPTY;
  let at = origin;
  for (const segment of segments) {
    const key = evidence.literals.has(`${at}/${segment}`) ? segment : segmentKey(segment);
    at += `/${key}`;
    const child: PathNode = node.children.get(key) ?? createPathNode();
    node.children.set(key, child);
    child.n++;
    if (key !== segment && child.values.size < 2) child.values.add(segment);
    const stem = stemOf(segment);
    if (key === stem || key === segment) {
      if (seen.has(stem)) child.produced++;
      if (shown.has(stem) && !isKeyOf(exchange.answer, stem)) child.echoed++;
      if (good && at.split('/').length - 3 === segments.length && ownIds(exchange.answer).includes(stem)) child.named++;
    }
    node = child;
  }
  if (good) {
    node.ok.add(method);
    if (node.shapes.size < 40)
      node.shapes.add(
        method === 'GET' ? answerShape(exchange.answer) : `${method}:${status}:${answerShape(exchange.answer)}`,
      );
  } else if (knowsThePath(status)) node.ok.add(method);
  else node.refused.add(method);
}

function knowsThePath(status: number | null): boolean {
  // What fails inside was found before.
  return isSuccessStatus(status) || (status !== null && (status >= 500 || KNOWS_THE_PATH.has(status)));
}

/** Refusals that only an operation that exists gives; a gate may answer 401 or 429 for any path. */
const KNOWS_THE_PATH: ReadonlySet<number> = new Set([
  400, 402, 403, 406, 409, 410, 411, 412, 413, 415, 422, 423, 424, 428,
]);
const EMPTY: ReadonlySet<string> = new Set();
const SUFFIX = /\.(?:json|xml|csv|html|pdf|txt)$/;

/** `{}` for values that cannot be words (with their fixed ending), the text itself otherwise. */
export function segmentKey(segment: string): string {
  const { stem, suffix } = splitSegment(segment);
  return isIdLike(stem) && !/^v\d+(?:\.\d+)?$/.test(segment) ? `{}${suffix}` : segment;
}

export function splitSegment(segment: string): { readonly stem: string; readonly suffix: string } {
  const extension = SUFFIX.exec(segment)?.[0] ?? '';
  const bare = segment.slice(0, segment.length - extension.length);
  const verb = /^(.+)(:[a-z][A-Za-z]+)$/.exec(bare);
  return verb === null
    ? { stem: bare, suffix: extension }
    : { stem: verb[1] ?? bare, suffix: `${verb[2] ?? ''}${extension}` };
}

export function stemOf(segment: string): string {
  return splitSegment(segment).stem;
}

/** `GET .../transitions` answered by `{ expand: "transitions", transitions: [...] }` is no transition of that name. */
function isKeyOf(answer: Json | undefined, word: string): boolean {
  return isObject(answer) && Object.hasOwn(answer, word);
}

/** `{ id }`, `{ sys: { id } }`, `{ plan: { id } }` */
function ownIds(answer: Json | undefined): readonly string[] {
  if (!isObject(answer)) return [];
  const inner = [answer, ...Object.values(answer).filter(isObject)];
  return inner.flatMap(({ id }) => (typeof id === 'string' || typeof id === 'number' ? [String(id)] : []));
}

/** Short scalars outside arrays, by which an answer may name what it is about. */
function identifyingValues(value: Json | undefined, found: Set<string> = new Set(), depth = 0): Set<string> {
  if (!isObject(value) || depth > 3) return found;
  for (const [key, item] of Object.entries(value)) {
    if (KIND_NAMES.has(key)) continue;
    if (isObject(item)) identifyingValues(item, found, depth + 1);
    else if ((typeof item === 'string' && item.length <= 100) || typeof item === 'number') found.add(String(item));
  }
  return found;
}

/** Keys of an answer, three levels deep, lists by their first item. */
export function answerShape(value: Json | undefined, depth = 0): string {
  if (isArray(value)) return value.length === 0 ? '[]' : `[${answerShape(value[0], depth + 1)}]`;
  if (!isObject(value)) return '';
  if (depth >= 3) return '{}';
  return `{${Object.keys(value)
    .sort()
    .slice(0, 40)
    .map((key) => key + (isObject(value[key]) || isArray(value[key]) ? answerShape(value[key], depth + 1) : ''))
    .join(',')}}`;
}
