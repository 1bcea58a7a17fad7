/** Agent Trajectory Interchange Format 1.7: one trajectory a line. It has no place for a reward but `extra`. */
import { factsOf, functionTools, scoresOf, stopReason, type RolloutFormat } from './rollout-format.ts';

export const atif: RolloutFormat = {
  takesFailures: true,
  row: (told) => {
    const { episode, rollout, conversation, reward, agent } = told;
    const { startedAt } = rollout.trajectory;
    const opening = [
      ...(conversation.system === null ? [] : [{ source: 'system', message: conversation.system }]),
      { source: 'user', message: conversation.user },
    ].map((step, index) => ({ step_id: index + 1, timestamp: isoTime(startedAt), ...step }));
    const acts = conversation.turns.map(({ id, at, name, arguments: args, result, step }, index) => ({
      step_id: opening.length + index + 1,
      timestamp: isoTime(at),
      source: 'agent',
      message: '',
      tool_calls: [{ tool_call_id: id, function_name: name, arguments: args }],
      observation: { results: [{ source_call_id: id, content: result }] },
      extra: { step },
    }));
    return {
      schema_version: 'ATIF-v1.7',
      session_id: rollout.id,
      trajectory_id: rollout.id,
      agent: { name: agent, version: 'unknown', tool_definitions: functionTools(conversation) },
      steps: [...opening, ...acts],
      final_metrics: { total_steps: opening.length + acts.length },
      extra: {
        reward,
        reward_components: { gate: rollout.verdict.gate, goal: rollout.verdict.goal, ...scoresOf(rollout) },
        stop_reason: stopReason(rollout),
        mutations: episode.mutators.map(({ id }) => id),
        seed: episode.seed,
        offscript: factsOf(told),
      },
    };
  },
};

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
