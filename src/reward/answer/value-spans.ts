import { holdsWord } from '../observations.ts';
import { momentSpans } from './moment-spans.ts';
import { numberSpans } from './number-spans.ts';
import { plainText } from '../plain-text.ts';
import type { Span } from './span.ts';

/** No leading zeros: those are codes. */
const DECIMAL = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;

/** Where a plain text says a value: as it is, a number or a time in another way of writing, a name with its last part first. */
export function valueSpans(text: string, value: string | number | boolean): readonly Span[] {
  const said = plainText(String(value));
  const literal = [said, ...(typeof value === 'string' ? [lastNameFirst(said)] : [])]
    .filter((name) => name !== '')
    .flatMap((name) => occurrences(text, name));
  if (literal.length > 0) return literal;
  if (DECIMAL.test(String(value))) return numberSpans(text, Number(value));
  return typeof value === 'string' ? momentSpans(text, value) : [];
}

/** `ada king lovelace` -> `lovelace, ada king`; empty where it is no name of two to four words. */
function lastNameFirst(name: string): string {
  const words = name.split(' ');
  return words.length >= 2 && words.length <= 4 && words.every((word) => /^[\p{L}.'-]+$/u.test(word))
    ? `${words.at(-1)}, ${words.slice(0, -1).join(' ')}`
    : '';
}

function occurrences(text: string, words: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length))
    if (holdsWord(text.slice(Math.max(0, at - 1), at + words.length + 1), words))
      spans.push({ from: at, to: at + words.length });
  return spans;
}
