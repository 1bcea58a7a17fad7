import type { JsonPath } from './json.ts';
import type { Branch } from './branch.ts';
import type { Operation } from './operation.ts';
import type { Template, View } from './template.ts';

/** Where a response body shows records, lists and page facts. */
export interface Hole {
  readonly path: JsonPath;
  readonly node: Template;
}

/** Every node of a template with its path in the rendered body, outermost first. */
export function* holesOf(template: Template, path: JsonPath = []): Generator<Hole> {
  yield { path, node: template };
  if (template.t === 'object') for (const field of template.fields) yield* holesOf(field.value, [...path, field.key]);
  if (template.t === 'array')
    for (const [index, item] of template.items.entries()) yield* holesOf(item, [...path, index]);
}

export function successBranch(operation: Operation): Branch | undefined {
  return operation.branches.find((branch) => branch.success);
}

/** Where a successful answer shows its record (or its list of records), and through which view. */
export function shownAt(
  operation: Operation,
  what: 'entity' | 'list',
): { readonly path: JsonPath; readonly view: View } | undefined {
  const branch = successBranch(operation);
  if (branch === undefined) return undefined;
  for (const { path, node } of holesOf(branch.body)) {
    if ((node.t === 'entity' || node.t === 'list') && node.t === what) return { path, view: node.view };
  }
  return undefined;
}

/** The place, inside the shown record, of a document's field. */
export function pathInView(view: View, docPath: JsonPath): JsonPath {
  for (const { from, to } of view.moved) {
    if (from.every((step, index) => docPath[index] === step)) return [...to, ...docPath.slice(from.length)];
  }
  return docPath;
}

export function viewShows(view: View, docPath: JsonPath): boolean {
  if (view.fields === null) return true;
  return view.fields.includes(String(pathInView(view, docPath)[0])) || view.fields.includes(String(docPath[0]));
}
