import { ContentError } from '../errors.ts';

export function noSession(path: string, id: string, known: readonly string[]): ContentError {
  const remedy =
    known.length === 0
      ? 'The recording has no sessions.'
      : `It has, among others: ${known.join(', ')}. List all: offscript sessions ${path}`;
  return new ContentError('OFFSCRIPT_NO_SESSION', `No session named "${id}" in ${path}.`, remedy);
}

export function noSplit(id: string, seq: number, interactions: number): ContentError {
  const remedy =
    interactions < 2
      ? 'It has too few interactions to split.'
      : `Give a number of 1 to ${interactions - 1}: the interaction the second part begins with.`;
  return new ContentError('OFFSCRIPT_NO_SPLIT', `Session "${id}" cannot be split at ${seq}.`, remedy);
}

export function otherKey(path: string, former: string, present: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_OTHER_KEY',
    `${path} was redacted with project key ${former}; the present key is ${present}. Its pseudonyms would not match.`,
    'Name the key it was made with (--key FILE), or write to another file.',
  );
}
