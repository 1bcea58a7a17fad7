/**
 * Finds the operation of a request: literal segments before typed parameters before free ones. A second look lets
 * any text stand for a parameter, since `/tickets/abc` is a request for a ticket that is not there, not an unknown path.
 */
import type { Segment } from '../../model/operation.ts';
import type { CompiledOperation, Route, Router } from '../compiled.ts';
import { fitsShape } from './fits-shape.ts';

type Param = Extract<Segment, { kind: 'param' }>;

interface Node {
  readonly literals: Map<string, Node>;
  readonly params: { readonly segment: Param; readonly node: Node }[];
  readonly methods: Map<string, CompiledOperation[]>;
}

export function createRouter(operations: readonly CompiledOperation[]): Router {
  const root = emptyNode();
  for (const compiled of operations) insert(root, compiled);
  sortParams(root);
  return {
    find(method, segments) {
      for (const strict of [true, false]) {
        const found =
          walk(root, segments, 0, NO_PARAMS, method, strict, null) ?? walkTrimmed(root, segments, method, strict, null);
        if (found !== null) return found;
      }
      const allowed = new Set<string>();
      walk(root, segments, 0, NO_PARAMS, method, false, allowed);
      walkTrimmed(root, segments, method, false, allowed);
      return allowed.size > 0 ? { kind: 'wrong-method', allowed: [...allowed].sort() } : { kind: 'unknown' };
    },
  };
}

const NO_PARAMS: readonly string[] = [];

/** A slash at the end is one too many, not another path. */
function walkTrimmed(
  root: Node,
  segments: readonly string[],
  method: string,
  strict: boolean,
  allowed: Set<string> | null,
): Route | null {
  if (segments.length < 2 || segments.at(-1) !== '') return null;
  return walk(root, segments.slice(0, -1), 0, NO_PARAMS, method, strict, allowed);
}

function emptyNode(): Node {
  return { literals: new Map(), params: [], methods: new Map() };
}

function insert(root: Node, compiled: CompiledOperation): void {
  let node = root;
  for (const segment of compiled.operation.segments)
    node = segment.kind === 'literal' ? literalChild(node, segment.text) : paramChild(node, segment);
  const { method } = compiled.operation;
  const list = node.methods.get(method);
  if (list === undefined) node.methods.set(method, [compiled]);
  else list.push(compiled);
}

function literalChild(node: Node, text: string): Node {
  let child = node.literals.get(text);
  if (child === undefined) node.literals.set(text, (child = emptyNode()));
  return child;
}

function paramChild(node: Node, segment: Param): Node {
  const same = node.params.find(
    ({ segment: other }) =>
      other.prefix === segment.prefix && other.suffix === segment.suffix && other.shape.kind === segment.shape.kind,
  );
  if (same !== undefined) return same.node;
  const child = emptyNode();
  node.params.push({ segment, node: child });
  return child;
}

/** Parameters with fixed text around them, then narrow shapes, then any text. */
function sortParams(node: Node): void {
  node.params.sort((a, b) => width(a.segment) - width(b.segment));
  for (const child of node.literals.values()) sortParams(child);
  for (const { node: child } of node.params) sortParams(child);
}

function width({ prefix, suffix, shape }: Param): number {
  const order = ['uuid', 'integer', 'pattern', 'prefixed', 'opaque', 'slug'];
  return order.indexOf(shape.kind) - 10 * (prefix.length + suffix.length);
}

function walk(
  node: Node,
  segments: readonly string[],
  at: number,
  params: readonly string[],
  method: string,
  strict: boolean,
  /** Collects the methods of matching paths. */
  allowed: Set<string> | null,
): Route | null {
  const text = segments[at];
  if (text === undefined) {
    const operations = node.methods.get(method);
    if (operations !== undefined) return { kind: 'found', operations, params };
    if (allowed !== null) for (const known of node.methods.keys()) allowed.add(known);
    return null;
  }
  const literal = node.literals.get(text);
  if (literal !== undefined) {
    const found = walk(literal, segments, at + 1, params, method, strict, allowed);
    if (found !== null) return found;
  }
  for (const { segment, node: child } of node.params) {
    const value = paramValue(segment, text, strict);
    if (value === null) continue;
    const found = walk(child, segments, at + 1, [...params, value], method, strict, allowed);
    if (found !== null) return found;
  }
  return null;
}

function paramValue({ prefix, suffix, shape, aliases }: Param, text: string, strict: boolean): string | null {
  if (!text.startsWith(prefix) || !text.endsWith(suffix) || text.length <= prefix.length + suffix.length) return null;
  const value = text.slice(prefix.length, text.length - suffix.length);
  if (!strict || aliases.includes(value) || fitsShape(shape, value)) return value;
  return null;
}
