import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ContentError } from '../errors.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { namesOperation, type Policy } from '../model/policy.ts';

/**
 * The policies of a module: its default export is one made by `definePolicy`, or an array of them.
 *
 * @throws ContentError where it does not load, exports something else, or rules over an operation the recording does not know
 */
export async function loadPolicies(path: string, model: LearnedModel): Promise<readonly Policy[]> {
  const file = resolve(path);
  if (!existsSync(file))
    throw new ContentError(
      'OFFSCRIPT_NO_POLICY',
      `There is no policy module ${path}.`,
      'Check the path given with --policy.',
    );
  const exported = await import(pathToFileURL(file).href).then(
    (module: { readonly default?: unknown }) => module.default,
    (error: unknown) => {
      throw new ContentError(
        'OFFSCRIPT_BAD_POLICY',
        `${path} does not load: ${error instanceof Error ? error.message : String(error)}`,
        'Write: export default definePolicy({ id, text, check: { operation, field, limit } })',
      );
    },
  );
  const policies: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
  if (policies.length === 0 || !policies.every(isPolicy))
    throw new ContentError(
      'OFFSCRIPT_BAD_POLICY',
      `${path} exports no policy.`,
      'Write: export default definePolicy({ id, text, check: { operation, field, limit } })',
    );
  for (const { id, check } of policies) {
    for (const name of [check.operation, ...(check.approval === null ? [] : [check.approval])]) {
      if (model.operations.some((operation) => namesOperation(name, operation))) continue;
      throw new ContentError(
        'OFFSCRIPT_BAD_POLICY',
        `Policy ${id} speaks of "${name}", which the recording does not know.`,
        `Choose one of: ${model.operations
          .map((operation) => operation.name)
          .join(', ')
          .slice(0, 600)}`,
      );
    }
  }
  return policies;
}

function isPolicy(value: unknown): value is Policy {
  const { id, text, check, escalate } = (value ?? {}) as Partial<Policy>;
  return (
    typeof id === 'string' &&
    typeof text === 'string' &&
    typeof check?.operation === 'string' &&
    Array.isArray(check.field) &&
    typeof check.limit === 'number' &&
    typeof escalate?.report === 'string'
  );
}
