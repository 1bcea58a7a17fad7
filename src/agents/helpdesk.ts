import book from './scripts/helpdesk.json' with { type: 'json' };
import type { ScriptBook } from './script.ts';

/** Written down from four fifths of the recorded helpdesk sessions. */
export const helpdesk: ScriptBook = book as unknown as ScriptBook;
