import type { Call } from '../call.ts';
import type { ScriptOperation } from '../script.ts';

/** A plain read of a place that an answer of this operation names; null where that is on another host. */
export function callAt({ origin }: ScriptOperation, place: string): Call | null {
  const url = new URL(place, origin);
  if (url.origin !== new URL(origin).origin) return null;
  return {
    operation: {
      name: 'read_job',
      kind: 'read',
      method: 'GET',
      origin,
      path: `${url.pathname}${url.search}`,
      resource: '',
      contentType: null,
      shows: null,
      paging: null,
      types: {},
      arguments: [],
    },
    values: [],
  };
}
