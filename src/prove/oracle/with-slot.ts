import type { OracleStep, Value } from '../../model/oracle.ts';
import type { Slot } from '../../model/slot.ts';

/** The slots of a write with another value in one of them. */
export function withSlot(
  slots: Extract<OracleStep, { kind: 'write' }>['slots'],
  slot: Slot,
  value: Value,
): Extract<OracleStep, { kind: 'write' }>['slots'] {
  return slots.map((given) => (JSON.stringify(given.slot) === JSON.stringify(slot) ? { slot, value } : given));
}
