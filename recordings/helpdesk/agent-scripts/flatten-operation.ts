import type { ScriptOperation, ScriptPaging } from '../../../src/agents/script.ts';
import type { JsonPath } from '../../../src/model/json.ts';
import type { PageFact } from '../../../src/model/expr.ts';
import type { Operation } from '../../../src/model/operation.ts';
import { holesOf, shownAt, successBranch } from '../../../src/model/template-paths.ts';
import type { ToolSpec } from '../../../src/model/tools.ts';

const KINDS: ReadonlySet<string> = new Set(['read', 'list', 'create', 'update', 'replace', 'delete', 'action']);

export function isScripted({ kind, resource }: Operation): boolean {
  return KINDS.has(kind) && resource !== null;
}

/** All that is needed to call an operation and to read its answer. */
export function flattenOperation(operation: Operation, tools: readonly ToolSpec[]): ScriptOperation {
  const { name, kind, method, origin, segments, resource, request } = operation;
  const path = segments.map((segment) =>
    segment.kind === 'literal' ? segment.text : `${segment.prefix}{${segment.name}}${segment.suffix}`,
  );
  const types = request.body.flatMap((field) => {
    const type = field.types.find((candidate) => candidate !== 'null');
    return type === undefined || field.path.includes('*') ? [] : [[field.path.join('.'), type] as const];
  });
  return {
    name,
    kind: kind as ScriptOperation['kind'],
    method,
    origin,
    path: `/${path.join('/')}`,
    resource: resource ?? '',
    contentType: request.contentType,
    shows: shownAt(operation, kind === 'list' ? 'list' : 'entity')?.path ?? null,
    paging: pagingOf(operation),
    types: Object.fromEntries(types),
    arguments: (tools.find((tool) => tool.operation === operation.id)?.arguments ?? []).map((argument) => ({
      name: argument.name,
      place: argument.slot,
    })),
  };
}

function pagingOf(operation: Operation): ScriptPaging | null {
  const paging = operation.list?.paging;
  if (paging === undefined || paging.kind === 'none') return null;
  const slot = paging.kind === 'page' ? paging.page : paging.kind === 'offset' ? paging.offset : paging.cursor;
  if (slot.in !== 'query') return null;
  const facts = new Map<PageFact, JsonPath>();
  const body = successBranch(operation)?.body;
  for (const { path, node } of body === undefined ? [] : holesOf(body)) {
    if (node.t === 'expr' && node.value.k === 'page' && !facts.has(node.value.fact)) facts.set(node.value.fact, path);
  }
  return {
    kind: paging.kind,
    parameter: slot.name,
    first: paging.kind === 'page' ? paging.first : 0,
    next: facts.get('next-cursor') ?? facts.get('next-page') ?? null,
    more: facts.get('has-more') ?? null,
    total: facts.get('total') ?? null,
    url: facts.get('next-url') ?? null,
  };
}
