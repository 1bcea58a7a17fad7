import { createRandom } from './random.ts';

const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const DIGITS = '23456789';

export interface IdSource {
  /** @example id('cus')  ->  "cus_8f3k2m9q" */
  id(prefix: string): string;
  token(prefix: string): string;
}

/** One stream per prefix, so that a new kind of id never shifts the others. */
export function createIds(seed: string): IdSource {
  const streams = new Map<string, ReturnType<typeof createRandom>>();
  const streamOf = (prefix: string): ReturnType<typeof createRandom> => {
    const found = streams.get(prefix) ?? createRandom(`${seed}/${prefix}`);
    streams.set(prefix, found);
    return found;
  };
  const make = (prefix: string, length: number): string => {
    const random = streamOf(prefix);
    for (;;) {
      let text = '';
      for (let i = 0; i < length; i++) text += random.pick([...(random.chance(0.4) ? DIGITS : LETTERS)]);
      if (/\d/.test(text) && /[a-z]/.test(text)) return `${prefix}_${text}`;
    }
  };
  return { id: (prefix) => make(prefix, 8), token: (prefix) => make(prefix, 36) };
}
