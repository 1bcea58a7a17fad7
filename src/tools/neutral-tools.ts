/** Everything a model can do in an episode, as functions: the API's operations and the ways to wait, ask, report and finish. */
import type { AgentEpisode } from '../model/agent.ts';
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
  const api = byHttp ? [httpTool(episode)] : episode.tools.map((tool) => apiTool(episode, tool));
  const taken = new Set(api.map(({ name }) => name));
  const acts = control ? controlTools(episode) : [];
  const all = [...api, ...acts.map((tool) => (taken.has(tool.name) ? { ...tool, name: `episode_${tool.name}` } : tool))];
  return strict ? all.map(inStrictMode) : all;
}

function inStrictMode(tool: NeutralTool): NeutralTool {
  const { parameters, restore } = strictVariant(tool.parameters);
  return { ...tool, parameters, run: (args) => tool.run(restore(args)) };
}

function apiTool(episode: AgentEpisode, { name, description, parameters }: AgentTool): NeutralTool {
  return {
    name,
    description,
    parameters,
    run: async (args) => {
      const { status, headers, body, truncated } = await episode.call(name, args);
      return JSON.stringify({
        status,
        ...(Object.keys(headers).length === 0 ? {} : { headers }),
        body,
        ...(truncated ? { truncated } : {}),
      });
    },
  };
}

/** On the http interface the API is reached by requests: one function for all of them. */
function httpTool(episode: AgentEpisode): NeutralTool {
  return {
    name: 'http_request',
    description: `Sends one HTTP request. Base URLs: ${Object.values(episode.baseUrls).join(', ')}. Credentials are attached where none are given.`,
    parameters: object(
      {
        method: { type: 'string', enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
        url: { type: 'string', description: 'Absolute, with its query.' },
        headers: { type: 'object', description: 'Header names and values.' },
        body: { type: ['object', 'array', 'string', 'null'], description: 'Objects and arrays are sent as JSON.' },
      },
      ['method', 'url'],
    ),
    run: (args) => send(episode, args),
  };
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

function controlTools(episode: AgentEpisode): readonly NeutralTool[] {
  return [
    {
      name: 'wait',
      description: 'Lets time pass before going on, as when an answer says Retry-After.',
      parameters: object({ seconds: { type: 'number' } }, ['seconds']),
      run: async ({ seconds }) => {
        if (typeof seconds !== 'number' || !(seconds >= 0)) return problem('seconds must be a number from 0.');
        await episode.wait(seconds);
        return JSON.stringify({ waited: seconds });
      },
    },
    {
      name: 'say',
      description: 'Asks the user something, and gives the reply.',
      parameters: object({ text: { type: 'string' } }, ['text']),
      run: async ({ text }) => JSON.stringify({ reply: await episode.say(String(text ?? '')) }),
    },
    {
      name: 'report',
      description:
        'Ends the task where the right thing is not to act (any further): says why, with the ids of the records that show it.',
      parameters: object(
        {
          reason: { type: 'string', enum: REPORT_REASONS },
          evidence: { type: 'array', items: { type: 'string' }, description: 'Ids that were seen.' },
        },
        ['reason', 'evidence'],
      ),
      run: async ({ reason, evidence }) => {
        if (!REPORT_REASONS.some((known) => known === reason))
          return problem(`reason must be one of ${REPORT_REASONS.join(', ')}.`);
        await episode.report(reason as ReportReason, isArray(evidence) ? evidence.map(String) : []);
        return '{}';
      },
    },
    {
      name: 'finish',
      description: 'Ends the task when all is done, with the answer where one was asked for.',
      parameters: object({ answer: { type: ['string', 'number', 'boolean', 'null'] } }, []),
      run: async ({ answer }) => {
        await episode.finish(answer ?? null);
        return '{}';
      },
    },
  ];
}

/** Told to the model as the API would tell it. */
export function problem(message: string): string {
  return JSON.stringify({ status: 400, body: { error: 'invalid_arguments', message } });
}

function object(properties: JsonObject, required: readonly string[]): JsonObject {
  return { type: 'object', properties, required, additionalProperties: false };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
