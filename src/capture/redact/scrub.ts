/** What every rule works with; the scrubber gives itself to the rules, so that they can call each other through it. */
import type { Edits } from './edits.ts';
import type { KeyClass } from './key-class.ts';
import type { Pseudonyms } from './pseudonyms.ts';

export interface Scrub {
  /** `late`: only values recognised before are replaced; what stands in for something already must stay. */
  readonly mode: 'full' | 'late';
  readonly pseudonyms: Pseudonyms;
  /** False where texts in texts have been opened deep enough. */
  readonly mayNest: boolean;
  classOf(key: string): KeyClass;
  /** Named by the user as never to be replaced: a key's name or a whole value. */
  isAllowed(text: string): boolean;
  /** Remembers a secret, so that it is replaced wherever it recurs. Returns its stand-in. */
  secret(raw: string): string;
  /** Remembers a value with a stand-in of another kind. */
  learn(kind: 'token' | 'name', raw: string, standIn: string): void;
  /** All rules for loose text, in the order of certainty. */
  editText(text: string, edits: Edits, hints?: TextHints): void;
  /** Text after all its edits; counts them. */
  text(text: string, hints?: TextHints): string;
  /** JSON text after all its edits, the rest byte for byte; null where it is no JSON. */
  json(text: string, rootKey: string): string | null;
}

export interface TextHints {
  /** The value of an id: digits in it are no phone and no card. */
  readonly isId?: boolean;
}
