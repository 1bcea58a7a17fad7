/**
 * Second half of templating: decides which words are values, and merges the subtrees below them.
 * Precision first: a word that nothing speaks for stays a word, and is reported as ambiguous.
 */
import type { PathEvidence, PathNode } from './path-evidence.ts';
import { kinOfValues } from './kin.ts';
import { createPathNode, splitSegment, stemOf } from './path-evidence.ts';
import { idShapeOf, mostFrequent } from '../records/id-shape.ts';
import { COMMAND_WORDS, SELF_WORDS, singularOf } from '../lexicon.ts';

export interface PathOverrides {
  /** `origin/path/with/{name}` patterns that are templates, and paths whose words are words. */
  readonly literal?: readonly string[];
  readonly param?: readonly string[];
}

export interface TemplateTree {
  readonly roots: ReadonlyMap<string, PathNode>;
  readonly ambiguous: readonly string[];
}

export function collapsePaths(evidence: PathEvidence, overrides: PathOverrides = {}): TemplateTree {
  const ambiguous: string[] = [];
  const roots = new Map<string, PathNode>();
  for (const [origin, root] of evidence.roots) roots.set(origin, collapse(root, origin, 0, ambiguous, overrides));
  return { roots, ambiguous };
}

function collapse(node: PathNode, at: string, depth: number, ambiguous: string[], overrides: PathOverrides): PathNode {
  const params = new Map<string, PathNode[]>();
  const literals: [string, PathNode][] = [];
  const fixed: [string, PathNode][] = [];
  for (const [key, child] of node.children) {
    const version = key === '{}' ? versionOf(child, node, at) : null;
    if (version !== null) fixed.push([version, child]);
    else if (key.startsWith('{}')) push(params, key, child);
    else literals.push([key, child]);
  }
  const signatures = new Map<string, number>();
  for (const [, child] of literals)
    for (const signature of signaturesOf(child)) signatures.set(signature, (signatures.get(signature) ?? 0) + 1);
  const typed = new Set([...params.values()].flat().flatMap((child) => [...signaturesOf(child)]));
  const kept: [string, PathNode][] = fixed;
  const scores = new Map(literals.map(([key, child]) => [key, scoreOf(key, child, depth, signatures, typed)]));
  const values = new Set([
    ...namesOfOneKind(at, literals, scores),
    ...strangers(literals, scores),
    ...lookAlikes(literals, scores),
  ]);
  const isValue = (key: string): boolean => values.has(key) || (scores.get(key) ?? -9) > 0;
  const evident = literals.filter(([key]) => isValue(key)).map(([, child]) => child);
  const others = literals.filter(([key]) => !isValue(key));
  for (const key of kinOfValues(others, [...evident, ...(params.get('{}') ?? [])])) values.add(key);
  for (const [key, child] of literals) {
    const where = `${at}/${key}`;
    const score =
      overrides.literal?.includes(where) === true
        ? -9
        : overrides.param?.includes(where) === true
          ? 9
          : values.has(key)
            ? 1
            : (scores.get(key) ?? -9);
    if (score > -0.6 && score <= 0.4) ambiguous.push(where);
    if (score > 0) push(params, `{}${splitSegment(key).suffix}`, child);
    else kept.push([key, child]);
  }
  const result = copyOf(node);
  for (const [key, child] of kept)
    result.children.set(
      key,
      collapse(child, `${at}/${key}`, depth + (/^(?:api|v\d.*|rest)$/i.test(key) ? 0 : 1), ambiguous, overrides),
    );
  for (const [key, group] of params)
    result.children.set(key, collapse(mergeNodes(group), `${at}/${key}`, depth + 1, ambiguous, overrides));
  return result;
}

/**
 * A number that is the API's version (`/1/cards`, `/rest/api/2/issue`): always the same one, in front of everything,
 * nothing answers at it or before it, and several kinds of things lie below.
 */
function versionOf(node: PathNode, above: PathNode, at: string): string | null {
  const [value, other] = node.values;
  if (value === undefined || other !== undefined || !/^\d{1,2}$/.test(value)) return null;
  const words = at.split('/').slice(3);
  const isPrefix = words.every(
    (word) => !word.startsWith('{}') && singularOf(word.toLowerCase()) === word.toLowerCase(),
  );
  const isBare = [node, above].every(({ ok, refused }) => ok.size + refused.size === 0);
  return isPrefix && isBare && [...node.children.keys()].filter((key) => !key.startsWith('{}')).length >= 2
    ? value
    : null;
}

/**
 * Below a collection word of an item (`/tickets/{}/tags/...`) many siblings with nothing below them are names, not operations,
 * once some of them are known to be values. Directly below an item they may well be actions.
 */
function namesOfOneKind(
  at: string,
  literals: readonly (readonly [string, PathNode])[],
  scores: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const parts = at.split('/');
  if (parts.at(-1)?.startsWith('{}') === true || parts.at(-2)?.startsWith('{}') !== true) return new Set();
  const leaves = literals.filter(
    ([key, child]) =>
      child.children.size === 0 &&
      !COMMAND_WORDS.has(stemOf(key).toLowerCase()) &&
      !SELF_WORDS.has(stemOf(key).toLowerCase()),
  );
  const evident = leaves.filter(
    ([key, child]) => (scores.get(key) ?? -9) > 0 || child.produced > 0 || child.echoed > 0,
  );
  if (leaves.length < 3 || evident.length < Math.max(1, leaves.length * 0.15)) return new Set();
  return new Set(leaves.map(([key]) => key));
}

/** Words that were only ever refused, where other words of the same place are values: wrong ids sent on purpose. */
function strangers(
  literals: readonly (readonly [string, PathNode])[],
  scores: ReadonlyMap<string, number>,
): readonly string[] {
  if (!literals.some(([key, child]) => isKnown(child) && (scores.get(key) ?? -9) > 0)) return [];
  const isCommand = (key: string): boolean =>
    COMMAND_WORDS.has(stemOf(key).toLowerCase()) || SELF_WORDS.has(stemOf(key).toLowerCase());
  return literals.filter(([key, child]) => !isKnown(child) && !isCommand(key)).map(([key]) => key);
}

const FEWEST_ALIKE = 3;

/** Words that look as ids of the same place do, drawn from the same letters: some of them may have met nothing but refusals. */
function lookAlikes(
  literals: readonly (readonly [string, PathNode])[],
  scores: ReadonlyMap<string, number>,
): readonly string[] {
  const values = literals.map(([key]) => key).filter((key) => (scores.get(key) ?? -9) > 0);
  const usual = Number(mostFrequent(values.map((key) => String(key.length))));
  const known = values.filter((key) => key.length === usual);
  const shape = known.length < FEWEST_ALIKE ? null : idShapeOf(known);
  if (shape === null || (shape.kind !== 'opaque' && shape.kind !== 'prefixed')) return [];
  const prefix = shape.kind === 'prefixed' ? shape.prefix : '';
  const letters = new Set(shape.alphabet);
  return literals
    .map(([key]) => key)
    .filter(
      (key) =>
        key.startsWith(prefix) &&
        key.length === prefix.length + shape.length &&
        /\d/.test(key.slice(prefix.length)) &&
        [...key.slice(prefix.length)].every((letter) => letters.has(letter)),
    );
}

function push(groups: Map<string, PathNode[]>, key: string, node: PathNode): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [node]);
  else group.push(node);
}

/** World.md S1.3, with evidence from the answer itself added. Above 0: a value. */
function scoreOf(
  key: string,
  child: PathNode,
  depth: number,
  signatures: ReadonlyMap<string, number>,
  typed: ReadonlySet<string>,
): number {
  const word = stemOf(key);
  if (/^(?:api|rest|v\d+(?:\.\d+)?)$/i.test(word)) return -9;
  const produced = child.produced / Math.max(1, child.n);
  const echoed = child.echoed / Math.max(1, child.n);
  const known = isKnown(child);
  // A wrong id sent on purpose: nothing but refusals, beside values of the same place.
  if (!known && typed.size > 0) return COMMAND_WORDS.has(word.toLowerCase()) ? -1 : 1;
  let twins = 0;
  for (const signature of signaturesOf(child))
    twins = Math.max(twins, (signatures.get(signature) ?? 0) + (typed.has(signature) ? 2 : 0));
  let score = -2.2;
  score += produced > 0.5 ? 2.5 : produced > 0.1 ? 1.2 : -0.8;
  score += echoed > 0.3 ? 2.6 : 0;
  score += child.named > 0 ? 1 : 0;
  score += twins >= 3 ? 1.6 : 0;
  score += twins >= 20 ? 1.5 : 0;
  score += /[\d]/.test(word) || /^[a-z]+(?:-[a-z]+)+$/.test(word) || /[A-Z]/.test(word) ? 0.5 : 0;
  if (COMMAND_WORDS.has(word.toLowerCase())) score -= 4;
  if (SELF_WORDS.has(word.toLowerCase())) score -= 6;
  if (depth === 0) score -= 2.5;
  return score;
}

/** Some call at or below this node was answered by more than "no such thing". */
function isKnown(node: PathNode): boolean {
  if (node.ok.size > 0) return true;
  for (const child of node.children.values()) if (isKnown(child)) return true;
  return false;
}

/** What stands for "these siblings are the same kind of place": shapes of their answers, and what lies below. */
function signaturesOf(node: PathNode): readonly string[] {
  const found = [...node.shapes].filter((shape) => shape.length > 4 && shape !== '[]');
  for (const [key, child] of node.children) if (!key.startsWith('{}') && isKnown(child)) found.push(`/${key}`);
  return found;
}

function copyOf(node: PathNode): PathNode {
  return { ...node, children: new Map() };
}

function mergeNodes(nodes: readonly PathNode[]): PathNode {
  const [only] = nodes;
  if (nodes.length === 1 && only !== undefined) return only;
  const merged = createPathNode();
  const below = new Map<string, PathNode[]>();
  for (const node of nodes) {
    merged.n += node.n;
    merged.produced += node.produced;
    merged.echoed += node.echoed;
    merged.named += node.named;
    for (const method of node.ok) merged.ok.add(method);
    for (const method of node.refused) merged.refused.add(method);
    for (const shape of node.shapes) merged.shapes.add(shape);
    for (const [key, child] of node.children) push(below, key, child);
  }
  for (const [key, group] of below) merged.children.set(key, mergeNodes(group));
  return merged;
}
