/** Everything a model can do in an episode, as functions: the API's operations and the ways to wait, ask, report and finish. */
import type { AgentEpisode } from '../model/agent.ts';
import { CONTROL_TOOLS, controlName, httpTool, resultText, type ControlName } from '../model/agent-tools.ts';
import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import { REPORT_REASONS, type ReportReason } from '../model/report-reason.ts';
import type { AgentTool } from '../model/tools.ts';
import { strictVariant } from './strict-schema.ts';

export interface NeutralTool extends AgentTool {
  /** Its result as text for the model; rejects only when the rollout is over or stopped. */
  readonly run: (args: JsonObject) => Promise<string>;
}

export interface ToolOptions {
  /** Schemas for strict modes: all properties required, optional ones nullable, open ones as JSON text. */
  readonly strict?: boolean;
  /** Also `wait`, `say`, `report` and `finish`; true unless said otherwise. */
  readonly control?: boolean;
}

export function neutralTools(
  episode: AgentEpisode,
  { strict = false, control = true }: ToolOptions = {},
): readonly NeutralTool[] {
  const byHttp = Object.keys(episode.baseUrls).length > 0;
  const api = byHttp ? [requestTool(episode)] : episode.tools.map((tool) => apiTool(episode, tool));
  const names = new Set(api.map(({ name }) => name));
  const acts = Object.entries(controlTools(episode)).map(([name, run]): NeutralTool => {
    const act = CONTROL_TOOLS[name as ControlName];
    return { ...act, name: controlName(name as ControlName, names), run };
  });
  const all = control ? [...api, ...acts] : api;
  return strict ? all.map(inStrictMode) : all;
}

function inStrictMode(tool: NeutralTool): NeutralTool {
  const { parameters, restore } = strictVariant(tool.parameters);
  return { ...tool, parameters, run: (args) => tool.run(restore(args)) };
}

function apiTool(episode: AgentEpisode, tool: AgentTool): NeutralTool {
  return { ...tool, run: async (args) => resultText(await episode.call(tool.name, args)) };
}

function requestTool(episode: AgentEpisode): NeutralTool {
  return { ...httpTool(Object.values(episode.baseUrls)), run: (args) => send(episode, args) };
}

async function send({ fetch, credentials }: AgentEpisode, args: JsonObject): Promise<string> {
  const { method, url, headers: given, body } = args;
  if (typeof url !== 'string' || !URL.canParse(url)) return problem('url must be an absolute URL.');
  const headers = new Headers();
  for (const [name, value] of credentials[new URL(url).origin]?.[0]?.headers ?? []) headers.set(name, value);
  const isText = typeof body === 'string';
  if (body !== undefined && body !== null && !isText) headers.set('content-type', 'application/json');
  try {
    for (const [name, value] of Object.entries(isObject(given) ? given : {})) headers.set(name, String(value));
    const response = await fetch(url, {
      method: String(method ?? 'GET'),
      headers,
      ...(body === undefined || body === null ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const shown = SHOWN_HEADERS.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return JSON.stringify({ status: response.status, headers: Object.fromEntries(shown), body: parsed(text) ?? text });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return JSON.stringify({ status: 0, body: { error: 'no_answer', message: cause } });
  }
}

const SHOWN_HEADERS = ['retry-after', 'location', 'link', 'etag', 'content-type', 'date'] as const;

function controlTools(episode: AgentEpisode): Readonly<Record<ControlName, NeutralTool['run']>> {
  return {
    wait: async ({ seconds }) => {
      if (typeof seconds !== 'number' || !(seconds >= 0)) return problem('seconds must be a number from 0.');
      await episode.wait(seconds);
      return JSON.stringify({ waited: seconds });
    },
    say: async ({ text }) => JSON.stringify({ reply: await episode.say(String(text ?? '')) }),
    report: async ({ reason, evidence }) => {
      if (!REPORT_REASONS.some((known) => known === reason))
        return problem(`reason must be one of ${REPORT_REASONS.join(', ')}.`);
      await episode.report(reason as ReportReason, isArray(evidence) ? evidence.map(String) : []);
      return '{}';
    },
    finish: async ({ answer }) => {
      await episode.finish(answer ?? null);
      return '{}';
    },
  };
}

/** Told to the model as the API would tell it. */
export function problem(message: string): string {
  return JSON.stringify({ status: 400, body: { error: 'invalid_arguments', message } });
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
