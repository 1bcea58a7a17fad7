import { valueAt } from '../../model/json.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { namedFields, type NamedField } from './named-fields.ts';

/** Numbers that measure something, and that the oracle takes from a record or finds it by: no ids, and nothing that refers to records. */
export function namedNumbers(context: MutatorContext): readonly NamedField[] {
  return namedFields(context).filter(({ resource, path }) => {
    const field = context.field(resource, path);
    const measures = field !== null && (field.role === 'plain' || field.role === 'server-chosen');
    const shown = context.found.filter(({ step }) => step.resource === resource);
    return (
      measures &&
      field.references === null &&
      !path.includes('*') &&
      field.format !== 'epoch' &&
      field.format !== 'epoch-ms' &&
      shown.some(({ key }) => typeof valueAt(context.entity(key)?.doc, path) === 'number')
    );
  });
}
