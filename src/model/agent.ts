/** What a module agent is handed: its view of the rollout and the ways to act. */
import type { Json, JsonObject } from './json.ts';
import type { AgentView } from './rollout.ts';
import type { ReportReason } from './report-reason.ts';
import type { ToolResult } from './tools.ts';

export interface AgentEpisode extends AgentView {
  /** Requests to the recorded origins, answered in process; fails the way Node's `fetch` fails. */
  readonly fetch: typeof globalThis.fetch;
  /** On the tools interface: one tool call. */
  call(name: string, args?: JsonObject): Promise<ToolResult>;
  /** Lets world time pass at once, instead of sleeping. */
  wait(seconds: number): Promise<void>;
  /** Ends the rollout: the right act is not to act, for this reason; evidence is ids that were seen. */
  report(reason: ReportReason, evidence?: readonly string[]): Promise<void>;
  /** Asks the user. */
  say(text: string): Promise<string>;
  /** Ends the rollout, with the answer where one was asked for. */
  finish(answer?: Json): Promise<void>;
  /** Aborted when the rollout is out of time or the run is stopped. */
  readonly signal: AbortSignal;
}

/** `export default async (episode) => {}` of an agent module. */
export type Agent = (episode: AgentEpisode) => unknown;
