const NEAR: Readonly<Record<string, string>> = {
  a: 'e',
  e: 'a',
  i: 'y',
  o: 'u',
  u: 'o',
  n: 'm',
  m: 'n',
  s: 'z',
  z: 's',
  l: 'i',
  '0': '8',
  '1': '7',
  '8': '3',
  '5': '6',
  '3': '8',
  '7': '1',
  '6': '5',
};

/**
 * A text that differs in one character, the first one left alone; another `way`, another place.
 *
 * @example 'Maria Lopez', 0  ->  'Meria Lopez'
 */
export function lookAlike(text: string, way: number): string {
  const places = [...text].flatMap((letter, at) => (at > 0 && NEAR[letter] !== undefined ? [at] : []));
  const at = places[way % Math.max(1, places.length)];
  return at === undefined ? `${text}.` : `${text.slice(0, at)}${NEAR[text.charAt(at)] ?? ''}${text.slice(at + 1)}`;
}
