/** A rollout as a model lived it: what it was told, the functions it had, what it called and what it read. */
import { CONTROL_TOOLS, controlName, httpTool, resultText, type ControlName } from '../model/agent-tools.ts';
import { decodeBody } from '../model/body.ts';
import type { Episode } from '../model/episode.ts';
import type { HttpRequest } from '../model/http.ts';
import { objectOf, type Json, type JsonObject } from '../model/json.ts';
import type { CallStep, Rollout, Step } from '../model/rollout.ts';
import type { AgentTool, ToolResult } from '../model/tools.ts';
import type { WorldAnswer } from '../model/world.ts';

export interface Conversation {
  readonly system: string | null;
  readonly user: string;
  readonly tools: readonly AgentTool[];
  readonly turns: readonly Turn[];
}

export interface Turn {
  /** Unique in the conversation. */
  readonly id: string;
  /** Index of the trajectory's step. */
  readonly step: number;
  /** World time, epoch milliseconds. */
  readonly at: number;
  readonly name: string;
  readonly arguments: JsonObject;
  readonly result: string;
}

export interface ConversationParts {
  /** The API's functions. */
  readonly tools: readonly AgentTool[];
  readonly origins: readonly string[];
  /** An answer as the tools interface shows it. */
  readonly render: (outcome: WorldAnswer['outcome']) => ToolResult;
}

export function conversationOf(
  episode: Episode,
  { trajectory }: Rollout,
  { tools, origins, render }: ConversationParts,
): Conversation {
  const api = episode.interface === 'tools' ? tools : [httpTool(origins)];
  const names = new Set(api.map(({ name }) => name));
  const acts = Object.values(CONTROL_TOOLS).map((tool) => ({ ...tool, name: controlName(tool.name, names) }));
  const seen = episode.interface === 'tools' ? withoutRenewals(trajectory.steps) : trajectory.steps;
  return {
    system: episode.policy === '' ? null : episode.policy,
    user: episode.instruction,
    tools: [...api.map(({ name, description, parameters }) => ({ name, description, parameters })), ...acts],
    turns: seen.map((step) => ({
      id: `call_${step.index}`,
      step: step.index,
      at: step.at,
      ...(step.kind === 'call' ? callOf(step, render) : actOf(step, names)),
    })),
  };
}

/** Tokens are renewed by the runtime there: the model saw neither the refusal nor the login. */
function withoutRenewals(steps: readonly Step[]): readonly Step[] {
  return steps.filter((step, index) => {
    if (step.kind !== 'call') return true;
    if (step.tool === null) return false;
    const next = steps[index + 1];
    const isRenewed = next?.kind === 'call' && next.tool === null;
    return !(isRenewed && step.outcome.kind === 'response' && step.outcome.response.status === 401);
  });
}

type Said = Pick<Turn, 'name' | 'arguments' | 'result'>;

function callOf({ tool, request, outcome }: CallStep, render: ConversationParts['render']): Said {
  const result = resultText(render(outcome));
  return tool === null
    ? { name: 'http_request', arguments: requestArguments(request), result }
    : { name: tool.name, arguments: tool.arguments, result };
}

/** Credentials are attached by the runtime, and are nobody's to learn. */
const NOT_SAID =
  /^(?:authorization|cookie|host|connection|content-length|content-type|transfer-encoding|accept.*|user-agent|sec-.*|.*(?:token|api-?key|secret).*)$/i;

function requestArguments({ method, origin, target, headers, body }: HttpRequest): JsonObject {
  const said = headers.filter(([name]) => !NOT_SAID.test(name));
  const decoded = decodeBody(headers, body);
  const sent: Json =
    decoded.kind === 'json' ? decoded.value : decoded.kind === 'empty' ? null : Buffer.from(body).toString('utf8');
  return {
    method,
    url: `${origin}${target}`,
    ...(said.length === 0 ? {} : { headers: objectOf(said) }),
    ...(sent === null ? {} : { body: sent }),
  };
}

function actOf(step: Exclude<Step, { kind: 'call' }>, names: ReadonlySet<string>): Said {
  const as = (name: ControlName, args: JsonObject, result: string): Said => ({
    name: controlName(name, names),
    arguments: args,
    result,
  });
  switch (step.kind) {
    case 'wait':
      return as('wait', { seconds: step.seconds }, JSON.stringify({ waited: step.seconds }));
    case 'say':
      return as('say', { text: step.text }, JSON.stringify({ reply: step.reply }));
    case 'report':
      return as('report', { reason: step.reason, evidence: step.evidence }, '{}');
    case 'finish':
      return as('finish', step.answer === null ? {} : { answer: step.answer }, '{}');
  }
}
