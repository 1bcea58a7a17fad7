/** A model provider on loopback, thinking as an agent thinks: OpenAI chat and responses, Anthropic messages. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Agent } from '../../src/model/agent.ts';
import { nextAct, type Act, type Conversation } from './agent-as-model.ts';

export interface FakeModelServer {
  readonly url: string;
  /** Bodies of all requests, parsed. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** The fields of any of the protocols. */
export interface Asked {
  readonly path: string;
  readonly tools: readonly Record<string, unknown>[];
  readonly messages?: readonly Message[];
  readonly input?: readonly Item[];
}

interface Message {
  readonly role: string;
  readonly content: string | readonly Block[] | null;
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string } }[];
  readonly tool_call_id?: string;
}

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly name?: string;
  readonly tool_use_id?: string;
  readonly content?: string;
}

interface Item extends Partial<Message> {
  readonly type?: string;
  readonly name?: string;
  readonly output?: string;
}

export interface FakeModelOptions {
  /** Real milliseconds of thinking per turn. */
  readonly thinkMs?: number;
  /** Changes what the model asks for: a client under strict schemas has other arguments. */
  readonly dress?: (act: Act) => Act;
}

export async function fakeModelServer(
  agent: Agent,
  { thinkMs = 0, dress = (act) => act }: FakeModelOptions = {},
): Promise<FakeModelServer> {
  const asked: Asked[] = [];
  let calls = 0;
  const server = createServer((request, response) => {
    const answer = async (): Promise<object> => {
      const body = JSON.parse(await textOf(request)) as Omit<Asked, 'path'>;
      const path = request.url ?? '';
      asked.push({ ...body, path });
      if (thinkMs > 0) await new Promise((resolve) => setTimeout(resolve, thinkMs));
      const wanted = await nextAct(agent, conversationOf(body));
      const act = wanted === null ? null : dress(wanted);
      const id = `call_${++calls}`;
      if (path.endsWith('/chat/completions')) return chatAnswer(act, id);
      return path.endsWith('/responses') ? responsesAnswer(act, id) : messagesAnswer(act, id);
    };
    answer().then(
      (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(JSON.stringify({ error: { message: String(error) } })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function conversationOf({ messages, input }: Omit<Asked, 'path'>): Conversation {
  let prompt = '';
  const names: string[] = [];
  const results: string[] = [];
  for (const item of input ?? messages ?? []) {
    const { role, type } = item as Item;
    if (type === 'function_call') names.push((item as Item).name ?? '');
    else if (type === 'function_call_output') results.push((item as Item).output ?? '');
    else if (role === 'tool') results.push(textIn(item.content ?? null));
    else if (role === 'user') {
      const blocks = Array.isArray(item.content) ? (item.content as readonly Block[]) : [];
      const answered = blocks.filter((block) => block.type === 'tool_result');
      if (answered.length > 0) results.push(...answered.map(({ content }) => textIn(content ?? null)));
      else prompt = textIn(item.content ?? null);
    } else if (role === 'assistant') {
      names.push(...(item.tool_calls ?? []).map((call) => call.function.name));
      const blocks = Array.isArray(item.content) ? (item.content as readonly Block[]) : [];
      names.push(...blocks.filter((block) => block.type === 'tool_use').map(({ name = '' }) => name));
    }
  }
  return { prompt, turns: results.map((result, index) => ({ name: names[index] ?? '', result })) };
}

function textIn(content: string | readonly Block[] | null): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text = '' }) => text).join('');
}

function chatAnswer(act: Act | null, id: string): object {
  const message =
    act === null
      ? { role: 'assistant', content: 'Done.' }
      : {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id, type: 'function', function: { name: act.name, arguments: JSON.stringify(act.arguments) } },
          ],
        };
  return {
    id: `chat_${id}`,
    object: 'chat.completion',
    created: 0,
    model: 'fake',
    choices: [{ index: 0, message, finish_reason: act === null ? 'stop' : 'tool_calls', logprobs: null }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
}

function responsesAnswer(act: Act | null, id: string): object {
  const item =
    act === null
      ? {
          type: 'message',
          id: `m_${id}`,
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: 'Done.', annotations: [] }],
        }
      : {
          type: 'function_call',
          id: `f_${id}`,
          call_id: id,
          name: act.name,
          arguments: JSON.stringify(act.arguments),
          status: 'completed',
        };
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: 0,
    model: 'fake',
    status: 'completed',
    error: null,
    incomplete_details: null,
    output: [item],
    usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
  };
}

function messagesAnswer(act: Act | null, id: string): object {
  return {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model: 'fake',
    content:
      act === null
        ? [{ type: 'text', text: 'Done.' }]
        : [{ type: 'tool_use', id, name: act.name, input: act.arguments }],
    stop_reason: act === null ? 'end_turn' : 'tool_use',
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
