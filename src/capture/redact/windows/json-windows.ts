import type { Scrub } from '../scrub.ts';
import { BodyTooDense } from './body-too-dense.ts';
import type { WindowScrubber } from './window-scrubber.ts';

const WINDOW = 512 * 1024;
const LARGEST_WINDOW = 16 * 1024 * 1024;

/** An object or list that is open: its bracket, and as raw JSON the key that it stands under. */
interface Frame {
  readonly open: 0x7b | 0x5b;
  readonly key: string | null;
  /** The key read last in it. */
  current: string | null;
}

/**
 * JSON cut at the commas between the outermost members of a window, so that records stay whole; each piece is read
 * inside the brackets and keys that it stood in.
 */
export class JsonWindows implements WindowScrubber {
  readonly #rootKey: string;
  readonly #scrub: Scrub;
  #pending: Buffer = Buffer.alloc(0);
  #scanned = 0;
  #wanted = WINDOW;
  #stack: Frame[] = [];
  /** What is open where the pending piece begins. */
  #startsIn: readonly Frame[] = [];
  #best: { readonly at: number; readonly stack: readonly Frame[] } | null = null;
  #inString = false;
  #escaped = false;
  #stringAt = 0;
  #lastString: string | null = null;

  constructor(rootKey: string, scrub: Scrub) {
    this.#rootKey = rootKey;
    this.#scrub = scrub;
  }

  add(bytes: Uint8Array): readonly Uint8Array[] {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    this.#scan();
    if (this.#pending.length < this.#wanted) return [];
    const best = this.#best;
    if (best === null) {
      if (this.#pending.length > LARGEST_WINDOW) throw new BodyTooDense();
      this.#wanted = this.#pending.length * 2;
      return [];
    }
    const piece = this.#scrubbed(this.#pending.toString('utf8', 0, best.at), closersOf(best.stack));
    this.#pending = this.#pending.subarray(best.at + 1);
    this.#startsIn = best.stack;
    this.#best = null;
    this.#wanted = Math.max(WINDOW, this.#pending.length * 2);
    this.#scanAgain(best.stack);
    return [Buffer.from(`${piece},`)];
  }

  end(): readonly Uint8Array[] {
    const piece = this.#pending.toString('utf8');
    return piece === '' ? [] : [Buffer.from(this.#scrubbed(piece, ''))];
  }

  #scrubbed(piece: string, suffix: string): string {
    const prefix = this.#startsIn
      .map(({ open, key }) => (key === null ? '' : `${key}:`) + String.fromCharCode(open))
      .join('');
    const whole = this.#scrub.json(prefix + piece + suffix, this.#rootKey);
    if (whole === null) return this.#scrub.text(piece);
    if (!whole.startsWith(prefix) || !whole.endsWith(suffix)) throw new BodyTooDense();
    return whole.slice(prefix.length, whole.length - suffix.length);
  }

  /** What lies behind the cut was scanned already, but for the next window. */
  #scanAgain(stack: readonly Frame[]): void {
    this.#stack = stack.map((frame) => ({ ...frame }));
    this.#scanned = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#lastString = null;
    this.#scan();
  }

  #scan(): void {
    const bytes = this.#pending;
    for (let at = this.#scanned; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (this.#inString) this.#inText(byte, at);
      else if (byte === 0x22) {
        this.#inString = true;
        this.#stringAt = at;
      } else this.#outside(byte, at);
    }
    this.#scanned = bytes.length;
  }

  #inText(byte: number, at: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === 0x5c) this.#escaped = true;
    else if (byte === 0x22) {
      this.#inString = false;
      this.#lastString = at - this.#stringAt < 300 ? this.#pending.toString('utf8', this.#stringAt, at + 1) : '""';
    }
  }

  #outside(byte: number, at: number): void {
    const top = this.#stack.at(-1);
    if (byte === 0x7b || byte === 0x5b)
      this.#stack.push({ open: byte, key: top?.open === 0x7b ? top.current : null, current: null });
    else if (byte === 0x7d || byte === 0x5d) this.#stack.pop();
    else if (byte === 0x3a && top !== undefined) top.current = this.#lastString;
    else if (byte === 0x2c && this.#stack.length <= (this.#best?.stack.length ?? Infinity))
      this.#best = { at, stack: this.#stack.map((frame) => ({ ...frame })) };
  }
}

function closersOf(stack: readonly Frame[]): string {
  return stack
    .map(({ open }) => (open === 0x7b ? '}' : ']'))
    .reverse()
    .join('');
}
