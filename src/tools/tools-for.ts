/** An episode's functions in the shape a model client takes, and calls in that client's shape carried out. */
import type { AgentEpisode } from '../model/agent.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { neutralTools, problem, type NeutralTool, type ToolOptions } from './neutral-tools.ts';

/** Which client's shape. */
export type ToolShape = keyof ToolShapes;

/** What `toolsFor` gives for each shape. `over`: the model has finished or reported. */
export interface ToolShapes {
  'openai-chat': OpenAiChatTools;
  'openai-responses': OpenAiResponsesTools;
  anthropic: AnthropicTools;
  'ai-sdk': AiSdkTools;
  langchain: LangChainTools;
}

export interface OpenAiChatTools {
  readonly tools: {
    type: 'function';
    function: { name: string; description: string; parameters: Record<string, unknown>; strict?: boolean };
  }[];
  /** Of `message.tool_calls`: the message to append. */
  run(call: {
    readonly id: string;
    readonly function?: { readonly name: string; readonly arguments: string };
  }): Promise<{ role: 'tool'; tool_call_id: string; content: string }>;
  readonly over: boolean;
}

export interface OpenAiResponsesTools {
  readonly tools: {
    type: 'function';
    name: string;
    description: string;
    parameters: Record<string, unknown>;
    strict: boolean;
  }[];
  /** Of `response.output`, where its type is `function_call`: the input item to append. */
  run(call: {
    readonly call_id: string;
    readonly name: string;
    readonly arguments: string;
  }): Promise<{ type: 'function_call_output'; call_id: string; output: string }>;
  readonly over: boolean;
}

export interface AnthropicTools {
  readonly tools: {
    name: string;
    description: string;
    input_schema: { type: 'object'; [key: string]: unknown };
    strict?: boolean;
  }[];
  /** Of `message.content`, where its type is `tool_use`: the block for the next user message. */
  run(call: {
    readonly id: string;
    readonly name: string;
    readonly input: unknown;
  }): Promise<{ type: 'tool_result'; tool_use_id: string; content: string }>;
  readonly over: boolean;
}

export interface AiSdkTools {
  /** For `generateText({ tools })`, which calls `execute` by itself. */
  readonly tools: Record<
    string,
    {
      description: string;
      inputSchema: AiSdkSchema;
      strict?: boolean;
      execute: (input: unknown) => Promise<string>;
    }
  >;
  readonly over: boolean;
}

/** What the SDK's own `jsonSchema()` makes. */
export interface AiSdkSchema {
  readonly [SCHEMA]: true;
  readonly _type: unknown;
  readonly jsonSchema: Record<string, unknown>;
  readonly validate: undefined;
}

export interface LangChainTools {
  /** For `bindTools(tools)`; for a `ToolNode` each is also what `new DynamicStructuredTool(tool)` takes. */
  readonly tools: {
    name: string;
    description: string;
    schema: Record<string, unknown>;
    func: (input: unknown) => Promise<string>;
  }[];
  /** Of `message.tool_calls`: the fields of the `ToolMessage` to append. */
  run(call: {
    readonly id?: string;
    readonly name: string;
    readonly args: unknown;
  }): Promise<{ tool_call_id: string; name: string; content: string }>;
  readonly over: boolean;
}

const SCHEMA: unique symbol = Symbol.for('vercel.ai.schema') as never;

/**
 * @example
 * const { tools, run } = toolsFor(episode, 'openai-chat');
 * const { choices } = await openai.chat.completions.create({ model, messages, tools });
 * for (const call of choices[0].message.tool_calls ?? []) messages.push(await run(call));
 */
export function toolsFor<Shape extends ToolShape>(
  episode: AgentEpisode,
  shape: Shape,
  options: ToolOptions = {},
): ToolShapes[Shape] {
  const kit = new Kit(episode, options);
  return SHAPES[shape](kit, options.strict ?? false);
}

class Kit {
  readonly tools: readonly NeutralTool[];
  readonly #byName: ReadonlyMap<string, NeutralTool>;
  #over = false;

  constructor(episode: AgentEpisode, options: ToolOptions) {
    this.tools = neutralTools(episode, options);
    this.#byName = new Map(this.tools.map((tool) => [tool.name, tool]));
    episode.signal.addEventListener('abort', () => (this.#over = true), { once: true });
  }

  get over(): boolean {
    return this.#over;
  }

  /** Calls are carried out one after another, in the order they are asked for. */
  async run(name: string, args: unknown): Promise<string> {
    const input = typeof args === 'string' ? parsed(args) : (args ?? {});
    const tool = this.#byName.get(name);
    if (tool === undefined) return problem(`There is no function named "${name}".`);
    if (!isObject(input as Json)) return problem('The arguments are not a JSON object.');
    if (this.#over) return problem('The task is over.');
    const result = await tool.run(input as JsonObject);
    if (/^(?:episode_)?(?:finish|report)$/.test(name) && result === '{}') this.#over = true;
    return result;
  }
}

const SHAPES: { readonly [Shape in ToolShape]: (kit: Kit, strict: boolean) => ToolShapes[Shape] } = {
  'openai-chat': (kit, strict) => ({
    tools: kit.tools.map(({ name, description, parameters }) => ({
      type: 'function',
      function: { name, description, parameters, ...(strict ? { strict } : {}) },
    })),
    run: async ({ id, function: called }) => ({
      role: 'tool',
      tool_call_id: id,
      content: await kit.run(called?.name ?? '', called?.arguments),
    }),
    get over() {
      return kit.over;
    },
  }),
  'openai-responses': (kit, strict) => ({
    tools: kit.tools.map(({ name, description, parameters }) => ({
      type: 'function',
      name,
      description,
      parameters,
      strict,
    })),
    run: async ({ call_id, name, arguments: args }) => ({
      type: 'function_call_output',
      call_id,
      output: await kit.run(name, args),
    }),
    get over() {
      return kit.over;
    },
  }),
  anthropic: (kit, strict) => ({
    tools: kit.tools.map(({ name, description, parameters }) => ({
      name,
      description,
      input_schema: { ...parameters, type: 'object' },
      ...(strict ? { strict } : {}),
    })),
    run: async ({ id, name, input }) => ({
      type: 'tool_result',
      tool_use_id: id,
      content: await kit.run(name, input),
    }),
    get over() {
      return kit.over;
    },
  }),
  'ai-sdk': (kit, strict) => ({
    tools: Object.fromEntries(
      kit.tools.map(({ name, description, parameters }) => [
        name,
        {
          description,
          inputSchema: { [SCHEMA]: true as const, _type: undefined, jsonSchema: parameters, validate: undefined },
          ...(strict ? { strict } : {}),
          execute: (input) => kit.run(name, input),
        },
      ]),
    ),
    get over() {
      return kit.over;
    },
  }),
  langchain: (kit) => ({
    tools: kit.tools.map(({ name, description, parameters }) => ({
      name,
      description,
      schema: parameters,
      func: (input) => kit.run(name, input),
    })),
    run: async ({ id = '', name, args }) => ({ tool_call_id: id, name, content: await kit.run(name, args) }),
    get over() {
      return kit.over;
    },
  }),
};

function parsed(text: string): unknown {
  try {
    return text.trim() === '' ? {} : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
