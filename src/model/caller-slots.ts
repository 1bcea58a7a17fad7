/**
 * Query parameters that say who is calling: the credential the API looks for, and what is sent along with it
 * (`?key=...&token=...`), always the same. Whoever makes the calls attaches them; they are nothing a task is about.
 */
import type { LearnedModel } from './learned-model.ts';
import type { Slot } from './slot.ts';

const CALLER_NAME =
  /^(?:api_?key|api_?token|access_?token|auth_?token|key|token|app_?key|app_?id|client_?id|client_?secret|secret)$/i;

/** By origin: parameter and value, the credential's own first where it has a value of its own. */
const CALLERS = new WeakMap<LearnedModel, ReadonlyMap<string, ReadonlyMap<string, string | null>>>();

export function isCallerSlot(model: LearnedModel, origin: string, slot: Slot): boolean {
  return slot.in === 'query' && callerParameters(model, origin).has(slot.name);
}

/** Parameters by name, with the value that was always sent; null for the credential, whose value the principal knows. */
export function callerParameters(model: LearnedModel, origin: string): ReadonlyMap<string, string | null> {
  let callers = CALLERS.get(model);
  if (callers === undefined) CALLERS.set(model, (callers = findCallers(model)));
  return callers.get(origin) ?? new Map();
}

function findCallers(model: LearnedModel): ReadonlyMap<string, ReadonlyMap<string, string | null>> {
  const found = new Map<string, ReadonlyMap<string, string | null>>();
  for (const origin of new Set(model.operations.map((operation) => operation.origin))) {
    const operations = model.operations.filter((operation) => operation.origin === origin && operation.kind !== 'auth');
    const callers = new Map<string, string | null>();
    for (const auth of model.auth)
      if (auth.origin === origin && auth.carrier.in === 'query') callers.set(auth.carrier.name, null);
    const values = new Map<string, { operations: number; readonly values: Set<string> }>();
    for (const { request } of operations)
      for (const field of request.query) {
        const [name] = field.path;
        if (name === undefined || field.path.length > 1 || callers.has(name) || !CALLER_NAME.test(name)) continue;
        const seen = values.get(name) ?? { operations: 0, values: new Set<string>() };
        values.set(name, seen);
        seen.operations++;
        for (const value of field.examples) seen.values.add(String(value));
      }
    for (const [name, seen] of values) {
      const [value] = seen.values;
      const isEverywhere = seen.operations >= 2 && seen.operations >= operations.length * 0.8;
      if (value !== undefined && value.length >= 8 && seen.values.size === 1 && isEverywhere) callers.set(name, value);
    }
    found.set(origin, callers);
  }
  return found;
}
