import type { JsonObject } from '../../model/json.ts';
import type { Conversation, Turn } from '../conversation.ts';

export function promptMessages({ system, user }: Conversation): readonly JsonObject[] {
  return [...(system === null ? [] : [{ role: 'system', content: system }]), { role: 'user', content: user }];
}

/** OpenAI's own: arguments as text, calls and results joined by id. */
export function openAiTurns({ turns }: Conversation): readonly JsonObject[] {
  return turns.flatMap(({ id, name, arguments: args, result }) => [
    {
      role: 'assistant',
      tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(args) } }],
    },
    { role: 'tool', tool_call_id: id, content: result },
  ]);
}

/** As chat templates take it: arguments as objects, results by name. */
export function templateTurns(turns: readonly Turn[]): readonly JsonObject[] {
  return turns.flatMap(({ name, arguments: args, result }) => [
    { role: 'assistant', content: '', tool_calls: [{ type: 'function', function: { name, arguments: args } }] },
    { role: 'tool', name, content: result },
  ]);
}
