/** Tool names: `verb_resource`, unique in the model. */
import type { OperationLayout } from './layout.ts';
import { singularOf, snakeOf } from '../lexicon.ts';
import { splitSegment } from './path-evidence.ts';

const VERBS: Readonly<Record<string, string>> = {
  read: 'get',
  list: 'list',
  create: 'create',
  update: 'update',
  replace: 'replace',
  delete: 'delete',
};

export function operationNames(layouts: Iterable<OperationLayout>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const layout of layouts) {
    const base = baseName(layout);
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base.slice(0, 60)}_${number}`;
    taken.add(name);
    names.set(layout.facts.id, name);
  }
  return names;
}

function baseName(layout: OperationLayout): string {
  const { template, method, discriminator } = layout.facts;
  const words = template.parts
    .flatMap((part) => (part.kind === 'literal' ? [snakeOf(splitSegment(part.text).stem)] : []))
    .filter((word) => word !== '' && !/^(?:api|rest|v\d+.*)$/.test(word));
  const last = words.at(-1) ?? 'root';
  if (discriminator !== null) return clean(snakeOf(discriminator.value) || last);
  const verb = VERBS[layout.kind];
  if (layout.kind === 'action' || verb === undefined || layout.resource === null) {
    const owner = layout.resource === null ? (words.at(-2) ?? '') : singularOf(layout.resource);
    const prefix =
      layout.kind === 'action' && method === 'DELETE'
        ? 'remove_'
        : layout.kind === 'compute' && method === 'GET'
          ? 'get_'
          : '';
    return clean(`${prefix}${last}${owner === '' || owner === last || singularOf(last) === owner ? '' : `_${owner}`}`);
  }
  const noun = layout.kind === 'list' ? layout.resource : singularOf(layout.resource);
  const self = layout.kind === 'read' && layout.target === null ? `_${last}` : '';
  const via =
    layout.kind === 'list' && layout.parents.length > 0
      ? `_of_${singularOf(layout.parents.at(-1)?.resource ?? '')}`
      : '';
  return clean(`${verb}_${noun}${self}${via}`);
}

function clean(text: string): string {
  const name = text
    .replaceAll(/[^A-Za-z0-9_-]/g, '_')
    .replaceAll(/_{2,}/g, '_')
    .slice(0, 64);
  return name === '' ? 'call' : name;
}
