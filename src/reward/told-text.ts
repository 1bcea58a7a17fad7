import type { Episode } from '../model/episode.ts';
import { canonicalJson } from '../model/json.ts';

/** Everything an agent is told by people: instruction, inputs, policy, and what the user can say. */
export function toldText(episode: Episode): string {
  const said = (episode.user?.turns ?? []).map((turn) => `${turn.reply} ${canonicalJson(turn.inputs)}`).join(' ');
  return `${episode.instruction} ${canonicalJson(episode.inputs)} ${episode.policy} ${said}`;
}
