import { request as requestHttp, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import { NO_BODY, type HeaderList, type NetworkError } from '../../model/http.ts';
import type { Outcome, Timing } from '../../model/recording.ts';
import { FAILED_HEADER, HOOK_HEADER } from '../hook/hook-settings.ts';
import type { BodySink, KeptBody, LargeBodies } from '../sessions/recorder.ts';
import type { Place } from '../sessions/session-book.ts';
import { AnswerRelay } from './answer-relay.ts';
import { writeInterim } from './client-answer.ts';
import { BodyTap } from './body-tap.ts';
import { headerListOf } from './header-list.ts';
import { localLocation } from './local-location.ts';
import { networkErrorOf } from './network-error-of.ts';
import { outgoingRequestOf, type OutgoingRequest } from './outgoing-request.ts';
import type { ProxyContext, Route } from './proxy-context.ts';
import { rawHeadersOf } from './raw-headers.ts';
import { writeRefusal } from './write-refusal.ts';

const MAX_ANSWER_HEADER_BYTES = 128 * 1024;
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

/** One request on its way to the upstream and its answer on the way back, recorded before the answer ends. */
export class Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #route: Route;
  readonly #context: ProxyContext;
  readonly #outgoing: OutgoingRequest;
  readonly #startedAt: number;
  readonly #requestAt: number;
  readonly #place: Place;
  readonly #requestTap: BodyTap;
  readonly #responseTap: BodyTap;
  readonly #remarks: string[] = [];
  #upstream: ClientRequest | null = null;
  #answerHeaders: HeaderList = [];
  #firstByteAfter: number | null = null;
  #requestWhole: boolean;
  #settled = false;

  constructor(request: IncomingMessage, response: ServerResponse, route: Route, context: ProxyContext) {
    this.#request = request;
    this.#response = response;
    this.#route = route;
    this.#context = context;
    this.#outgoing = outgoingRequestOf(request, route.upstream);
    this.#requestWhole = !this.#outgoing.hasBody;
    this.#startedAt = context.clock.steady();
    this.#requestAt = (context.trustTime ? this.#outgoing.directives.at : null) ?? context.clock.now();
    const { recorded, directives } = this.#outgoing;
    this.#place = context.arrive({
      request: recorded,
      directives,
      requestAt: this.#requestAt,
      client: request.socket.remoteAddress ?? '',
    });
    this.#requestTap = this.#tap(() => recorded.headers);
    this.#responseTap = this.#tap(() => this.#answerHeaders);
  }

  #tap(headers: () => HeaderList): BodyTap {
    const { limits, budget, openBody } = this.#context;
    const spill = (): BodySink | null => openBody(headers(), this.#outgoing.recorded.target);
    return new BodyTap({ limit: limits.maxBody, held: limits.heldBody, budget, spill });
  }

  start(): void {
    const breakOff = (): void => void this.#response.destroy();
    this.#context.running.add(breakOff);
    this.#response.on('close', () => {
      this.#context.running.delete(breakOff);
      this.#clientLeft();
    });
    this.#request.on('error', () => {});
    this.#response.on('error', () => {});
    this.#send(true);
    if (this.#outgoing.hasBody) this.#passBody();
    else this.#upstream?.end();
  }

  #send(mayRetry: boolean): void {
    const { upstream, agent } = this.#route;
    const { recorded, forwarded } = this.#outgoing;
    const sent = (upstream.secure ? requestHttps : requestHttp)({
      host: upstream.hostname,
      port: upstream.port,
      method: recorded.method,
      path: recorded.target,
      headers: rawHeadersOf(forwarded),
      setHost: false,
      maxHeaderSize: MAX_ANSWER_HEADER_BYTES,
      agent,
    });
    this.#upstream = sent;
    sent.maxHeadersCount = 0;
    sent.on('response', (answer) => this.#answered(answer));
    sent.on('continue', () => this.#response.writeContinue());
    sent.on('information', ({ statusCode, headers }) => this.#inform(statusCode, headers));
    sent.on('error', (error) => {
      // A pooled connection that the upstream closed while idle fails on its next use: that is our doing, not its answer.
      const failure = networkErrorOf(error, this.#firstByteAfter !== null);
      if (
        mayRetry &&
        sent.reusedSocket &&
        (failure.kind === 'reset' || failure.kind === 'empty') &&
        this.#isRepeatable()
      ) {
        this.#send(false);
        this.#upstream?.end();
      } else {
        this.#fail(failure);
      }
    });
  }

  #isRepeatable(): boolean {
    return !this.#settled && !this.#outgoing.hasBody && IDEMPOTENT.has(this.#outgoing.recorded.method);
  }

  #passBody(): void {
    const [request, upstream] = [this.#request, this.#upstream as ClientRequest];
    const resume = (): void => void request.resume();
    request.on('data', (chunk: Buffer) => {
      this.#requestTap.add(chunk);
      const isFull = this.#requestTap.isFull(resume);
      if ((upstream.destroyed || upstream.write(chunk)) && !isFull) return;
      request.pause();
    });
    upstream.on('drain', resume).on('close', resume);
    request.on('end', () => {
      this.#requestWhole = true;
      if (request.rawTrailers.length > 0) this.#remarks.push('request trailers not kept');
      if (upstream.destroyed) return;
      if (request.rawTrailers.length > 0) upstream.addTrailers(headerListOf(request.rawTrailers) as [string, string][]);
      upstream.end();
    });
  }

  #inform(status: number, headers: NodeJS.Dict<string | string[]>): void {
    if (status === 100 || this.#response.headersSent) return;
    this.#remarks.push(`interim answer ${status} not kept`);
    writeInterim(this.#response, status, headers);
  }

  #answered(answer: IncomingMessage): void {
    this.#firstByteAfter = this.#elapsed();
    if (this.#settled) return void answer.resume();
    this.#answerHeaders = headerListOf(answer.rawHeaders);
    new AnswerRelay(answer, {
      request: this.#request,
      response: this.#response,
      tap: this.#responseTap,
      elapsed: () => this.#elapsed(),
      rewriteLocation: (location) => localLocation(location, this.#context.localUrls, this.#route.upstream.origin),
      onWhole: ({ response, trailers, chunks, incomplete }, finish) => {
        if (incomplete !== null) this.#remarks.push(incomplete);
        this.#settle({ kind: 'response', response, trailers }, chunks, finish);
      },
      onBroken: (error) => this.#fail(networkErrorOf(error, true)),
    }).start();
  }

  #fail(error: NetworkError): void {
    this.#settle({ kind: 'error', error }, null, () => {
      if (this.#response.headersSent || !this.#response.writable) return void this.#response.destroy();
      // A program with our hook in it gets the error it would have had.
      if (this.#request.headers[HOOK_HEADER.toLowerCase()] !== undefined)
        this.#response.setHeader(FAILED_HEADER, `${error.kind} ${error.message}`.replace(/[^\x20-\x7e]/g, '?'));
      writeRefusal(
        this.#response,
        502,
        'offscript_upstream',
        `${this.#route.upstream.origin}: ${error.kind}: ${error.message}`,
      );
    });
  }

  #clientLeft(): void {
    if (this.#settled) return;
    const after = `after ${Math.round(this.#elapsed())} ms`;
    const error: NetworkError =
      this.#firstByteAfter === null && this.#requestWhole
        ? { kind: 'timeout', message: `The client gave up ${after}, before an answer began.` }
        : {
            kind: 'aborted',
            message: `The client left ${after}, before the ${this.#requestWhole ? 'answer' : 'request'} was whole.`,
          };
    this.#settle({ kind: 'error', error }, null, () => {});
    this.#upstream?.destroy();
  }

  #settle(outcome: Outcome, chunks: Timing['chunks'], finish: () => void): void {
    if (this.#settled) return;
    this.#settled = true;
    const lastByteAfter = outcome.kind === 'response' ? this.#elapsed() : null;
    const large = [
      this.#requestTap.finish(this.#requestWhole),
      this.#responseTap.finish(outcome.kind === 'response'),
    ] as const;
    if (large[0] === null && large[1] === null) return this.#commit(outcome, lastByteAfter, chunks, null, finish);
    const finishing = Promise.all(large).then(([request, response]) => {
      this.#context.finishing.delete(finishing);
      this.#commit(outcome, lastByteAfter, chunks, { request, response }, finish);
    });
    this.#context.finishing.add(finishing);
  }

  #commit(
    outcome: Outcome,
    lastByteAfter: number | null,
    chunks: Timing['chunks'],
    large: LargeBodies | null,
    finish: () => void,
  ): void {
    const missing =
      this.#requestTap.missing ??
      (this.#requestWhole
        ? leftOf(large?.request, this.#requestTap)
        : 'body not kept: the exchange was over before it was whole');
    if (missing !== null) this.#remarks.push(`request ${missing}`);
    const left =
      outcome.kind === 'response' && this.#responseTap.missing === null
        ? leftOf(large?.response, this.#responseTap)
        : null;
    if (left !== null) this.#remarks.push(`response ${left}`);
    const body = missing === null ? this.#requestTap.bytes() : NO_BODY;
    this.#context.queue.add(
      {
        request: { ...this.#outgoing.recorded, body },
        outcome,
        timing: { requestAt: this.#requestAt, firstByteAfter: this.#firstByteAfter, lastByteAfter, chunks },
        incomplete: this.#remarks.length === 0 ? null : this.#remarks.join('; '),
        directives: this.#outgoing.directives,
        place: this.#place,
        ...(large !== null && { large }),
      },
      () => {
        this.#requestTap.release();
        this.#responseTap.release();
        finish();
      },
    );
  }

  #elapsed(): number {
    return Math.round((this.#context.clock.steady() - this.#startedAt) * 1000) / 1000;
  }
}

function leftOf(body: KeptBody | null | undefined, tap: BodyTap): string | null {
  return body?.kind === 'left' ? `body of ${tap.seen} bytes not kept: ${body.reason}` : null;
}
