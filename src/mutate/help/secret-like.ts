const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** A made-up credential, the same for the same number. Looks like one, opens nothing. */
export function secretLike(number: number, length = 28): string {
  let state = (number ^ 0x9e3779b9) >>> 0;
  let text = '';
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += ALPHABET.charAt((state >>> 16) % ALPHABET.length);
  }
  return text;
}
