/**
 * JSON integers beyond 2^53: read as their digits, so that none is lost and they are found by paths that name them,
 * and written as numbers again under the keys where they were numbers.
 */

const QUOTE = '"';
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[:{}[\],]/g;
const WHOLE = /^-?\d{16,}$/;

export interface BigIntegers {
  readonly text: string;
  /** Keys under which such numbers stood, in arrays or not. */
  readonly keys: readonly string[];
}

/** @example {"id":1180591620717411303}   =>   {"id":"1180591620717411303"}, keys ["id"] */
export function bigIntegersAsText(source: string): BigIntegers {
  const keys = new Set<string>();
  let last = '';
  let key = '';
  const text = source.replace(TOKEN, (token) => {
    if (token.startsWith(QUOTE)) last = token;
    else if (token === ':') key = last;
    else if (WHOLE.test(token) && !Number.isSafeInteger(Number(token))) {
      keys.add(keyName(key));
      return QUOTE + token + QUOTE;
    }
    return token;
  });
  return { text, keys: [...keys].sort() };
}

/** The inverse, for keys that are known to hold numbers. */
export function bigIntegersAsNumbers(text: string, keys: ReadonlySet<string>): string {
  if (!/"-?\d{16,}"/.test(text)) return text;
  let last = '';
  let key = '';
  let before = '';
  return text.replace(TOKEN, (token) => {
    const isValue = before === '' || before === ':' || before === '[' || before === ',';
    before = token;
    if (token === ':') key = last;
    if (!token.startsWith(QUOTE)) return token;
    last = token;
    const digits = token.slice(1, -1);
    return isValue && WHOLE.test(digits) && !Number.isSafeInteger(Number(digits)) && keys.has(keyName(key))
      ? digits
      : token;
  });
}

function keyName(text: string): string {
  return text === '' ? '' : (JSON.parse(text) as string);
}
