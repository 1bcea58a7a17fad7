/** The tools interface of one rollout: arguments into requests, credentials attached and kept fresh, answers rendered. */
import { buildRequest, type SlotAssignment } from '../model/build-request.ts';
import type { Episode } from '../model/episode.ts';
import type { HeaderList, HttpRequest } from '../model/http.ts';
import { isArray, isObject, type JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operation.ts';
import type { ToolResult, ToolSpec } from '../model/tools.ts';
import type { WorldAnswer } from '../model/world.ts';
import type { SharedParts } from './parts.ts';
import { TokenKeeper } from './token-keeper.ts';
import { CONTINUE_TOOL, renderMore, renderResult } from './tool-result.ts';

export interface ToolUse {
  readonly name: string;
  readonly arguments: JsonObject;
}

type Send = (request: HttpRequest, tool: ToolUse | null) => WorldAnswer['outcome'];

interface Prepared {
  readonly use: ToolUse;
  readonly operation: Operation;
  readonly request: HttpRequest;
}

export class ToolBelt {
  readonly #shared: SharedParts;
  readonly #episode: Episode;
  readonly #send: Send;
  readonly #keeper: TokenKeeper;
  #pending: Buffer | null = null;

  constructor(shared: SharedParts, episode: Episode, send: Send) {
    this.#shared = shared;
    this.#episode = episode;
    this.#send = send;
    this.#keeper = new TokenKeeper(shared.model, episode.task.principal);
  }

  /** The next part of a truncated result: no call of the API, so it costs nothing. Null: another tool is meant. */
  more(name: string, args: JsonObject): ToolResult | null {
    if (name !== CONTINUE_TOOL.name || Object.keys(args).length > 0 || this.#pending === null) return null;
    const { result, rest } = renderMore(this.#pending);
    this.#pending = rest;
    return result;
  }

  /** The request a call stands for, or why it stands for none. */
  prepare(name: string, args: JsonObject): Prepared | { readonly refusal: ToolResult } {
    if (this.#episode.interface !== 'tools') {
      return refusal(
        'wrong_interface',
        'This episode is played over HTTP: send requests to its base URLs with its credentials.',
      );
    }
    if (name === CONTINUE_TOOL.name)
      return refusal('nothing_to_continue', 'No result was truncated, or all of it was shown.');
    const tool = this.#shared.toolsByName.get(name);
    const operation = tool === undefined ? undefined : this.#shared.operations.get(tool.operation);
    if (tool === undefined || operation === undefined)
      return refusal('unknown_tool', `There is no tool named "${name}".`);
    const wrong = wrongArguments(tool, args);
    if (wrong !== null) return refusal('invalid_arguments', wrong);
    const values = tool.arguments.flatMap(({ name: argument, slot }): SlotAssignment[] => {
      const value = args[argument];
      return value === undefined ? [] : [{ slot, value }];
    });
    return {
      use: { name, arguments: args },
      operation,
      request: buildRequest(operation, values, fixedHeaders(operation, values)),
    };
  }

  /** Sends it as the episode's principal. An expired credential is replaced once: on this interface that is our work. */
  use({ use, operation, request }: Prepared): ToolResult {
    let outcome = this.#send(this.#keeper.sign(operation, request), use);
    if (isUnauthorized(outcome) && this.#keeper.renew(operation, (renewal) => this.#send(renewal, null))) {
      outcome = this.#send(this.#keeper.sign(operation, request), use);
    }
    const { result, rest } = renderResult(outcome);
    this.#pending = rest;
    return result;
  }
}

function isUnauthorized(outcome: WorldAnswer['outcome']): boolean {
  return outcome.kind === 'response' && outcome.response.status === 401;
}

/** Why the arguments fit no request; null where they do. Types, and what a body lacks, are for the API to judge. */
function wrongArguments(tool: ToolSpec, args: JsonObject): string | null {
  const known = new Map(tool.arguments.map(({ name, slot }) => [name, slot]));
  const unknown = Object.keys(args).filter((name) => !known.has(name));
  if (unknown.length > 0)
    return `${tool.name} takes no argument named ${unknown.join(', ')}; it takes: ${[...known.keys()].join(', ') || 'none'}.`;
  const inPath = tool.arguments.filter(({ slot }) => slot.in === 'path').map(({ name }) => name);
  const missing = inPath.filter((name) => args[name] === undefined);
  if (missing.length > 0) return `${tool.name} needs ${missing.join(', ')}.`;
  const unfit = inPath.filter((name) => !isPathValue(args[name]));
  return unfit.length > 0 ? `${unfit.join(', ')} must be a non-empty string or a number.` : null;
}

function isPathValue(value: JsonObject[string] | undefined): boolean {
  return value !== null && value !== '' && !isArray(value) && !isObject(value);
}

/** Headers that every recorded request of the operation carried with one value (API versions and the like). */
function fixedHeaders(operation: Operation, values: readonly SlotAssignment[]): HeaderList {
  const given = new Set(values.flatMap(({ slot }) => (slot.in === 'header' ? [slot.name.toLowerCase()] : [])));
  return operation.request.headers.flatMap((field): HeaderList => {
    const [name] = field.path;
    const [value] = field.examples;
    if (name === undefined || typeof value !== 'string' || field.distinct !== 1 || field.presence < 0.99) return [];
    if (given.has(name.toLowerCase()) || NOT_FIXED.test(name)) return [];
    return [[name, value]];
  });
}

const NOT_FIXED =
  /^(?:authorization|cookie|content-.*|host|connection|transfer-encoding|accept-encoding|user-agent|if-.*|.*(?:token|key|secret|idempotency|request-id|trace).*)$/i;

function refusal(error: string, message: string): { readonly refusal: ToolResult } {
  return { refusal: { status: 400, headers: {}, body: { error, message }, truncated: false } };
}
