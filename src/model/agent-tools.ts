/** Functions a model has in every episode beside the API's own, and results as it reads them: alike in play and in exports. */
import type { JsonObject } from './json.ts';
import { REPORT_REASONS } from './report-reason.ts';
import type { AgentTool, ToolResult } from './tools.ts';

/** Acts of the control channel as functions. */
export const CONTROL_TOOLS = {
  wait: {
    name: 'wait',
    description: 'Lets time pass before going on, as when an answer says Retry-After.',
    parameters: object({ seconds: { type: 'number' } }, ['seconds']),
  },
  say: {
    name: 'say',
    description: 'Asks the user something, and gives the reply.',
    parameters: object({ text: { type: 'string' } }, ['text']),
  },
  report: {
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
  },
  finish: {
    name: 'finish',
    description: 'Ends the task when all is done, with the answer where one was asked for.',
    parameters: object({ answer: { type: ['string', 'number', 'boolean', 'null'] } }, []),
  },
} as const satisfies Readonly<Record<string, AgentTool>>;

export type ControlName = keyof typeof CONTROL_TOOLS;

/** The name an act goes by where the API has a function of that name itself. */
export function controlName(name: ControlName, apiNames: ReadonlySet<string>): string {
  return apiNames.has(name) ? `episode_${name}` : name;
}

/** On the http interface the API is reached by requests: one function for all of them. */
export function httpTool(baseUrls: readonly string[]): AgentTool {
  return {
    name: 'http_request',
    description: `Sends one HTTP request. Base URLs: ${baseUrls.join(', ')}. Credentials are attached where none are given.`,
    parameters: object(
      {
        method: { type: 'string', enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] },
        url: { type: 'string', description: 'Absolute, with its query.' },
        headers: { type: 'object', description: 'Header names and values.' },
        body: { type: ['object', 'array', 'string', 'null'], description: 'Objects and arrays are sent as JSON.' },
      },
      ['method', 'url'],
    ),
  };
}

/** Status, body and the headers that matter, as text. */
export function resultText({ status, headers, body, truncated }: ToolResult): string {
  return JSON.stringify({
    status,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    body,
    ...(truncated ? { truncated } : {}),
  });
}

function object(properties: JsonObject, required: readonly string[]): JsonObject {
  return { type: 'object', properties, required, additionalProperties: false };
}
