/** Rows of a `results.jsonl` as verifiers' v0 tools read it. */
import { openAiTurns, promptMessages } from './chat-messages.ts';
import { factsOf, functionTools, scoresOf, stopReason, type RolloutFormat } from './rollout-format.ts';

export const verifiers: RolloutFormat = {
  takesFailures: true,
  row: (told) => {
    const { rollout, conversation, reward, episode } = told;
    const { end, startedAt, endedAt } = rollout.trajectory;
    return {
      example_id: episode.id,
      task: episode.task.workflow,
      prompt: promptMessages(conversation),
      completion: openAiTurns(conversation),
      answer: '',
      reward,
      metrics: { pass: rollout.verdict.pass ? 1 : 0, progress: rollout.verdict.progress, ...scoresOf(rollout) },
      // World time: what a rollout took in reality depends on the machine.
      timing: { generation_ms: endedAt - startedAt, scoring_ms: 0, total_ms: endedAt - startedAt },
      is_completed: end.kind !== 'broke',
      is_truncated: end.kind === 'broke' && end.why !== 'crash',
      stop_condition: stopReason(rollout),
      error: end.kind === 'broke' && end.why === 'crash' ? end.message : null,
      tool_defs: functionTools(conversation),
      info: factsOf(told),
    };
  },
};
