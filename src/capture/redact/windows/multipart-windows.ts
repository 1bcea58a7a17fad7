import { headerValue, type HeaderList } from '../../../model/http.ts';
import { boundaryOf, parsePartHead } from '../../../model/multipart.ts';
import { scrubField } from '../field-rules.ts';
import type { Scrub } from '../scrub.ts';
import { BodyTooDense } from './body-too-dense.ts';
import type { WindowScrubber } from './window-scrubber.ts';

const MOST_HEAD = 64 * 1024;
const MOST_FIELD = 1024 * 1024;

/** Multipart bodies: a field is judged whole by its name, a file by its type as it streams. */
export class MultipartWindows implements WindowScrubber {
  readonly #delimiter: Buffer;
  readonly #scrub: Scrub;
  readonly #fileScrubber: (contentType: string, name: string) => WindowScrubber;
  #pending: Buffer = Buffer.alloc(0);
  #part: WindowScrubber | null = null;
  #atHead = false;

  constructor(contentType: string, scrub: Scrub, fileScrubber: (contentType: string, name: string) => WindowScrubber) {
    const boundary = boundaryOf(contentType);
    if (boundary === null) throw new BodyTooDense();
    this.#delimiter = Buffer.from(`--${boundary}`, 'latin1');
    this.#scrub = scrub;
    this.#fileScrubber = fileScrubber;
  }

  add(bytes: Uint8Array): readonly Uint8Array[] {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    const ready: Uint8Array[] = [];
    while (this.#atHead ? this.#readHead(ready) : this.#readContent(ready));
    return ready;
  }

  end(): readonly Uint8Array[] {
    const rest = this.#part === null ? [this.#pending] : [...this.#part.add(this.#pending), ...this.#part.end()];
    this.#pending = Buffer.alloc(0);
    return rest.filter((bytes) => bytes.length > 0);
  }

  /** False where more bytes are needed. */
  #readHead(ready: Uint8Array[]): boolean {
    const end = this.#pending.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.#pending.length > MOST_HEAD) throw new BodyTooDense();
      return false;
    }
    const head = this.#pending.subarray(0, end + 4);
    const { headers, name, filename } = parsePartHead(head);
    ready.push(head);
    this.#pending = this.#pending.subarray(end + 4);
    this.#part = this.#scrubberOf(headers, name ?? '', filename);
    this.#atHead = false;
    return true;
  }

  #scrubberOf(headers: HeaderList, name: string, filename: string | null): WindowScrubber {
    const type = headerValue(headers, 'content-type') ?? '';
    return filename === null && (type === '' || type.startsWith('text/plain'))
      ? new Field(name, this.#scrub)
      : this.#fileScrubber(type, name);
  }

  #readContent(ready: Uint8Array[]): boolean {
    const at = this.#pending.indexOf(this.#delimiter);
    if (at >= 0) {
      const lineEnd =
        this.#part === null ? 0 : this.#pending[at - 2] === 0x0d ? 2 : this.#pending[at - 1] === 0x0a ? 1 : 0;
      this.#pass(this.#pending.subarray(0, at - lineEnd), ready);
      if (this.#part !== null) ready.push(...this.#part.end());
      this.#part = null;
      const after = at + this.#delimiter.length;
      ready.push(this.#pending.subarray(at - lineEnd, after));
      this.#pending = this.#pending.subarray(after);
      this.#atHead = true;
      return true;
    }
    // The delimiter may lie over the end of what is here.
    const safe = this.#pending.length - this.#delimiter.length - 2;
    if (safe > 0) {
      this.#pass(this.#pending.subarray(0, safe), ready);
      this.#pending = this.#pending.subarray(safe);
    }
    return false;
  }

  #pass(bytes: Buffer, ready: Uint8Array[]): void {
    if (bytes.length === 0) return;
    if (this.#part === null) ready.push(bytes);
    else ready.push(...this.#part.add(bytes));
  }
}

class Field implements WindowScrubber {
  readonly #name: string;
  readonly #scrub: Scrub;
  #value: Buffer = Buffer.alloc(0);

  constructor(name: string, scrub: Scrub) {
    this.#name = name;
    this.#scrub = scrub;
  }

  add(bytes: Uint8Array): readonly Uint8Array[] {
    this.#value = Buffer.concat([this.#value, bytes]);
    if (this.#value.length > MOST_FIELD) throw new BodyTooDense();
    return [];
  }

  end(): readonly Uint8Array[] {
    const text = this.#value.toString('utf8');
    if (Buffer.compare(Buffer.from(text), this.#value) !== 0) return [this.#value];
    return [Buffer.from(scrubField(this.#name, text, this.#scrub))];
  }
}
