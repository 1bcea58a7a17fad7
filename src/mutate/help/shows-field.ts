import type { JsonPath } from '../../model/json.ts';
import type { Operation } from '../../model/operation.ts';
import { shownAt, viewShows } from '../../model/template-paths.ts';

/** Whether an operation's answers show this field of the record (or of each record) they are about. */
export function showsField(operation: Operation, path: JsonPath): boolean {
  const shown = shownAt(operation, operation.kind === 'list' ? 'list' : 'entity');
  return shown !== undefined && viewShows(shown.view, path);
}
