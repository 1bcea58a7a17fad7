import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HeaderList, HttpResponse } from '../../model/http.ts';
import { NO_BODY } from '../../model/http.ts';
import type { Timing } from '../../model/recording.ts';
import { answerFramingOf, type AnswerFraming } from './answer-framing.ts';
import type { BodyTap } from './body-tap.ts';
import { ChunkLog } from './chunk-log.ts';
import { addAnswerTrailers, writeAnswerHead } from './client-answer.ts';
import { isHttp2 } from './client-request.ts';
import { endToEndHeaders } from './end-to-end-headers.ts';
import { headerListOf } from './header-list.ts';

/** An answer that came whole, ready to be recorded. */
export interface WholeAnswer {
  readonly response: HttpResponse;
  readonly trailers: HeaderList;
  readonly chunks: Timing['chunks'];
  readonly incomplete: string | null;
}

export interface AnswerRelayOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly tap: BodyTap;
  /** Milliseconds since the request's start. */
  readonly elapsed: () => number;
  readonly rewriteLocation: (location: string) => string;
  /** Called once, with what is still owed to the client: to be called when the exchange is durable. */
  readonly onWhole: (answer: WholeAnswer, finish: () => void) => void;
  readonly onBroken: (error: unknown) => void;
}

/** Streams one answer of the upstream to the client as it comes, all but its very end. */
export class AnswerRelay {
  readonly #answer: IncomingMessage;
  readonly #options: AnswerRelayOptions;
  readonly #framing: AnswerFraming;
  readonly #headers: HeaderList;
  readonly #chunks = new ChunkLog();
  #flushed = false;
  #over = false;
  #held: Buffer | null = null;

  constructor(answer: IncomingMessage, options: AnswerRelayOptions) {
    this.#answer = answer;
    this.#options = options;
    this.#framing = answerFramingOf(answer, options.request);
    this.#headers = headerListOf(answer.rawHeaders);
  }

  start(): void {
    const answer = this.#answer;
    answer.on('error', (error) => this.#break(error));
    answer.on('aborted', () => this.#break(new Error('The connection closed before the answer was whole.')));
    try {
      this.#writeHead();
    } catch (error) {
      this.#break(
        Object.assign(error instanceof Error ? error : new Error(String(error)), { code: 'HPE_INVALID_HEADER' }),
      );
      return;
    }
    if (this.#framing.kind === 'none') {
      answer.resume();
      this.#end(() => this.#options.response.end());
      return;
    }
    answer.on('data', (chunk: Buffer) => this.#pass(chunk));
    answer.on('end', () => this.#end(() => this.#endStream()));
    // Node sends the head with the first bytes. Where those take their time the head goes ahead.
    setImmediate(() => {
      if (!this.#flushed && !this.#over && this.#options.response.writable) this.#options.response.flushHeaders();
    });
  }

  #writeHead(): void {
    const { response, rewriteLocation } = this.#options;
    const chunked =
      this.#framing.kind === 'stream' &&
      this.#answer.headers['transfer-encoding'] !== undefined &&
      !isHttp2(this.#options.request);
    const passed = endToEndHeaders(this.#headers, chunked);
    const live =
      this.#answer.headers.location === undefined ? passed : passed.map((header) => located(header, rewriteLocation));
    writeAnswerHead(response, this.#answer.statusCode ?? 502, this.#answer.statusMessage ?? '', live);
  }

  #pass(chunk: Buffer): void {
    const { tap } = this.#options;
    tap.add(chunk);
    if (this.#framing.kind === 'length' && tap.seen >= this.#framing.length) {
      this.#end(() => this.#options.response.end(chunk));
      return;
    }
    if (this.#framing.kind !== 'length') this.#chunks.add(chunk.length, this.#options.elapsed());
    if (this.#framing.kind === 'close') this.#writeAllButLastByte(chunk);
    else this.#write(chunk);
  }

  #writeAllButLastByte(chunk: Buffer): void {
    if (chunk.length === 0) return;
    if (this.#held !== null) this.#write(this.#held);
    this.#held = chunk.subarray(chunk.length - 1);
    if (chunk.length > 1) this.#write(chunk.subarray(0, chunk.length - 1));
  }

  #write(chunk: Buffer): void {
    const { response } = this.#options;
    this.#flushed = true;
    const resume = (): void => void this.#answer.resume();
    const isFull = this.#options.tap.isFull(resume);
    if (!response.write(chunk)) response.once('drain', resume);
    else if (!isFull) return;
    this.#answer.pause();
  }

  #endStream(): void {
    const { response } = this.#options;
    const trailers = headerListOf(this.#answer.rawTrailers);
    if (trailers.length > 0 && this.#framing.kind === 'stream') addAnswerTrailers(response, trailers);
    if (this.#held === null) response.end();
    else response.end(this.#held);
  }

  #end(finish: () => void): void {
    if (this.#over) return;
    this.#over = true;
    const { tap, onWhole } = this.#options;
    const { missing } = tap;
    onWhole(
      {
        response: {
          status: this.#answer.statusCode ?? 0,
          headers: this.#headers,
          body: missing === null ? tap.bytes() : NO_BODY,
        },
        trailers: headerListOf(this.#answer.rawTrailers),
        chunks: this.#chunks.entries(
          /event-stream|ndjson|jsonl|json-seq/i.test(this.#answer.headers['content-type'] ?? ''),
        ),
        incomplete: missing === null ? null : `response ${missing}`,
      },
      finish,
    );
  }

  #break(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.onBroken(error);
  }
}

function located(header: readonly [string, string], rewrite: (location: string) => string): readonly [string, string] {
  return header[0].toLowerCase() === 'location' ? [header[0], rewrite(header[1])] : header;
}
