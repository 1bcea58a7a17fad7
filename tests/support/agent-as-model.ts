/** A fixed agent as the mind of a fake model: played anew on each turn up to the first act the conversation does not have. */
import type { Agent } from '../../src/model/agent.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { ToolResult } from '../../src/model/tools.ts';

export interface Conversation {
  /** What the user asked, with `Workflow:` and `Inputs:` lines. */
  readonly prompt: string;
  readonly turns: readonly { readonly name: string; readonly result: string }[];
}

export interface Act {
  readonly name: string;
  readonly arguments: JsonObject;
}

/** The next act; null where the agent has ended by itself. */
export async function nextAct(agent: Agent, { prompt, turns }: Conversation): Promise<Act | null> {
  const [instruction = '', facts = ''] = prompt.split('\n\nWorkflow: ');
  const [workflow = '', inputs = '{}'] = facts.split('\nInputs: ');
  const never = new Promise<never>(() => {});
  let at = 0;
  return new Promise<Act | null>((resolve, reject) => {
    const act = (name: string, args: JsonObject): Promise<JsonObject> => {
      const turn = turns[at++];
      if (turn === undefined) {
        resolve({ name, arguments: args });
        return never;
      }
      if (turn.name !== name) reject(new Error(`The conversation has ${turn.name} where the agent wants ${name}.`));
      return Promise.resolve(JSON.parse(turn.result) as JsonObject);
    };
    const call = async (name: string, args: JsonObject = {}): Promise<ToolResult> => {
      const { status, headers = {}, body = null, truncated = false } = await act(name, args);
      return { status, headers, body, truncated } as ToolResult;
    };
    const done = agent({
      id: 'model',
      instruction,
      workflow,
      inputs: JSON.parse(inputs) as JsonObject,
      policy: '',
      baseUrls: {},
      credentials: {},
      tools: [],
      timeoutMs: 10_000,
      signal: new AbortController().signal,
      fetch: () => Promise.reject(new Error('A model sends nothing.')),
      call,
      wait: async (seconds) => void (await act('wait', { seconds })),
      say: async (text) => String((await act('say', { text }))['reply']),
      report: async (reason, evidence = []) => void (await act('report', { reason, evidence })),
      finish: async (answer?: Json) => void (await act('finish', answer === undefined ? {} : { answer })),
    });
    Promise.resolve(done).then(() => resolve(null), reject);
  });
}
