/** Each shape in the hands of the real client it is for, with a model provider on loopback that makes real tool calls. */
import Anthropic from '@anthropic-ai/sdk';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { DynamicStructuredTool } from '@langchain/core/tools';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import { ToolMessage } from '@langchain/core/messages';
import { generateText, stepCountIs, type ToolSet } from 'ai';
import OpenAI from 'openai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import careful from '../../src/agents/careful.ts';
import { openSet, toolsFor, type Agent, type AgentEpisode, type OpenSet, type Verdict } from '../../src/index.ts';
import { fakeModelServer, type FakeModelServer } from '../support/fake-model-server.ts';
import { helpdeskSet } from '../support/helpdesk-set.ts';

let folder = '';
let set: OpenSet;
let model: FakeModelServer;
const direct = new Map<string, Verdict>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clients-'));
  await helpdeskSet(join(folder, 'set.sqlite'), { count: 16, interfaces: ['tools'] });
  set = openSet(join(folder, 'set.sqlite'));
  for (const episode of set.episodes()) direct.set(episode.id, await episode.play(careful));
  model = await fakeModelServer(careful);
}, 120_000);
afterAll(async () => {
  set.close();
  await model.close();
  rmSync(folder, { recursive: true, force: true });
});

const TURNS = 80;

function promptOf({ instruction, workflow, inputs }: AgentEpisode): string {
  return `${instruction}\n\nWorkflow: ${workflow}\nInputs: ${JSON.stringify(inputs)}`;
}

const openAiChat: Agent = async (episode) => {
  const kit = toolsFor(episode, 'openai-chat');
  const client = new OpenAI({ apiKey: 'none', baseURL: model.url, maxRetries: 0 });
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: promptOf(episode) }];
  for (let turn = 0; turn < TURNS && !kit.over; turn++) {
    const { choices } = await client.chat.completions.create({ model: 'fake', messages, tools: kit.tools });
    const message = choices[0]?.message;
    if (message === undefined) throw new Error('no choice');
    messages.push(message);
    if (message.tool_calls === undefined) return;
    for (const call of message.tool_calls) if (call.type === 'function') messages.push(await kit.run(call));
  }
};

const openAiResponses: Agent = async (episode) => {
  const kit = toolsFor(episode, 'openai-responses');
  const client = new OpenAI({ apiKey: 'none', baseURL: model.url, maxRetries: 0 });
  const input: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: promptOf(episode) }];
  for (let turn = 0; turn < TURNS && !kit.over; turn++) {
    const { output } = await client.responses.create({ model: 'fake', input, tools: kit.tools });
    for (const item of output) {
      if (item.type !== 'function_call') return;
      input.push(item, await kit.run(item));
    }
  }
};

const anthropic: Agent = async (episode) => {
  const kit = toolsFor(episode, 'anthropic');
  const client = new Anthropic({ apiKey: 'none', baseURL: model.url.replace(/\/v1$/, ''), maxRetries: 0 });
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: promptOf(episode) }];
  for (let turn = 0; turn < TURNS && !kit.over; turn++) {
    const { content } = await client.messages.create({ model: 'fake', max_tokens: 1000, messages, tools: kit.tools });
    messages.push({ role: 'assistant', content });
    const results: Anthropic.ToolResultBlockParam[] = [];
    for (const block of content) if (block.type === 'tool_use') results.push(await kit.run(block));
    if (results.length === 0) return;
    messages.push({ role: 'user', content: results });
  }
};

const aiSdk: Agent = async (episode) => {
  const kit = toolsFor(episode, 'ai-sdk');
  const provider = createOpenAICompatible({ name: 'fake', baseURL: model.url });
  await generateText({
    model: provider('fake'),
    prompt: promptOf(episode),
    tools: kit.tools as unknown as ToolSet,
    maxRetries: 0,
    stopWhen: [stepCountIs(TURNS), () => kit.over],
  });
};

/** Its tools and messages; the model is asked as its own chat classes ask it. */
const langChain: Agent = async (episode) => {
  const kit = toolsFor(episode, 'langchain');
  const tools = kit.tools.map((fields) => new DynamicStructuredTool(fields));
  const client = new OpenAI({ apiKey: 'none', baseURL: model.url, maxRetries: 0 });
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: promptOf(episode) }];
  for (let turn = 0; turn < TURNS && !kit.over; turn++) {
    const { choices } = await client.chat.completions.create({
      model: 'fake',
      messages,
      tools: tools.map((tool) => convertToOpenAITool(tool) as OpenAI.ChatCompletionTool),
    });
    const message = choices[0]?.message;
    if (message?.tool_calls === undefined) return;
    messages.push(message);
    for (const call of message.tool_calls) {
      if (call.type !== 'function') continue;
      const args = JSON.parse(call.function.arguments) as Record<string, unknown>;
      const tool = tools.find(({ name }) => name === call.function.name);
      const result = (await tool?.invoke({
        id: call.id,
        name: call.function.name,
        args,
        type: 'tool_call',
      })) as unknown;
      if (!(result instanceof ToolMessage)) throw new Error('The tool gave no ToolMessage.');
      messages.push({ role: 'tool', tool_call_id: result.tool_call_id, content: String(result.content) });
    }
  }
};

describe.each([
  ['OpenAI chat', openAiChat],
  ['OpenAI responses', openAiResponses],
  ['Anthropic messages', anthropic],
  ['the AI SDK', aiSdk],
  ['LangChain', langChain],
])('%s', (_name, agent) => {
  it('earns what the agent behind the model earns by itself', async () => {
    const asked = model.asked.length;
    const verdicts = new Map<string, Verdict>();
    for (const episode of set.episodes()) verdicts.set(episode.id, await episode.play(agent, { allow: ['127.0.0.1'] }));
    expect(verdicts).toEqual(direct);
    expect([...verdicts.values()].filter(({ pass }) => pass).length).toBeGreaterThan(10);
    expect(model.asked.length).toBeGreaterThan(asked + verdicts.size);
  }, 60_000);
});

it('reaches nobody but the model it is allowed to reach', async () => {
  const [episode] = set.episodes({ limit: 1 });
  const verdict = await episode?.play(openAiChat, { allow: [] });
  expect(verdict).toMatchObject({ pass: false, gate: 0 });
});
