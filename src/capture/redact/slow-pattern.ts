/** Regular expressions of users run on every text that passes: those that can take exponential time are refused. */
import { runInNewContext } from 'node:vm';

const BUDGET_MS = 50;
const TRIES = [1, 2, 3];

/** What is wrong with the pattern; null where nothing is known against it. */
export function refuseSlowPattern(source: string): string | null {
  if (source.length > 1_000) return 'is longer than 1,000 characters';
  if (/\\[1-9]|\\k</.test(source)) return 'uses a back reference';
  if (repeatsARepetition(source)) return 'repeats a group that repeats itself, which can take exponential time';
  // On a busy machine anything may take long once.
  return attacks(source).every((text) => TRIES.some(() => isQuick(source, text)))
    ? null
    : `takes longer than ${BUDGET_MS} ms on a short text`;
}

/** `(a+)+`, `(a|b*)*`: a quantifier on a group that holds a quantifier without bound. */
function repeatsARepetition(source: string): boolean {
  const open: { repeats: boolean }[] = [];
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (char === '[') at = classEnd(source, at);
    else if (char === '(') open.push({ repeats: false });
    else if (char === ')') {
      const group = open.pop();
      const repeated = isUnbounded(source, at + 1);
      if (repeated && group?.repeats === true) return true;
      const outer = open.at(-1);
      if (outer !== undefined && (repeated || group?.repeats === true)) outer.repeats = true;
    } else if (isUnbounded(source, at)) {
      const group = open.at(-1);
      if (group !== undefined) group.repeats = true;
    }
  }
  return false;
}

function isUnbounded(source: string, at: number): boolean {
  return source[at] === '*' || source[at] === '+' || /^\{\d*,\}/.test(source.slice(at, at + 12));
}

function classEnd(source: string, at: number): number {
  for (let end = at + 1; end < source.length; end++) {
    if (source[end] === '\\') end++;
    else if (source[end] === ']') return end;
  }
  return source.length;
}

/** Long runs of what the pattern is made of, with an end that does not fit. */
function attacks(source: string): readonly string[] {
  const characters = new Set([
    'a',
    '0',
    ' ',
    ...source
      .replace(/\\./g, '')
      .replace(/[^\w\s@.:-]/g, '')
      .slice(0, 40),
  ]);
  return [...characters].map((char) => `${char.repeat(2_000)}\0!`);
}

function isQuick(source: string, text: string): boolean {
  try {
    runInNewContext('new RegExp(source, "gu").test(text)', { source, text }, { timeout: BUDGET_MS });
    return true;
  } catch (error) {
    // It may come from another realm, so that it is no instance of our Error.
    return (error as { code?: string } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT';
  }
}
