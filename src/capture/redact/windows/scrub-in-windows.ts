import { mediaTypeOf } from '../../../model/body.ts';
import { isPlainText } from '../../../model/content-coding.ts';
import { MEDIA } from '../body-rules.ts';
import type { Scrub } from '../scrub.ts';
import { JsonWindows } from './json-windows.ts';
import { MultipartWindows } from './multipart-windows.ts';
import { TextWindows } from './text-windows.ts';
import type { WindowScrubber } from './window-scrubber.ts';

/** The scrubber for a body of this type. `rootKey` names what the outermost value is. */
export function scrubInWindows(contentType: string, rootKey: string, scrub: Scrub): WindowScrubber {
  const type = mediaTypeOf(contentType);
  if (MEDIA.test(type)) return PASSING;
  if (type.startsWith('multipart/'))
    return new MultipartWindows(contentType, scrub, (partType, name) => scrubInWindows(partType, name, scrub));
  return new Undecided((start) =>
    /^(?:\xef\xbb\xbf)?\s*[[{]/.test(start.toString('latin1', 0, 64)) &&
    !/event-stream|ndjson|jsonl|json-seq|json-lines/.test(type) &&
    isPlainText(start.subarray(0, start.length - 4))
      ? new JsonWindows(rootKey, scrub)
      : new TextWindows(contentType, rootKey, scrub),
  );
}

const PASSING: WindowScrubber = { add: (bytes) => [bytes], end: () => [] };

const FIRST_LOOK = 4096;

/** Waits for the first bytes, which tell what a body is. */
class Undecided implements WindowScrubber {
  readonly #choose: (start: Buffer) => WindowScrubber;
  #start: Buffer = Buffer.alloc(0);
  #chosen: WindowScrubber | null = null;

  constructor(choose: (start: Buffer) => WindowScrubber) {
    this.#choose = choose;
  }

  add(bytes: Uint8Array): readonly Uint8Array[] {
    if (this.#chosen !== null) return this.#chosen.add(bytes);
    this.#start = Buffer.concat([this.#start, bytes]);
    if (this.#start.length < FIRST_LOOK) return [];
    this.#chosen = this.#choose(this.#start);
    return this.#chosen.add(this.#start);
  }

  end(): readonly Uint8Array[] {
    if (this.#chosen !== null) return this.#chosen.end();
    const chosen = this.#choose(this.#start);
    return [...chosen.add(this.#start), ...chosen.end()];
  }
}
