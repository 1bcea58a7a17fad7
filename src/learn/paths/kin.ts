/**
 * Words that are values because what lies below them lies below values of the same place: the busiest record of all is
 * met under its own name far more often than its id is shown, and would else be taken for a word of the API.
 */
import { COMMAND_WORDS, SELF_WORDS } from '../lexicon.ts';
import { stemOf, type PathNode } from './path-evidence.ts';

const SHARED = 0.5;

export function kinOfValues(
  words: readonly (readonly [string, PathNode])[],
  values: readonly PathNode[],
): readonly string[] {
  if (values.length === 0) return [];
  const theirs = new Set(values.flatMap((node) => [...placesBelow(node)]));
  return words.flatMap(([key, node]) => {
    const word = stemOf(key).toLowerCase();
    if (COMMAND_WORDS.has(word) || SELF_WORDS.has(word)) return [];
    const own = placesBelow(node);
    const shared = [...own].filter((place) => theirs.has(place)).length;
    return shared >= 2 && shared >= Math.min(own.size, theirs.size) * SHARED ? [key] : [];
  });
}

/** Shapes of answers and words, one and two steps down: `.` stands for whatever the step in between is called. */
function placesBelow(node: PathNode): ReadonlySet<string> {
  const found = new Set<string>();
  add(node, '', found);
  for (const child of node.children.values()) add(child, '.', found);
  return found;
}

function add(node: PathNode, prefix: string, found: Set<string>): void {
  for (const shape of node.shapes) if (shape.length > 4) found.add(`${prefix}${shape}`);
  for (const [key, child] of node.children)
    if (!key.startsWith('{}') && isAnswered(child)) found.add(`${prefix}/${key}`);
}

function isAnswered(node: PathNode): boolean {
  return node.ok.size > 0 || [...node.children.values()].some(isAnswered);
}
