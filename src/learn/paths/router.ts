/** Finds the template of a path: literal before value, at every level. */
import type { Segment } from '../../model/operation.ts';
import { splitSegment, type PathNode } from './path-evidence.ts';
import type { TemplateTree } from './path-templates.ts';
import { SELF_WORDS, singularOf, snakeOf } from '../lexicon.ts';

/** A path with names for its values; `segments` still lacks shapes and resources. */
export interface PathTemplate {
  readonly origin: string;
  /** `/tickets/{ticket_id}/comments` */
  readonly text: string;
  readonly parts: readonly TemplatePart[];
  /** Methods that were answered by more than "no such thing". */
  readonly methods: ReadonlySet<string>;
}

export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'param'; readonly name: string; readonly suffix: string };

export interface RouteMatch {
  readonly template: PathTemplate;
  readonly params: Readonly<Record<string, string>>;
}

export interface Router {
  match(origin: string, segments: readonly string[]): RouteMatch | null;
  readonly templates: readonly PathTemplate[];
}

export function createRouter(tree: TemplateTree): Router {
  const known = new Map<PathNode, PathTemplate>();
  const templates: PathTemplate[] = [];
  for (const [origin, root] of tree.roots) collect(origin, root, [], known, templates);
  return {
    templates,
    match(origin, segments) {
      const root = tree.roots.get(origin);
      if (root === undefined) return null;
      const values: string[] = [];
      const node = descend(root, segments, 0, values);
      const template = node === null ? undefined : known.get(node);
      if (template === undefined) return null;
      const names = template.parts.flatMap((part) => (part.kind === 'param' ? [part.name] : []));
      return { template, params: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])) };
    },
  };
}

function descend(node: PathNode, segments: readonly string[], at: number, values: string[]): PathNode | null {
  const segment = segments[at];
  if (segment === undefined) return node.ok.size + node.refused.size > 0 ? node : null;
  const literal = node.children.get(segment);
  if (literal !== undefined) {
    const found = descend(literal, segments, at + 1, values);
    if (found !== null) return found;
  }
  const { stem, suffix } = splitSegment(segment);
  for (const [key, value] of suffix === ''
    ? [['{}', segment]]
    : [
        [`{}${suffix}`, stem],
        ['{}', segment],
      ]) {
    const child = node.children.get(key ?? '');
    if (child === undefined || segment === '') continue;
    values.push(value ?? '');
    const found = descend(child, segments, at + 1, values);
    if (found !== null) return found;
    values.pop();
  }
  return null;
}

function collect(
  origin: string,
  node: PathNode,
  parts: readonly TemplatePart[],
  known: Map<PathNode, PathTemplate>,
  templates: PathTemplate[],
): void {
  if (node.ok.size + node.refused.size > 0) {
    const template: PathTemplate = { origin, parts, methods: node.ok, text: `/${parts.map(partText).join('/')}` };
    known.set(node, template);
    templates.push(template);
  }
  for (const [key, child] of node.children) {
    const part: TemplatePart = key.startsWith('{}')
      ? { kind: 'param', name: paramName(parts), suffix: key.slice(2) }
      : { kind: 'literal', text: key };
    collect(origin, child, [...parts, part], known, templates);
  }
}

function partText(part: TemplatePart): string {
  return part.kind === 'literal' ? part.text : `{${part.name}}${part.suffix}`;
}

/** Named after the word before it, numbered where a path has two of a name. */
function paramName(parts: readonly TemplatePart[]): string {
  const last = parts.findLast((part) => part.kind === 'literal' && !SELF_WORDS.has(part.text));
  const before = parts.at(-1);
  const word =
    last?.kind === 'literal' && before?.kind === 'literal'
      ? singularOf(snakeOf(splitSegment(last.text).stem))
      : last?.kind === 'literal'
        ? `${singularOf(snakeOf(last.text))}_part`
        : 'item';
  const base = word === '' ? 'id' : `${word}_id`;
  const taken = new Set(parts.flatMap((part) => (part.kind === 'param' ? [part.name] : [])));
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}_${number}`)) number++;
  return `${base}_${number}`;
}

/** Literal words of a template, versions and prefixes included. */
export function literalsOf(template: PathTemplate): readonly string[] {
  return template.parts.flatMap((part) => (part.kind === 'literal' ? [part.text] : []));
}

export function segmentsWith(
  template: PathTemplate,
  describe: (name: string) => Omit<Extract<Segment, { kind: 'param' }>, 'kind' | 'name' | 'prefix' | 'suffix'>,
): readonly Segment[] {
  return template.parts.map((part) =>
    part.kind === 'literal'
      ? part
      : { kind: 'param', name: part.name, prefix: '', suffix: part.suffix, ...describe(part.name) },
  );
}
