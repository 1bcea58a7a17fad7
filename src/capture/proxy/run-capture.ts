import { EnvironmentError, OffscriptError } from '../../errors.ts';
import type { Recorder } from '../sessions/recorder.ts';
import { SessionBook } from '../sessions/session-book.ts';
import { parseSessionRule } from '../sessions/session-rule.ts';
import { SessionWriter } from '../sessions/session-writer.ts';
import type { CaptureClock } from './capture-clock.ts';
import { CaptureProxy } from './capture-proxy.ts';
import { parseUpstream } from './upstream.ts';

export interface CaptureOptions {
  /** Origins to record. */
  readonly to: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly session: string | null;
  /** `header:NAME` or `entity:RESOURCE`; null: inferred. */
  readonly sessionBy: string | null;
  readonly task: string | null;
  readonly trustTime: boolean;
  /** Seconds. */
  readonly idleGap: number;
  /** Bytes. */
  readonly maxBody: number;
  readonly clock: CaptureClock;
  /** Aborted: close cleanly. */
  readonly signal: AbortSignal;
  readonly onListening: (localUrls: ReadonlyMap<string, string>) => void;
  readonly onProgress: (counts: CaptureCounts) => void;
  /** Something the user should know at once. */
  readonly onNote: (text: string) => void;
}

export interface CaptureCounts {
  readonly sessions: number;
  readonly interactions: number;
  readonly incomplete: number;
  /** Exchanges that passed but are not in the recording. */
  readonly lost: number;
}

/** What a capture writes to; closed by it, whatever happens. */
export type ClosableRecorder = Recorder & { close(): void };

/**
 * Records until `signal` is aborted. The recorder is opened once the ports are taken.
 * @throws EnvironmentError where the recording had to stop before its end; what it has is kept
 */
export async function runCapture(
  options: CaptureOptions,
  openRecorder: () => ClosableRecorder,
): Promise<CaptureCounts> {
  const upstreams = options.to.map(parseUpstream);
  const book = new SessionBook({
    session: options.session,
    rule: parseSessionRule(options.sessionBy),
    idleGap: options.idleGap * 1000,
  });
  const proxy = await CaptureProxy.listen({
    upstreams,
    port: options.port,
    host: options.host,
    clock: options.clock,
    trustTime: options.trustTime,
    limits: { maxBody: options.maxBody },
    arrive: (arrival) => book.arrive(arrival),
    onRefused: onceEach((reason) => options.onNote(`Refused: ${reason}`)),
  });
  const recorder = await openOrClose(proxy, openRecorder);
  const writer = new SessionWriter({
    recorder,
    task: options.task,
    onFailure: (error) => options.onNote(`RECORDING STOPPED: ${messageOf(error)} Traffic passes on, unrecorded.`),
    onSkipped: (error) =>
      options.onNote(
        `NOT RECORDED: one interaction, because of ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      ),
  });
  try {
    proxy.record((finished) => {
      writer.commit(finished);
      options.onProgress(writer.counts);
    });
    options.onListening(proxy.localUrls);
    await aborted(options.signal);
    await proxy.close();
  } finally {
    recorder.close();
  }
  if (writer.failure !== null) throw stopped(writer.failure, writer.counts);
  return writer.counts;
}

async function openOrClose(proxy: CaptureProxy, openRecorder: () => ClosableRecorder): Promise<ClosableRecorder> {
  try {
    return openRecorder();
  } catch (error) {
    await proxy.close();
    throw error;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function stopped(cause: unknown, { interactions, lost }: CaptureCounts): EnvironmentError {
  const remedy = cause instanceof OffscriptError ? cause.remedy : 'Check the disk and the file, then record again.';
  return new EnvironmentError(
    'OFFSCRIPT_RECORDING_STOPPED',
    `Recording stopped after ${interactions} interactions, ${lost} passed unrecorded: ${messageOf(cause)}`,
    remedy,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const MOST_REASONS = 20;

/** The same reason again and again is said once. */
function onceEach(say: (reason: string) => void): (reason: string) => void {
  const said = new Set<string>();
  return (reason) => {
    if (said.has(reason) || said.size >= MOST_REASONS) return;
    said.add(reason);
    say(reason);
  };
}
