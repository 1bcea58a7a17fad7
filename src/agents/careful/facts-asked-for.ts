/**
 * What an instruction wants texts to mention, text by text.
 *
 * @example 'Write the body in your own words, as text that mentions "Maria Lopez" and "ORD-7".'  ->  [['Maria Lopez', 'ORD-7']]
 */
export function factsAskedFor(instruction: string): readonly (readonly string[])[] {
  return [...instruction.matchAll(/\bmentions? ((?:"[^"]+"(?:, | and )?)+)/g)].map(([, list = '']) =>
    [...list.matchAll(/"([^"]+)"/g)].map(([, fact = '']) => fact),
  );
}
