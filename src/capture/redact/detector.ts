/** The redaction rules turned into a search: where a value would be replaced, it is reported instead. */
import { mapWords, Pseudonyms } from './pseudonyms.ts';
import { standInDigest } from './stand-in-digest.ts';

export type SecretKind = 'secret' | 'name' | 'e-mail' | 'phone' | 'card' | 'iban';

const NO_KEY = new Uint8Array(32);
/** Makes it another text, so that no second rule looks at what one has taken. */
const TAKEN = '\u0001';

/** Hands out no stand-ins; tells of each value that should have one. */
export class Detector extends Pseudonyms {
  readonly #standIns: ReadonlySet<string>;
  readonly #onFound: (kind: SecretKind) => void;
  #glue = 0;

  /** `standIns`: digests of the values that are stand-ins already. */
  constructor(standIns: Iterable<Uint8Array>, onFound: (kind: SecretKind) => void) {
    super(NO_KEY);
    this.#standIns = new Set([...standIns].map(keyOf));
    this.#onFound = onFound;
  }

  override token(value: string): string {
    return this.#found('secret', value);
  }

  override name(value: string): string {
    let real = false;
    mapWords(value, (word) => {
      if (!/^\p{L}\.?$/u.test(word) && !this.isOwn(word)) real = true;
      return word;
    });
    if (real) this.#onFound('name');
    return value + TAKEN;
  }

  override email(value: string): string {
    return this.#found('e-mail', value);
  }

  override phone(value: string): string {
    const digits = value.replace(/\D/g, '');
    return this.isOwn(digits.slice(-10)) ? value + TAKEN : this.#found('phone', value);
  }

  override card(value: string): string {
    return this.#found('card', value);
  }

  override iban(value: string): string {
    return this.#found('iban', value);
  }

  override isOwn(value: string): boolean {
    for (let end = value.length; end >= Math.max(1, value.length - this.#glue); end--)
      if (this.#standIns.has(keyOf(standInDigest(value.slice(0, end))))) return true;
    return false;
  }

  /** In a row on the disk a text ends where the next column begins: up to `most` characters of that may seem to belong to it. */
  withGlue<T>(most: number, work: () => T): T {
    this.#glue = most;
    try {
      return work();
    } finally {
      this.#glue = 0;
    }
  }

  #found(kind: SecretKind, value: string): string {
    if (!this.isOwn(value)) this.#onFound(kind);
    return value + TAKEN;
  }
}

function keyOf(digest: Uint8Array): string {
  return Buffer.from(digest.buffer, digest.byteOffset, digest.length).toString('latin1');
}
