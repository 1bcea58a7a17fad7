/** The way of a large body from the proxy into the file: redacted window by window, never whole in memory. */
import { createHash } from 'node:crypto';
import { PassThrough, Transform, Writable, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  createBrotliCompress,
  createBrotliDecompress,
  createDeflate,
  createGunzip,
  createGzip,
  createInflate,
} from 'node:zlib';
import { hasDigest, swapDigests, DIGEST_ALGORITHMS } from '../capture/redact/body-digests.ts';
import type { WindowScrubber } from '../capture/redact/windows/window-scrubber.ts';
import type { BodySink, KeptBody } from '../capture/sessions/recorder.ts';
import { headerValue, withHeader, type HeaderList } from '../model/http.ts';
import type { BodyWriter } from '../store/large-bodies.ts';

/** `scrubber` null: kept as it comes. */
export function largeBodySink(headers: HeaderList, scrubber: WindowScrubber | null, writer: BodyWriter): BodySink {
  const input = new PassThrough({ highWaterMark: 1024 * 1024 });
  return { input, kept: kept(input, headers, scrubber, writer) };
}

async function kept(
  input: PassThrough,
  headers: HeaderList,
  scrubber: WindowScrubber | null,
  writer: BodyWriter,
): Promise<KeptBody> {
  try {
    const coders = scrubber === null ? [] : codersOf(headers);
    if (coders === null)
      throw new Error(`content-encoding ${headerValue(headers, 'content-encoding')} cannot be undone as it streams`);
    const digests = scrubber !== null && hasDigest(headers) ? new Digests() : null;
    const end = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        try {
          digests?.after(chunk);
          writer.add(chunk);
          done();
        } catch (error) {
          done(error as Error);
        }
      },
    });
    if (digests !== null) input.on('data', (chunk: Buffer) => digests.before(chunk));
    const [decoder, encoder] = coders;
    const scrubbing = scrubber === null ? [] : [new Scrubbing(scrubber)];
    await pipeline([
      input,
      ...(decoder === undefined ? [] : [decoder]),
      ...scrubbing,
      ...(encoder === undefined ? [] : [encoder]),
      end,
    ]);
    const { id, size } = writer.end();
    return { kind: 'kept', id, fit: (list) => (scrubber === null ? list : fitted(list, size, digests)) };
  } catch (error) {
    input.destroy();
    try {
      writer.abort();
    } catch {
      // The next commit tells what is the matter with the file.
    }
    return {
      kind: 'left',
      reason: `it could not be redacted: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function fitted(headers: HeaderList, size: number, digests: Digests | null): HeaderList {
  const list = digests === null ? headers : swapDigests(headers, digests.swaps());
  return headerValue(list, 'content-length') === undefined ? list : withHeader(list, 'Content-Length', String(size));
}

/** A decoder and its encoder; empty where there is no coding, null where it is none of ours. */
function codersOf(headers: HeaderList): readonly [] | readonly [Transform, Transform] | null {
  switch ((headerValue(headers, 'content-encoding') ?? '').trim().toLowerCase()) {
    case '':
    case 'identity':
      return [];
    case 'gzip':
    case 'x-gzip':
      return [createGunzip(), createGzip()];
    case 'deflate':
      return [createInflate(), createDeflate()];
    case 'br':
      return [createBrotliDecompress(), createBrotliCompress()];
    default:
      return null;
  }
}

const MOST_DECODED = 64 * 1024 * 1024 * 1024;

class Scrubbing extends Transform {
  readonly #scrubber: WindowScrubber;
  #seen = 0;

  constructor(scrubber: WindowScrubber) {
    super();
    this.#scrubber = scrubber;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#seen += chunk.length;
    if (this.#seen > MOST_DECODED) return done(new Error('it unpacks to more than the limit'));
    this.#pass(() => this.#scrubber.add(chunk), done);
  }

  override _flush(done: TransformCallback): void {
    this.#pass(() => this.#scrubber.end(), done);
  }

  #pass(work: () => readonly Uint8Array[], done: TransformCallback): void {
    try {
      for (const bytes of work()) this.push(bytes);
      done();
    } catch (error) {
      done(error as Error);
    }
  }
}

/** What digest headers hold of a body, and what they must hold of it once redacted. */
class Digests {
  readonly #before = DIGEST_ALGORITHMS.map((algorithm) => createHash(algorithm));
  readonly #after = DIGEST_ALGORITHMS.map((algorithm) => createHash(algorithm));

  before(chunk: Uint8Array): void {
    for (const hash of this.#before) hash.update(chunk);
  }

  after(chunk: Uint8Array): void {
    for (const hash of this.#after) hash.update(chunk);
  }

  swaps(): readonly (readonly [Buffer, Buffer])[] {
    const after = this.#after.map((hash) => hash.digest());
    return this.#before.map((hash, at) => [hash.digest(), after[at] ?? Buffer.alloc(0)]);
  }
}
