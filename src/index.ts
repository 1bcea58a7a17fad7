/** The public entry: `import type { Agent } from 'offscript'`. */
export type { Agent, AgentEpisode } from './model/agent.ts';
export type { Json, JsonObject, JsonPath } from './model/json.ts';
export type { AgentView, Credential } from './model/rollout.ts';
export type { ReportReason } from './model/report-reason.ts';
export type { AgentTool, ToolResult } from './model/tools.ts';
