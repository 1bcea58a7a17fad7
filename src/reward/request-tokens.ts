import { decodeBody } from '../model/body.ts';
import { decodePercent, pathOf, queryOf } from '../model/http.ts';
import { leavesOf, valueAt, type Json } from '../model/json.ts';
import type { Operation } from '../model/operation.ts';
import type { Slot } from '../model/slot.ts';
import type { CallStep } from '../model/rollout.ts';
import type { Case } from './case.ts';
import { operationOf } from './case.ts';

/** Ids a request carries: in its path, as its target or parents, and in fields that reference other records. */
export function idTokens(subject: Case, call: CallStep): readonly string[] {
  const operation = operationOf(subject, call);
  if (operation === undefined) return [];
  const tokens = pathParameters(operation, call.request.target);
  const slots = [operation.target, ...operation.parents.map(({ slot }) => slot)].filter(
    (slot): slot is Slot => slot !== null && slot.in !== 'path',
  );
  const body = bodyOf(call);
  for (const slot of slots) {
    const value =
      slot.in === 'body'
        ? valueAt(body, slot.path)
        : slot.in === 'query'
          ? queryOf(call.request.target).find(([name]) => name === slot.name)?.[1]
          : undefined;
    if (typeof value === 'string' || typeof value === 'number') tokens.push(String(value));
  }
  if (operation.resource !== null && body !== undefined) {
    for (const { path, value } of leavesOf(body)) {
      if (typeof value !== 'string' && typeof value !== 'number') continue;
      const named =
        subject.index.field(operation.resource, path) ?? subject.index.field(operation.resource, path.slice(1));
      if (named?.references !== null && named?.references !== undefined && named.role !== 'id')
        tokens.push(String(value));
    }
  }
  return tokens;
}

export function bodyOf(call: CallStep): Json | undefined {
  const decoded = decodeBody(call.request.headers, call.request.body);
  return decoded.kind === 'json' || decoded.kind === 'form' ? decoded.value : undefined;
}

function pathParameters(operation: Operation, target: string): string[] {
  const parts = pathOf(target).split('/').slice(1);
  return operation.segments.flatMap((segment, at) => {
    if (segment.kind === 'literal') return [];
    const text = decodePercent(parts[at] ?? '');
    const inner = text.slice(segment.prefix.length, text.length - segment.suffix.length);
    return segment.aliases.includes(inner) || inner === '' ? [] : [inner];
  });
}
