/** Results of scrubbing, remembered by content: recorded traffic says the same again and again. */
import { hash } from 'node:crypto';
import type { HeaderList } from '../../model/http.ts';
import type { ScrubbedBody } from './scrub-body.ts';
import type { Scrubber } from './scrubber.ts';

const MOST_BODIES = 4_000;
const MOST_LISTS = 10_000;
const MOST_BYTES = 32 * 1024 * 1024;
/** Hashing a larger body to look it up and keeping it would cost more than it saves. */
const LARGEST_BODY = 256 * 1024;

export interface Scrubbed<T> {
  readonly result: T;
  readonly changed: boolean;
}

interface Kept<T> extends Scrubbed<T> {
  /** How many values were known when it was made: with more of them more may have to go. */
  readonly known: number;
  /** Values replaced, to be counted again. */
  readonly count: number;
}

/** Equal content comes back as the same object, so that a store finds it again without hashing. */
export class ScrubMemo {
  readonly #scrubber: Scrubber;
  readonly #bodies = new Map<string, Kept<ScrubbedBody>>();
  readonly #lists = new Map<string, Kept<HeaderList>>();
  #bytes = 0;

  constructor(scrubber: Scrubber) {
    this.#scrubber = scrubber;
  }

  headers(headers: HeaderList, scrub: () => HeaderList): Scrubbed<HeaderList> {
    if (headers.length === 0) return { result: headers, changed: false };
    if (this.#lists.size > MOST_LISTS) this.#lists.clear();
    return this.#once(this.#lists, JSON.stringify(headers), scrub, (result) => result !== headers);
  }

  /** `context` is what beside the bytes decides how they are read. */
  body(context: string, body: Uint8Array, scrub: () => ScrubbedBody): Scrubbed<ScrubbedBody> {
    const isOther = ({ bytes }: ScrubbedBody): boolean => bytes !== body;
    if (body.length === 0 || body.length > LARGEST_BODY) return fresh(scrub(), isOther);
    if (this.#bodies.size > MOST_BODIES || this.#bytes > MOST_BYTES) {
      this.#bodies.clear();
      this.#bytes = 0;
    }
    const before = this.#bodies.size;
    const scrubbed = this.#once(this.#bodies, `${hash('sha256', body, 'base64')} ${context}`, scrub, isOther);
    if (this.#bodies.size > before) this.#bytes += scrubbed.result.bytes.length;
    return scrubbed;
  }

  #once<T>(kept: Map<string, Kept<T>>, id: string, scrub: () => T, isOther: (result: T) => boolean): Scrubbed<T> {
    const scrubber = this.#scrubber;
    if (scrubber.mode === 'late') return fresh(scrub(), isOther);
    const found = kept.get(id);
    if (found?.known === scrubber.known) {
      scrubber.countAgain(found.count);
      return found;
    }
    const { known, count } = scrubber;
    const made = { ...fresh(scrub(), isOther), known, count: scrubber.count - count };
    // What taught something new must be gone through once more, with what it taught.
    if (scrubber.known === known) kept.set(id, made);
    return made;
  }
}

function fresh<T>(result: T, isOther: (result: T) => boolean): Scrubbed<T> {
  return { result, changed: isOther(result) };
}
