/** The kinds of characters that accepted texts are made of: `^[a-z0-9-]+$`. */
import type { Json } from '../../model/json.ts';

const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/[a-z]/, 'a-z'],
  [/[A-Z]/, 'A-Z'],
  [/\d/, '0-9'],
  [/_/, '_'],
  [/\./, '.'],
  [/@/, '@'],
  [/:/, ':'],
  [/\//, '/'],
  [/\+/, '+'],
  [/ /, ' '],
  [/-/, '-'],
];

/** Colours and hashes: hexadecimal digits, always as many. */
function hexPattern(texts: readonly string[]): string | null {
  const parts = texts.map((text) => /^(#?)([0-9a-fA-F]{4,64})$/.exec(text));
  const [first] = parts;
  const [, sign = '', digits = ''] = first ?? [];
  if (texts.length < 3 || !parts.every((part) => part?.[1] === sign && part[2]?.length === digits.length)) return null;
  if (!texts.some((text) => /[a-fA-F]/.test(text)) || !texts.some((text) => /\d/.test(text))) return null;
  return `^${sign}[0-9a-fA-F]{${digits.length}}$`;
}

/** Null where there are too few texts to tell, or they hold anything at all. */
export function patternOf(values: readonly Json[]): string | null {
  const texts = [...new Set(values.filter((value): value is string => typeof value === 'string' && value !== ''))];
  const hex = hexPattern(texts);
  if (hex !== null) return hex;
  if (texts.length < 4 || texts.length < new Set(values.filter((value) => value !== null)).size * 0.9) return null;
  const parts: string[] = [];
  for (const text of texts) if (!/^[\w.@:/+ -]+$/.test(text)) return null;
  for (const [pattern, part] of CLASSES) if (texts.some((text) => pattern.test(text))) parts.push(part);
  // Letters of one case nearly always go with digits, even where none was sent.
  if (!parts.includes('0-9'))
    parts.splice(
      Math.max(
        0,
        parts.findIndex((part) => !/[a-zA-Z]/.test(part)),
      ),
      0,
      '0-9',
    );
  return `^[${parts.join('')}]+$`;
}
