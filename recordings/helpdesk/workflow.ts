import type { Casebook } from './casebook.ts';
import type { Desk } from './desk.ts';
import type { Random } from './random.ts';

export interface Turn {
  readonly desk: Desk;
  readonly book: Casebook;
  readonly random: Random;
  /** 0, 1, 2, ...: which session of this workflow it is. Chooses the variation, so that each occurs. */
  readonly turn: number;
}

export type Who = 'anyone' | 'agent' | 'lead' | 'web-form' | 'monitor';

export interface Workflow {
  readonly name: string;
  readonly sessions: number;
  readonly who: Who | ((turn: number) => Who);
  /** Turns in which staff do the wrong thing; recorded with the label "bad". */
  readonly bad?: readonly number[];
  readonly run: (turn: Turn) => Promise<void>;
}
