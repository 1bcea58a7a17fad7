import type { AgentEpisode, Json, JsonObject, JsonPath } from 'offscript';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { withValueAt } from './json.ts';
import type { Place, ScriptOperation } from './script.ts';

/** A call as a tool call; results too long for one are fetched to their end. */
export async function callTool(episode: AgentEpisode, { operation, values }: Call): Promise<Answer> {
  let args: JsonObject = {};
  for (const { place, value } of values) args = withArgument(args, operation, place, value);
  const first = await episode.call(operation.name, args);
  let text = first.truncated ? String(first.body) : null;
  for (let more = first.truncated; more && text !== null;) {
    const part = await episode.call('continue_result', {});
    text += String(part.body);
    more = part.truncated;
  }
  const body = text === null ? (first.body as Json) : parsed(text);
  const { status } = first;
  const isGood = status >= 200 && status < 300;
  const isMissing = body === null || body === undefined || typeof body === 'string';
  const flaw =
    status === 0
      ? 'lost'
      : isGood && status !== 204 && operation.shows !== null && isMissing
        ? typeof body === 'string'
          ? 'garbled'
          : 'empty'
        : null;
  const header = (name: string): string | null =>
    Object.entries(first.headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null;
  return {
    status,
    body: body === null ? undefined : body,
    header,
    flaw,
    cause: status === 0 ? new Error(JSON.stringify(body)) : null,
  };
}

/** Body values may be part of an argument that is an object. */
function withArgument(args: JsonObject, operation: ScriptOperation, place: Place, value: Json): JsonObject {
  const known = operation.arguments.find((argument) => samePlace(argument.place, place));
  if (known !== undefined) return { ...args, [known.name]: value };
  if (place.in !== 'body') return args;
  for (const { name, place: outer } of operation.arguments) {
    if (outer.in !== 'body' || !outer.path.every((step, at) => place.path[at] === step)) continue;
    const inner: JsonPath = place.path.slice(outer.path.length);
    return { ...args, [name]: withValueAt(args[name], inner, value) };
  }
  return args;
}

function samePlace(left: Place, right: Place): boolean {
  if (left.in === 'body') return right.in === 'body' && left.path.join('.') === right.path.join('.');
  return left.in === right.in && left.name === right.name;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
