import type { Operation } from '../../model/operation.ts';
import type { OperationLayout } from '../paths/layout.ts';
import { createFieldStats } from '../reading/field-stats.ts';

const LAYOUTS = new WeakMap<Operation, OperationLayout>();

/** What scenes need of an operation's layout. */
export function layoutOf(operation: Operation): OperationLayout {
  let layout = LAYOUTS.get(operation);
  if (layout === undefined) {
    layout = {
      facts: {
        id: operation.id,
        method: operation.method,
        origin: operation.origin,
        template: { origin: operation.origin, text: '', parts: [], methods: new Set() },
        discriminator: operation.discriminator,
        number: null,
        count: 0,
        successes: 0,
        statuses: new Map(),
        contentTypes: new Map(),
        body: createFieldStats(),
        query: createFieldStats(),
        headers: createFieldStats(),
        latencies: [],
        spots: new Map(),
        params: new Map(),
        sent: new Map(),
        empties: 0,
      },
      kind: operation.kind,
      resource: operation.resource,
      target: operation.target,
      parents: operation.parents,
      places: [],
      paramResources: new Map(),
    };
    LAYOUTS.set(operation, layout);
  }
  return layout;
}
