/** `a` or `an`, by how the words sound. */
export function article(words: string): string {
  return /^[aeiou]/.test(words) && !/^(u[bcfhjkqrst][aeiou]|uni|one\b|eu)/.test(words) ? 'an' : 'a';
}
