/**
 * Puts words into a sentence; unknown names stay visible, so that a typo shows.
 * @example fill('Hello {name}', { name: 'Ana' })  ->  "Hello Ana"
 */
export function fill(text: string, words: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
}
