import { scrubContent } from '../body-rules.ts';
import type { Scrub } from '../scrub.ts';
import { BodyTooDense } from './body-too-dense.ts';
import type { WindowScrubber } from './window-scrubber.ts';

const WINDOW = 512 * 1024;
const LARGEST_WINDOW = 16 * 1024 * 1024;
const BEGIN = Buffer.from('-----BEGIN ');
const END = Buffer.from('-----END ');

/** Text, tables, forms and bytes of no known kind, cut where no secret goes over the cut. */
export class TextWindows implements WindowScrubber {
  readonly #contentType: string;
  readonly #rootKey: string;
  readonly #scrub: Scrub;
  #pending: Uint8Array[] = [];
  #length = 0;
  #wanted = WINDOW;
  /** The first row of a table names the columns of all. */
  #head: Buffer | null = null;

  constructor(contentType: string, rootKey: string, scrub: Scrub) {
    this.#contentType = contentType;
    this.#rootKey = rootKey;
    this.#scrub = scrub;
  }

  add(bytes: Uint8Array): readonly Uint8Array[] {
    this.#pending.push(bytes);
    this.#length += bytes.length;
    if (this.#length < this.#wanted) return [];
    const whole = Buffer.concat(this.#pending);
    const cut = cutOf(whole);
    if (cut === 0) {
      if (whole.length > LARGEST_WINDOW) throw new BodyTooDense();
      this.#pending = [whole];
      this.#wanted = whole.length * 2;
      return [];
    }
    this.#pending = [whole.subarray(cut)];
    this.#length = whole.length - cut;
    this.#wanted = Math.max(WINDOW, this.#length * 2);
    return [this.#scrubbed(whole.subarray(0, cut))];
  }

  end(): readonly Uint8Array[] {
    const rest = Buffer.concat(this.#pending);
    this.#pending = [];
    return rest.length === 0 ? [] : [this.#scrubbed(rest)];
  }

  #scrubbed(piece: Buffer): Uint8Array {
    const scrubbed = (bytes: Uint8Array): Uint8Array =>
      scrubContent(this.#contentType, bytes, this.#rootKey, this.#scrub);
    if (!/csv|tab-separated/.test(this.#contentType)) return scrubbed(piece);
    const head = this.#head;
    this.#head ??= piece.subarray(0, piece.indexOf(0x0a) + 1);
    return head === null ? scrubbed(piece) : scrubbed(Buffer.concat([head, piece])).subarray(head.length);
  }
}

/** After the last line; where there is none, after the last byte that no token has. 0: nowhere. */
function cutOf(window: Buffer): number {
  let cut = window.lastIndexOf(0x0a) + 1;
  if (cut < window.length / 8) cut = Math.max(cut, afterLastBreak(window));
  // A private key goes over many lines.
  const begun = window.lastIndexOf(BEGIN, cut);
  return begun >= 0 && begun < cut && window.indexOf(END, begun) < 0 ? begun : cut;
}

function afterLastBreak(window: Buffer): number {
  for (let at = window.length - 1; at > 0; at--) {
    const byte = window[at] ?? 0;
    if (byte <= 0x20 || byte === 0x26 || byte === 0x3c || byte === 0x3e || byte === 0x2c || byte === 0x3b)
      return at + 1;
  }
  return 0;
}
