/** Opaque page cursors: they name the record they stand behind, so that pages neither skip nor repeat when others come and go. */
import { createDice } from '../effects/dice.ts';
import type { Rec } from '../state/rec.ts';
import type { WorldState } from '../state/state.ts';

const HEX = '0123456789abcdef';

export function encodeCursor(seed: number, rec: Rec, backwards: boolean): string {
  const text = `${backwards ? 'b' : 'f'}${rec.key}`;
  return Buffer.from(`${seal(seed, text)}${text}`).toString('base64url');
}

export function decodeCursor(
  state: WorldState,
  seed: number,
  cursor: string,
): { readonly rec: Rec; readonly backwards: boolean } | null {
  const whole = Buffer.from(cursor.slice(0, 4096), 'base64url').toString();
  const text = whole.slice(8);
  if (text.length < 2 || seal(seed, text) !== whole.slice(0, 8)) return null;
  const rec = state.get(text.slice(1));
  return rec === undefined ? null : { rec, backwards: text.startsWith('b') };
}

function seal(seed: number, text: string): string {
  return createDice(seed, 'cursor', text).text(HEX, 8);
}
