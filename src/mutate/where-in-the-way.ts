import type { MutatorContext } from './mutator-context.ts';

/** Where in the oracle's way a mutation first matters. */
export const PLACEMENTS = ['start', 'middle', 'end', 'anywhere'] as const;
type Placement = (typeof PLACEMENTS)[number];

/** Told by the footprint: the class of operation it acts on, and where in the oracle's way that is. */
export function whereInTheWay(
  footprint: readonly string[],
  { calls, operation }: MutatorContext,
): { readonly operation: string; readonly placement: Placement } {
  for (const mark of footprint) {
    if (!mark.startsWith('op:')) continue;
    const id = mark.slice(3);
    const known = operation(id) ?? calls.find((call) => id.startsWith(call.operation.id))?.operation ?? null;
    if (known === null || known.kind === 'auth') continue;
    return {
      operation: known.kind,
      placement: placementOf(
        calls.findIndex((call) => call.operation.id === known.id),
        calls.length,
      ),
    };
  }
  for (const mark of footprint) {
    if (!mark.startsWith('record:')) continue;
    const key = mark.slice(7).split('#')[0] as string;
    const at = calls.findIndex(
      ({ step }) => step.reads.includes(key) || step.changes.some((change) => change.key === key),
    );
    return { operation: 'record', placement: placementOf(at, calls.length) };
  }
  return {
    operation: footprint.some((mark) => mark === 'instruction' || mark === 'goal') ? 'task' : 'record',
    placement: 'anywhere',
  };
}

function placementOf(at: number, of: number): Placement {
  if (at < 0) return 'anywhere';
  return at === 0 ? 'start' : at >= of - 1 ? 'end' : 'middle';
}
