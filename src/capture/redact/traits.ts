/** What a text has in it, told in one pass over its characters: most texts have nothing that any pattern could match. */
export interface Traits {
  readonly at: boolean;
  readonly colonOrEquals: boolean;
  readonly lessThan: boolean;
  readonly digits: number;
  /** Letters and digits of ASCII in a row, at most. */
  readonly run: number;
  /** The same with the marks that keys and tokens have inside. */
  readonly tokenRun: number;
}

const LETTER_OR_DIGIT = 1;
const TOKEN_MARK = 2;
const KINDS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  if (/[A-Za-z\d]/.test(char)) KINDS[code] = LETTER_OR_DIGIT;
  else if (/[-_.~+/=]/.test(char)) KINDS[code] = TOKEN_MARK;
}

export function traitsOf(text: string): Traits {
  let at = false;
  let colonOrEquals = false;
  let lessThan = false;
  let digits = 0;
  let run = 0;
  let tokenRun = 0;
  let runSoFar = 0;
  let tokenSoFar = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const kind = code < 128 ? KINDS[code] : 0;
    if (kind === LETTER_OR_DIGIT) {
      if (code < 0x3a) digits++;
      if (++runSoFar > run) run = runSoFar;
      if (++tokenSoFar > tokenRun) tokenRun = tokenSoFar;
      continue;
    }
    runSoFar = 0;
    if (kind === TOKEN_MARK) {
      if (++tokenSoFar > tokenRun) tokenRun = tokenSoFar;
      if (code === 0x3d) colonOrEquals = true;
      continue;
    }
    tokenSoFar = 0;
    if (code === 0x40) at = true;
    else if (code === 0x3a) colonOrEquals = true;
    else if (code === 0x3c) lessThan = true;
  }
  return { at, colonOrEquals, lessThan, digits, run, tokenRun };
}
