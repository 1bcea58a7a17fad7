import { request as requestHttp, STATUS_CODES, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { NO_BODY } from '../../model/http.ts';
import type { Outcome } from '../../model/recording.ts';
import { AnswerRelay } from './answer-relay.ts';
import { BodyTap } from './body-tap.ts';
import { headerListOf } from './header-list.ts';
import { localLocation } from './local-location.ts';
import { networkErrorOf } from './network-error-of.ts';
import { outgoingRequestOf } from './outgoing-request.ts';
import type { ProxyContext, Route } from './proxy-context.ts';
import { rawHeadersOf } from './raw-headers.ts';
import { responseOver } from './response-over.ts';
import { writeRefusal } from './write-refusal.ts';

/**
 * A request for a WebSocket: passed through byte for byte. What is said over it is not captured, and the recorded
 * interaction says so. An upstream that declines answers as to any other request.
 */
export function passUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  route: Route,
  context: ProxyContext,
): void {
  const { upstream } = route;
  const { recorded, forwarded, directives } = outgoingRequestOf(request, upstream);
  const { clock, limits, budget, queue, running, localUrls, trustTime } = context;
  const startedAt = clock.steady();
  const requestAt = (trustTime ? directives.at : null) ?? clock.now();
  const place = context.arrive({
    request: recorded,
    directives,
    requestAt,
    client: request.socket.remoteAddress ?? '',
  });
  const elapsed = (): number => Math.round((clock.steady() - startedAt) * 1000) / 1000;
  const record = (outcome: Outcome, incomplete: string | null, finish: () => void): void => {
    const answered = outcome.kind === 'response';
    const timing = {
      requestAt,
      firstByteAfter: answered ? elapsed() : null,
      lastByteAfter: answered && incomplete === null ? elapsed() : null,
      chunks: null,
    };
    queue.add({ request: { ...recorded, body: NO_BODY }, outcome, timing, incomplete, directives, place }, finish);
  };
  const fail = (problem: unknown, answerBegan: boolean): void => {
    const error = networkErrorOf(problem, answerBegan);
    record({ kind: 'error', error }, null, () => {
      if (answerBegan) socket.destroy();
      else
        writeRefusal(
          responseOver(request, socket),
          502,
          'offscript_upstream',
          `${upstream.origin}: ${error.kind}: ${error.message}`,
        );
    });
  };
  const sent = (upstream.secure ? requestHttps : requestHttp)({
    host: upstream.hostname,
    port: upstream.port,
    method: recorded.method,
    path: recorded.target,
    headers: rawHeadersOf([
      ...forwarded,
      ['Connection', 'Upgrade'],
      ['Upgrade', request.headers.upgrade ?? 'websocket'],
    ]),
    setHost: false,
    agent: false,
  });
  const breakOff = (): void => {
    socket.destroy();
    sent.destroy();
  };
  let settled = false;
  const once = (work: () => void): void => {
    if (!settled) work();
    settled = true;
  };
  running.add(breakOff);
  socket.on('error', breakOff).on('close', () => {
    running.delete(breakOff);
    once(() =>
      record(
        { kind: 'error', error: { kind: 'timeout', message: 'The client gave up before an answer began.' } },
        null,
        () => {},
      ),
    );
    sent.destroy();
  });
  sent.on('error', (error) => once(() => fail(error, false)));
  sent.on('upgrade', (answer: IncomingMessage, upstreamSocket: Duplex, upstreamHead: Buffer) => {
    const headers = headerListOf(answer.rawHeaders);
    const proceed = (): void => {
      const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      socket.write(`HTTP/1.1 101 ${answer.statusMessage ?? STATUS_CODES[101]}\r\n${lines}\r\n`, 'latin1');
      join(socket, head, upstreamSocket, upstreamHead);
    };
    const response = { status: 101, headers, body: NO_BODY };
    once(() =>
      record({ kind: 'response', response, trailers: [] }, 'not captured: what was said over the WebSocket', proceed),
    );
  });
  sent.on('response', (answer) => {
    const tap = new BodyTap({ limit: limits.maxBody, held: Infinity, budget: budget, spill: () => null });
    new AnswerRelay(answer, {
      request,
      response: responseOver(request, socket),
      tap,
      elapsed,
      rewriteLocation: (location) => localLocation(location, localUrls, upstream.origin),
      onWhole: ({ response, trailers, incomplete }, finish) => {
        once(() => record({ kind: 'response', response, trailers }, incomplete, finish));
        tap.release();
      },
      onBroken: (error) => once(() => fail(error, true)),
    }).start();
  });
  sent.end();
}

function join(client: Duplex, head: Buffer, upstream: Duplex, upstreamHead: Buffer): void {
  upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
  if (upstreamHead.length > 0) client.write(upstreamHead);
  if (head.length > 0) upstream.write(head);
  client.pipe(upstream);
  upstream.pipe(client);
}
