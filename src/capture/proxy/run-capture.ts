import { randomBytes } from 'node:crypto';
import { EnvironmentError, OffscriptError } from '../../errors.ts';
import type { Recorder } from '../sessions/recorder.ts';
import { SessionBook } from '../sessions/session-book.ts';
import { parseSessionRule } from '../sessions/session-rule.ts';
import { SessionWriter } from '../sessions/session-writer.ts';
import { neverBack, type CaptureClock } from './capture-clock.ts';
import { runProgram, type ProgramEnd } from '../program/run-program.ts';
import { programEnvironment } from '../program/program-environment.ts';
import { AllowedHosts } from './allowed-hosts.ts';
import { Authority } from './authority.ts';
import { CaptureProxy, type ForwardRules } from './capture-proxy.ts';
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
  readonly onListening: (localUrls: ReadonlyMap<string, string>, forward: ForwardListening | null) => void;
  /** A forward proxy, for named hosts or for one program. Null or absent: none. */
  readonly forward?: ForwardOptions | null;
  readonly onProgress: (counts: CaptureCounts) => void;
  /** Something the user should know at once. */
  readonly onNote: (text: string) => void;
}

export interface ForwardOptions {
  /** Hosts to record. */
  readonly allow: readonly string[];
  /** Hosts whose traffic passes unrecorded. */
  readonly exclude: readonly string[];
  /** The program to run and its arguments; null: the proxy is there for whoever comes. */
  readonly program: readonly string[] | null;
  /** Whether Node programs get the hook. */
  readonly hook: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ForwardListening {
  /** Without the password. */
  readonly url: string;
  /** The certificate of the local authority. */
  readonly authority: string;
  /** Where it was made just now. */
  readonly made: boolean;
  /** What the program is started with. */
  readonly variables: readonly string[];
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
): Promise<CaptureCounts & { readonly program: ProgramEnd | null }> {
  const { forward = null } = options;
  const rules = forward === null ? null : forwardRules(forward, options.clock);
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
    clock: neverBack(options.clock),
    trustTime: options.trustTime,
    forward: rules,
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
  let program: ProgramEnd | null = null;
  try {
    proxy.record(
      (finished) => {
        writer.commit(finished);
        options.onProgress(writer.counts);
      },
      (headers, target) => writer.openBody(headers, target),
    );
    if (forward === null || rules === null || proxy.forwardUrl === null) {
      options.onListening(proxy.localUrls, null);
      await aborted(options.signal);
    } else program = await runForward(proxy, proxy.forwardUrl, forward, rules, options);
    await proxy.close();
  } finally {
    recorder.close();
  }
  if (writer.failure !== null) throw stopped(writer.failure, writer.counts);
  return { ...writer.counts, program };
}

type Rules = ForwardRules & { readonly authority: Authority };

function forwardRules({ allow, exclude, program, env }: ForwardOptions, clock: CaptureClock): Rules {
  return {
    recorded: new AllowedHosts(allow, program !== null && allow.length === 0, exclude),
    passed: program === null ? new AllowedHosts(exclude, false) : new AllowedHosts([...allow, ...exclude], true),
    authority: Authority.open(env, clock.now),
    password: program === null ? null : randomBytes(18).toString('hex'),
  };
}

async function runForward(
  proxy: CaptureProxy,
  url: string,
  forward: ForwardOptions,
  { authority, password }: Rules,
  options: CaptureOptions,
): Promise<ProgramEnd | null> {
  const told = { url, authority: authority.path, made: authority.made };
  if (forward.program === null || password === null) {
    options.onListening(proxy.localUrls, { ...told, variables: [] });
    await aborted(options.signal);
    return null;
  }
  const { hostname, port } = new URL(url);
  const variables = programEnvironment(
    {
      host: hostname,
      port: Number(port),
      password,
      authorization: `Basic ${Buffer.from(`offscript:${password}`).toString('base64')}`,
      named: forward.allow,
      any: forward.allow.length === 0,
      excluded: forward.exclude,
      authority: authority.path,
      hook: forward.hook,
    },
    forward.env,
  );
  options.onListening(proxy.localUrls, { ...told, variables: Object.keys(variables) });
  return runProgram(forward.program, { ...forward.env, ...variables }, options.signal);
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
