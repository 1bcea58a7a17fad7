import type { TicketStatus } from './model.ts';

/** Which status may follow which. Solved tickets can be reopened; closed ones stay closed. */
export const TRANSITIONS: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  new: ['open', 'closed'],
  open: ['pending', 'solved'],
  pending: ['open', 'solved'],
  solved: ['open', 'closed'],
  closed: [],
};
