/** offscript as a library: episode sets to play, and the types an agent is written against. */
export { openSet } from './pipeline/open-set.ts';
export type {
  EpisodeSelection,
  OpenEpisode,
  OpenRun,
  OpenSet,
  PlayedRollout,
  PlayEpisodeOptions,
  SetEpisode,
  ShrinkOptions,
  StartEpisodeOptions,
} from './pipeline/open-set.ts';
export type { ShrunkEpisode } from './pipeline/shrink-episode.ts';
export type { Agent, AgentEpisode } from './model/agent.ts';
export type { Json, JsonObject, JsonPath } from './model/json.ts';
export type { AgentView, Credential, Rollout, Step, Trajectory } from './model/rollout.ts';
export type { AgentTool, ToolResult } from './model/tools.ts';
export type { ReportReason } from './model/report-reason.ts';
export type { CheckResult, Verdict } from './model/verdict.ts';
export { connectTrainer } from './trainer/trainer-client.ts';
export type { RemoteRollout, Trainer, TrainerRow } from './trainer/trainer-client.ts';
export { toolsFor } from './tools/tools-for.ts';
export type { ToolShape, ToolShapes } from './tools/tools-for.ts';
export type { ToolOptions } from './tools/neutral-tools.ts';
export { OffscriptError } from './errors.ts';
