import { createHash } from 'node:crypto';
import type { Episode } from '../model/episode.ts';
import type { AgentView } from '../model/rollout.ts';
import type { AgentTool } from '../model/tools.ts';
import { credentialsOf } from './credentials.ts';
import type { SharedParts } from './parts.ts';
import { CONTINUE_TOOL } from './tool-result.ts';

/** Everything an agent is told. Only the task's own words and the API's: no plan, no family, no episode id. */
export function agentView(shared: SharedParts, episode: Episode, seed: number): AgentView {
  const { model } = shared;
  const byTools = episode.interface === 'tools';
  return {
    id: opaqueId(episode.id, seed),
    instruction: episode.instruction,
    inputs: episode.inputs,
    workflow: episode.task.workflow,
    policy: episode.policy,
    baseUrls: byTools ? {} : Object.fromEntries(originsOf(shared, episode).map((origin) => [origin, origin])),
    credentials: byTools ? {} : credentialsOf(model, episode.task.principal),
    tools: byTools ? [...shared.tools.map(published), CONTINUE_TOOL] : shared.tools.map(published),
    timeoutMs: episode.limits.timeoutMs,
  };
}

/** All of the API's, those of the recorded workflow first: a client that knows one base URL only gets the right one. */
function originsOf({ model, operations }: SharedParts, { task }: Episode): readonly string[] {
  const used = task.recorded.flatMap(({ operation }) => operations.get(operation)?.origin ?? []);
  return [...new Set([...used, ...model.origins])];
}

/** Where an argument goes in the request is the runtime's business. */
function published({ name, description, parameters }: AgentTool): AgentTool {
  return { name, description, parameters };
}

/** Names the rollout in logs; tells neither the episode nor whether it has a twin. */
function opaqueId(episode: string, seed: number): string {
  return `r${createHash('sha256').update(`${episode} ${seed}`).digest('hex').slice(0, 12)}`;
}
