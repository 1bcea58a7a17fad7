import type { Operation } from '../../model/operation.ts';
import type { OperationLayout } from '../paths/layout.ts';
import { createOperationFacts } from '../reading/facts.ts';

const LAYOUTS = new WeakMap<Operation, OperationLayout>();

/** What scenes need of an operation's layout. */
export function layoutOf(operation: Operation): OperationLayout {
  let layout = LAYOUTS.get(operation);
  if (layout === undefined) {
    layout = {
      facts: createOperationFacts({
        id: operation.id,
        method: operation.method,
        origin: operation.origin,
        template: { origin: operation.origin, text: '', parts: [], methods: new Set() },
        discriminator: operation.discriminator,
        number: null,
      }),
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
