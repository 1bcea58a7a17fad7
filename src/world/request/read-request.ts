/** From a request line to an operation and the records it names. */
import type { Performed } from '../answers/performed.ts';
import { selectionOf } from '../../model/operation.ts';
import { fixed, refuse } from '../answers/error-answer.ts';
import { noAnswer } from '../answers/no-answer.ts';
import { reply } from '../answers/reply.ts';
import type { CompiledOperation, Turn } from '../compiled.ts';

const METHOD = /^[A-Z]{1,20}$/;

/** Puts the operation into the turn; where there is none, says what the API answers instead. */
export function findOperation(turn: Turn): Performed | null {
  const { raw } = turn.request;
  const router = turn.compiled.routers.get(raw.origin);
  if (router === undefined) return noAnswer(turn);
  if (!raw.target.startsWith('/')) return { ...refuse(turn, 'unknown-path'), changes: [] };
  const method = raw.method === 'HEAD' ? 'GET' : raw.method;
  const segments = turn.request.segments();
  const route = router.find(method, segments);
  if (route.kind === 'found') {
    const op = chosen(turn, route.operations, route.params);
    if (op !== null) {
      turn.op = op;
      turn.request.params = paramsOf(op, route.params);
      return null;
    }
    return { ...refuse(turn, 'invalid', 400), changes: [] };
  }
  if (route.kind === 'unknown') return { ...refuse(turn, 'unknown-path'), changes: [] };
  if (method === 'OPTIONS' && METHOD.test(method)) {
    const allow = ['OPTIONS', ...route.allowed, ...(route.allowed.includes('GET') ? ['HEAD'] : [])].join(', ');
    return { response: reply(turn, 204, [fixed('Allow', allow)], Buffer.alloc(0)), source: 'template', changes: [] };
  }
  if (namesMethods(turn)) return { ...refuse(turn, 'unknown-path'), changes: [] };
  const refusal = refuse(turn, 'method-not-allowed');
  if (refusal.response.status !== 405 || refusal.response.headers.some(([name]) => name.toLowerCase() === 'allow'))
    return { ...refusal, changes: [] };
  const headers = [...refusal.response.headers, ['Allow', route.allowed.join(', ')] as const];
  return { ...refusal, response: { ...refusal.response, headers }, changes: [] };
}

/** `Cannot DELETE /nope`: to this API a path is what a method makes of it, and it knows no other refusal. */
function namesMethods(turn: Turn): boolean {
  const own = turn.compiled.shapes.filter(({ shape }) => shape.scope.origin === turn.request.raw.origin);
  if (own.some(({ shape }) => shape.trigger === 'method-not-allowed')) return false;
  return own.some(
    ({ shape }) =>
      shape.trigger === 'unknown-path' && JSON.stringify(shape.body).includes('{"k":"request","part":"method"}'),
  );
}

function paramsOf(op: CompiledOperation, values: readonly string[]): ReadonlyMap<string, string> {
  return new Map(op.paramNames.map((name, index) => [name, values[index] ?? '']));
}

/** Of operations that share path and method, the one whose discriminator the request carries; else the one without. */
function chosen(
  turn: Turn,
  operations: readonly CompiledOperation[],
  params: readonly string[],
): CompiledOperation | null {
  const [first] = operations;
  if (operations.length === 1 && first?.operation.discriminator === null) return first;
  for (const op of operations) {
    const { discriminator } = op.operation;
    if (discriminator === null) continue;
    turn.request.params = paramsOf(op, params);
    const value = turn.request.value(discriminator.slot);
    if (value === undefined || value === null || typeof value === 'object') continue;
    if (selectionOf(String(value), discriminator.document !== null) === discriminator.value) return op;
  }
  return operations.find(({ operation }) => operation.discriminator === null) ?? null;
}

/** Finds target and parents. A child is only found under its own parent. */
export function nameRecords(turn: Turn): void {
  const operation = turn.op?.operation;
  if (operation === undefined) return;
  turn.parents = [];
  for (const { resource, slot } of operation.parents) turn.parents.push(turn.named(resource, slot) ?? null);
  if (operation.resource === null) return;
  if (operation.target !== null) {
    const found = turn.named(operation.resource, operation.target) ?? null;
    turn.target = found !== null && isUnderItsParents(turn, found) ? found : null;
  } else if (turn.op?.resource?.singleton === true) turn.target = singleton(turn);
}

function isUnderItsParents(turn: Turn, rec: NonNullable<Turn['target']>): boolean {
  const resource = turn.resource(rec.resource);
  const above = resource?.parent?.resource;
  if (above === undefined || rec.entity.parent === null) return true;
  const named = turn.op?.operation.parents.findLastIndex((parent) => parent.resource === above) ?? -1;
  if (named < 0) return true;
  const parent = turn.parents[named] ?? null;
  const slot = turn.op?.operation.parents[named]?.slot;
  if (parent === null && slot !== undefined && turn.resource(above) !== undefined && resource?.scope === 'parent')
    return rec.entity.parent === `${above}/${String(turn.request.value(slot))}`;
  return parent?.key === rec.entity.parent;
}

function singleton(turn: Turn): Turn['target'] {
  const name = turn.op?.operation.resource ?? '';
  const parent = turn.parents.at(-1) ?? null;
  for (const rec of turn.state.recs(name)) if (parent === null || rec.entity.parent === parent.key) return rec;
  return null;
}
