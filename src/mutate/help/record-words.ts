import { valueAt } from '../../model/json.ts';
import type { EntityKey } from '../../model/names.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { plainWords } from './plain-words.ts';

/** What a person calls a record: `ticket "Printer on fire"`, or `ticket 12`. */
export function recordWords(context: MutatorContext, key: EntityKey): string {
  const entity = context.entity(key);
  const resource = context.resource(entity?.resource ?? key.split('/')[0] ?? '');
  const noun = plainWords(resource?.singular ?? 'record');
  const label =
    resource?.labelField === null || resource === null ? undefined : valueAt(entity?.doc, resource.labelField);
  return typeof label === 'string' && label !== ''
    ? `${noun} "${label}"`
    : `${noun} ${key.slice(key.lastIndexOf('/') + 1)}`;
}
