/**
 * What an instruction wants a text to mention.
 *
 * @example 'Write the body in your own words, as text that mentions "Maria Lopez" and "ORD-7".'  ->  ['Maria Lopez', 'ORD-7']
 */
export function factsAskedFor(instruction: string): readonly string[] {
  return [...instruction.matchAll(/\bmentions? ((?:"[^"]+"(?:, | and )?)+)/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/"([^"]+)"/g)].map(([, fact = '']) => fact),
  );
}
