/** JSON Schemas of the export formats, from their documents; closed where their own validators are. */
const text = { type: 'string' } as const;
const open = { type: 'object' } as const;

const functionTool = {
  type: 'object',
  required: ['type', 'function'],
  additionalProperties: false,
  properties: {
    type: { const: 'function' },
    function: {
      type: 'object',
      required: ['name', 'description', 'parameters'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,64}$' },
        description: text,
        parameters: { type: 'object', required: ['type'], properties: { type: { const: 'object' } } },
        strict: { type: 'boolean' },
      },
    },
  },
} as const;
const tools = { type: 'array', items: functionTool, minItems: 1 } as const;

const plainMessage = {
  type: 'object',
  required: ['role', 'content'],
  additionalProperties: false,
  properties: { role: { enum: ['system', 'user'] }, content: text },
} as const;

const call = (args: object, withId: boolean) =>
  ({
    type: 'object',
    required: ['type', 'function', ...(withId ? ['id'] : [])],
    additionalProperties: false,
    properties: {
      id: text,
      type: { const: 'function' },
      function: {
        type: 'object',
        required: ['name', 'arguments'],
        additionalProperties: false,
        properties: { name: text, arguments: args },
      },
    },
  }) as const;

const openAiAssistant = {
  type: 'object',
  required: ['role', 'tool_calls'],
  additionalProperties: false,
  properties: {
    role: { const: 'assistant' },
    content: { type: ['string', 'null'] },
    tool_calls: { type: 'array', minItems: 1, items: call(text, true) },
  },
} as const;
const openAiResult = {
  type: 'object',
  required: ['role', 'tool_call_id', 'content'],
  additionalProperties: false,
  properties: { role: { const: 'tool' }, tool_call_id: text, content: text },
} as const;
const openAiMessages = { type: 'array', items: { anyOf: [plainMessage, openAiAssistant, openAiResult] } } as const;

const templateAssistant = {
  type: 'object',
  required: ['role', 'content', 'tool_calls'],
  additionalProperties: false,
  properties: { role: { const: 'assistant' }, content: text, tool_calls: { type: 'array', items: call(open, false) } },
} as const;
const templateResult = {
  type: 'object',
  required: ['role', 'name', 'content'],
  additionalProperties: false,
  properties: { role: { const: 'tool' }, name: text, content: text },
} as const;
const templateTurns = { type: 'array', minItems: 1, items: { anyOf: [templateAssistant, templateResult] } } as const;
const templateMessages = {
  type: 'array',
  items: { anyOf: [plainMessage, templateAssistant, templateResult] },
} as const;
const prompt = { type: 'array', minItems: 1, items: plainMessage } as const;

const closed = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});

export const SCHEMAS = {
  openai: closed({ messages: openAiMessages, tools, parallel_tool_calls: { type: 'boolean' } }),
  'trl/sft': closed({ messages: templateMessages, tools }),
  'trl/preference': closed({ prompt, chosen: templateTurns, rejected: templateTurns, tools }),
  'trl/kto': closed({ prompt, completion: templateTurns, label: { type: 'boolean' }, tools }),
  atif: closed(
    {
      schema_version: { const: 'ATIF-v1.7' },
      session_id: text,
      trajectory_id: text,
      agent: closed({ name: text, version: text, model_name: text, tool_definitions: tools, extra: open }, [
        'name',
        'version',
      ]),
      steps: {
        type: 'array',
        minItems: 1,
        items: {
          anyOf: [
            closed(
              {
                step_id: { type: 'integer', minimum: 1 },
                timestamp: text,
                source: { enum: ['system', 'user'] },
                message: text,
                extra: open,
              },
              ['step_id', 'source', 'message'],
            ),
            closed(
              {
                step_id: { type: 'integer', minimum: 1 },
                timestamp: text,
                source: { const: 'agent' },
                message: text,
                tool_calls: {
                  type: 'array',
                  items: closed({ tool_call_id: text, function_name: text, arguments: open, extra: open }, [
                    'tool_call_id',
                    'function_name',
                    'arguments',
                  ]),
                },
                observation: closed({
                  results: {
                    type: 'array',
                    items: closed({ source_call_id: text, content: text, extra: open }, ['content']),
                  },
                }),
                extra: open,
              },
              ['step_id', 'source', 'message'],
            ),
          ],
        },
      },
      notes: text,
      final_metrics: closed(
        {
          total_prompt_tokens: { type: 'integer' },
          total_completion_tokens: { type: 'integer' },
          total_cached_tokens: { type: 'integer' },
          total_cost_usd: { type: 'number' },
          total_steps: { type: 'integer' },
          extra: open,
        },
        [],
      ),
      extra: open,
    },
    ['schema_version', 'agent', 'steps'],
  ),
  verifiers: {
    type: 'object',
    required: ['prompt', 'completion', 'reward', 'timing', 'is_completed', 'is_truncated', 'metrics'],
    additionalProperties: false,
    properties: {
      example_id: text,
      task: text,
      prompt,
      completion: openAiMessages,
      answer: text,
      reward: { type: 'number' },
      metrics: { type: 'object', additionalProperties: { type: 'number' } },
      timing: { type: 'object', additionalProperties: { type: 'number' } },
      is_completed: { type: 'boolean' },
      is_truncated: { type: 'boolean' },
      stop_condition: text,
      error: { type: ['string', 'null'] },
      tool_defs: tools,
      info: open,
    },
  },
  openenv: closed({
    episode_id: text,
    messages: openAiMessages,
    reward: { type: 'number' },
    done: { const: true },
    tool_trace: {
      type: 'array',
      items: closed({
        tool_name: text,
        arguments: open,
        result: closed({
          data: {},
          done: { type: 'boolean' },
          metadata: open,
          error: { type: ['string', 'null', 'object'] },
        }),
      }),
    },
    metrics: { type: 'object', additionalProperties: { type: 'number' } },
    verify_metrics: { type: 'object', required: ['reward'] },
    artifacts: open,
    task: {},
    extra: open,
  }),
  har: {
    type: 'object',
    required: ['log'],
    properties: {
      log: {
        type: 'object',
        required: ['version', 'creator', 'entries'],
        properties: {
          version: { const: '1.2' },
          creator: closed({ name: text, version: text }),
          pages: {
            type: 'array',
            items: { type: 'object', required: ['startedDateTime', 'id', 'title', 'pageTimings'] },
          },
          entries: {
            type: 'array',
            items: {
              type: 'object',
              required: ['startedDateTime', 'time', 'request', 'response', 'cache', 'timings'],
              properties: {
                request: {
                  type: 'object',
                  required: [
                    'method',
                    'url',
                    'httpVersion',
                    'cookies',
                    'headers',
                    'queryString',
                    'headersSize',
                    'bodySize',
                  ],
                },
                response: {
                  type: 'object',
                  required: [
                    'status',
                    'statusText',
                    'httpVersion',
                    'cookies',
                    'headers',
                    'content',
                    'redirectURL',
                    'headersSize',
                    'bodySize',
                  ],
                  properties: { content: { type: 'object', required: ['size', 'mimeType'] } },
                },
                timings: { type: 'object', required: ['send', 'wait', 'receive'] },
              },
            },
          },
        },
      },
    },
  },
  wiremock: closed({
    mappings: {
      type: 'array',
      items: closed(
        {
          name: text,
          request: closed(
            {
              method: text,
              url: text,
              scheme: text,
              host: open,
              port: { type: 'integer' },
              bodyPatterns: {
                type: 'array',
                items: {
                  anyOf: [closed({ equalToJson: text }), closed({ equalTo: text }), closed({ binaryEqualTo: text })],
                },
              },
            },
            ['method', 'url'],
          ),
          response: closed(
            {
              status: { type: 'integer' },
              headers: open,
              body: text,
              jsonBody: {},
              base64Body: text,
              fixedDelayMilliseconds: { type: 'integer', minimum: 0 },
              fault: {
                enum: [
                  'CONNECTION_RESET_BY_PEER',
                  'EMPTY_RESPONSE',
                  'MALFORMED_RESPONSE_CHUNK',
                  'RANDOM_DATA_THEN_CLOSE',
                ],
              },
            },
            [],
          ),
          scenarioName: text,
          requiredScenarioState: text,
          newScenarioState: text,
        },
        ['request', 'response'],
      ),
    },
    meta: open,
  }),
} as const;
