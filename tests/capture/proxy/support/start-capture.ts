import type { Captured } from '../../../../src/capture/proxy/captured.ts';
import { CaptureProxy, type CaptureProxyOptions } from '../../../../src/capture/proxy/capture-proxy.ts';
import { LiveSession } from '../../../../src/capture/sessions/live-session.ts';
import { parseUpstream } from '../../../../src/capture/proxy/upstream.ts';

export interface RunningCapture {
  readonly url: string;
  readonly port: number;
  readonly proxy: CaptureProxy;
  readonly captured: Captured[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** A proxy in front of `origins` that records into an array. */
export async function startCapture(
  origins: readonly string[],
  options: Partial<CaptureProxyOptions> = {},
): Promise<RunningCapture> {
  const captured: Captured[] = [];
  const proxy = await CaptureProxy.listen({
    upstreams: origins.map(parseUpstream),
    port: 0,
    host: '127.0.0.1',
    arrive: () => NOWHERE,
    clock: { now: () => Date.now(), steady: () => performance.now() },
    limits: { closingGrace: 500, ...options.limits },
    ...options,
  });
  proxy.record((finished) => void captured.push(...finished));
  const [url = proxy.forwardUrl ?? ''] = proxy.localUrls.values();
  return { url, port: Number(new URL(url).port), proxy, captured, [Symbol.asyncDispose]: () => proxy.close() };
}

const NOWHERE = { settle: () => ({ session: new LiveSession('s', 0), seq: 0 }) };
