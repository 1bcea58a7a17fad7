import type { Json, JsonPath } from '../../model/json.ts';
import type { Ref } from '../../model/expr.ts';
import type { Guard } from '../../model/guard.ts';

/** States of a record in which an operation was seen to be refused. */
export interface RefusedStates {
  readonly of: Ref;
  readonly path: JsonPath;
  readonly values: readonly Json[];
  /** True: refused in these; false: refused in all others. */
  readonly inside: boolean;
}

/** The states that the guard of a refusal looks at. */
export function* statesIn(guard: Guard, inside = true): Generator<RefusedStates> {
  if (guard.g === 'state-in') yield { of: guard.of, path: guard.path, values: guard.values, inside };
  if (guard.g === 'equals' && guard.value.k === 'field')
    yield { of: guard.value.of, path: guard.value.path, values: [guard.to], inside };
  if (guard.g === 'not') yield* statesIn(guard.of, !inside);
  if (guard.g === 'and' && inside) for (const part of guard.all) yield* statesIn(part, inside);
  if (guard.g === 'or') for (const part of guard.any) yield* statesIn(part, inside);
}
