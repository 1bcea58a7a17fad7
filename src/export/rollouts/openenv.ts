/** OpenEnv's dataset export: one episode record a line. */
import type { Json } from '../../model/json.ts';
import { openAiTurns, promptMessages } from './chat-messages.ts';
import { factsOf, functionTools, scoresOf, stopReason, type RolloutFormat } from './rollout-format.ts';

export const openenv: RolloutFormat = {
  takesFailures: true,
  row: (told) => {
    const { rollout, conversation, reward, episode } = told;
    const last = conversation.turns.length - 1;
    return {
      episode_id: rollout.id,
      messages: [...promptMessages(conversation), ...openAiTurns(conversation)],
      reward,
      done: true,
      tool_trace: conversation.turns.map(({ name, arguments: args, result }, index) => ({
        tool_name: name,
        arguments: args,
        result: { data: JSON.parse(result) as Json, done: index === last, metadata: {}, error: null },
      })),
      metrics: { pass: rollout.verdict.pass ? 1 : 0, progress: rollout.verdict.progress, ...scoresOf(rollout) },
      verify_metrics: { reward },
      artifacts: {},
      task: { id: episode.task.id, instruction: episode.instruction, workflow: episode.task.workflow },
      extra: { ...factsOf(told), tools: functionTools(conversation), stop_reason: stopReason(rollout) },
    };
  },
};
