/** TRL datasets: SFT rows of passing rollouts; preference pairs and KTO rows of passing and failing ones on one episode. */
import type { JsonObject } from '../../model/json.ts';
import { promptMessages, templateTurns } from './chat-messages.ts';
import { functionTools, type RolloutFormat, type Told } from './rollout-format.ts';

export const trlSft: RolloutFormat = {
  takesFailures: false,
  row: ({ conversation }) =>
    conversation.turns.length === 0
      ? null
      : {
          messages: [...promptMessages(conversation), ...templateTurns(conversation.turns)],
          tools: functionTools(conversation),
        },
};

export const trlKto: RolloutFormat = {
  takesFailures: true,
  row: ({ conversation, rollout }) =>
    conversation.turns.length === 0
      ? null
      : {
          prompt: promptMessages(conversation),
          completion: templateTurns(conversation.turns),
          label: rollout.verdict.pass,
          tools: functionTools(conversation),
        },
};

/**
 * Pairs from rollouts of one episode: the best that passed beside each that failed, where they differ in what was done.
 * Equal acts with other outcomes teach nothing.
 */
export function trlPairs(ofEpisode: readonly Told[]): readonly JsonObject[] {
  const [best] = ofEpisode
    .filter(({ rollout, conversation }) => rollout.verdict.pass && conversation.turns.length > 0)
    .toSorted((left, right) => right.reward - left.reward);
  if (best === undefined) return [];
  const chosen = templateTurns(best.conversation.turns);
  return ofEpisode.flatMap(({ rollout, conversation }): JsonObject[] => {
    if (rollout.verdict.pass || conversation.turns.length === 0) return [];
    const rejected = templateTurns(conversation.turns);
    if (JSON.stringify(rejected) === JSON.stringify(chosen)) return [];
    return [{ prompt: promptMessages(best.conversation), chosen, rejected, tools: functionTools(best.conversation) }];
  });
}
