import type { Episode, Interface } from './episode.ts';
import type { HeaderList, HttpRequest } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import type { AgentTool, ToolResult } from './tools.ts';
import type { ReportReason } from './report-reason.ts';
import type { Verdict } from './verdict.ts';
import type { World, WorldAnswer } from './world.ts';
import type { EntityChange } from './trace.ts';

/** One agent's attempt at one episode. */
export interface Rollout {
  readonly id: string;
  readonly episode: string;
  readonly trial: number;
  readonly trajectory: Trajectory;
  readonly verdict: Verdict;
}

/** What happened, in order; enough to judge it without a world. */
export interface Trajectory {
  readonly interface: Interface;
  readonly steps: readonly Step[];
  readonly end: RolloutEnd;
  /** Net change of the world. */
  readonly diff: readonly EntityChange[];
  /** The records the goal names, at reset and at the end, changed or not. */
  readonly subjects: readonly EntityChange[];
  /** What other actors changed while the agent worked. */
  readonly foreign: readonly { readonly at: number; readonly change: EntityChange }[];
  /** Digest of the final state. */
  readonly digest: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export type RolloutEnd =
  | { readonly kind: 'finished'; readonly answer: Json | null }
  | { readonly kind: 'reported'; readonly reason: ReportReason; readonly evidence: readonly string[] }
  /** The agent broke down: crashed, ran out of calls or time. */
  | { readonly kind: 'broke'; readonly why: 'crash' | 'max-calls' | 'timeout'; readonly message: string }
  /** The environment could not answer. */
  | { readonly kind: 'tainted'; readonly message: string };

export type Step =
  | {
      readonly kind: 'call';
      readonly index: number;
      /** World time when the request was sent. */
      readonly at: number;
      readonly request: HttpRequest;
      readonly tool: { readonly name: string; readonly arguments: JsonObject } | null;
      /** What the client saw; a modelled latency above its timeout is a `timeout` error. */
      readonly outcome: WorldAnswer['outcome'];
      readonly latencyMs: number;
      readonly operation: string | null;
      readonly source: WorldAnswer['source'];
      readonly unverified: boolean;
      readonly noAnswer: boolean;
      readonly principal: string | null;
      readonly reads: WorldAnswer['reads'];
      readonly changes: readonly EntityChange[];
      readonly faults: WorldAnswer['faults'];
    }
  | { readonly kind: 'wait'; readonly index: number; readonly at: number; readonly seconds: number }
  | { readonly kind: 'say'; readonly index: number; readonly at: number; readonly text: string; readonly reply: string }
  | {
      readonly kind: 'report';
      readonly index: number;
      readonly at: number;
      readonly reason: ReportReason;
      readonly evidence: readonly string[];
    }
  | { readonly kind: 'finish'; readonly index: number; readonly at: number; readonly answer: Json | null };

export type CallStep = Extract<Step, { kind: 'call' }>;

/** A running rollout, synchronous: agents, servers and proofs all drive this. */
export interface EpisodeRun {
  readonly episode: Episode;
  /** What the agent may know at the start. */
  readonly view: AgentView;
  /** World time now. */
  readonly at: number;
  readonly over: boolean;
  request(request: HttpRequest): WorldAnswer['outcome'];
  call(name: string, args: JsonObject): ToolResult;
  /** Moves world time. */
  wait(seconds: number): void;
  say(text: string): string;
  report(reason: ReportReason, evidence: readonly string[]): void;
  finish(answer: Json | null): void;
  /** The agent broke down. */
  fail(why: 'crash' | 'max-calls' | 'timeout', message: string): void;
  trajectory(): Trajectory;
  readonly world: World;
}

/** Everything an agent is told; nothing in it tells a mutated world from a clean one. */
export interface AgentView {
  readonly id: string;
  readonly instruction: string;
  readonly inputs: JsonObject;
  readonly workflow: string;
  readonly policy: string;
  /** Recorded origin -> where to reach it. */
  readonly baseUrls: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, readonly Credential[]>>;
  readonly tools: readonly AgentTool[];
  readonly timeoutMs: number;
}

export interface Credential {
  readonly principal: string;
  readonly headers: HeaderList;
  /** Query parameters that carry the credential; only where the API takes it there. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** The request that hands out a fresh token. */
  readonly login: {
    readonly method: string;
    readonly path: string;
    readonly headers: HeaderList;
    readonly body: string;
  } | null;
}

export interface StartOptions {
  /** Seeds what the world makes up (ids, latencies): trials differ, proofs repeat. */
  readonly seed: number;
  readonly maxCalls: number | null;
}

export type StartEpisode = (episode: Episode, options: StartOptions) => EpisodeRun;
export type Judge = (episode: Episode, trajectory: Trajectory) => Verdict;
