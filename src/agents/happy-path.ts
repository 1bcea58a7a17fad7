/**
 * The agent that passes the demo: plays the script of the workflow and expects every call to go as it was recorded.
 * It retries nothing, renews nothing, takes the first record that fits, and looks at nothing twice.
 */
import type { AgentEpisode } from 'offscript';
import { helpdesk } from './helpdesk.ts';
import { playScript } from './play-script.ts';

export default function happyPath(episode: AgentEpisode): Promise<void> {
  return playScript(episode, helpdesk);
}
