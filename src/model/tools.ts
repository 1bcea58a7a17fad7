import type { JsonObject } from './json.ts';
import type { OperationId } from './names.ts';
import type { Slot } from './slot.ts';

/** One operation as a function an agent can call: neutral of any vendor's format. */
export interface ToolSpec {
  /** `^[a-zA-Z0-9_-]{1,64}$` */
  readonly name: string;
  readonly description: string;
  /** JSON Schema (draft 2020-12) of an object. */
  readonly parameters: JsonObject;
  readonly operation: OperationId;
  /** Where each argument goes in the request. */
  readonly arguments: readonly { readonly name: string; readonly slot: Slot }[];
  readonly readOnly: boolean;
  readonly destructive: boolean;
}

/** The part of a tool that an agent is shown. */
export type AgentTool = Pick<ToolSpec, 'name' | 'description' | 'parameters'>;

/** What a tool call returns to the agent. */
export interface ToolResult {
  /** 0 where no response came; `body` then says why. */
  readonly status: number;
  /** Only Retry-After, Location, Link and ETag. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON where the body is JSON, text otherwise. */
  readonly body: JsonObject | string | readonly unknown[] | number | boolean | null;
  readonly truncated: boolean;
}
