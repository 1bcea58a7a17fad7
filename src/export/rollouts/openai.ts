/** Supervised fine-tuning of OpenAI chat models: conversations that passed. */
import { openAiTurns, promptMessages } from './chat-messages.ts';
import { functionTools, type RolloutFormat } from './rollout-format.ts';

export const openai: RolloutFormat = {
  takesFailures: false,
  row: ({ conversation }) =>
    conversation.turns.length === 0
      ? null
      : {
          // The last result is read by nobody: a training example ends with what the model said.
          messages: [...promptMessages(conversation), ...openAiTurns(conversation).slice(0, -1)],
          tools: functionTools(conversation),
          parallel_tool_calls: false,
        },
};
