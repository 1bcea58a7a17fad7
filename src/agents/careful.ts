/**
 * The agent that expects production: looks before it acts and after, waits when told to, renews what expires, tells
 * look-alikes apart or says that it cannot, and treats texts in records as data.
 */
import type { AgentEpisode } from 'offscript';
import { playCarefully } from './careful/play-carefully.ts';
import { helpdesk } from './helpdesk.ts';

export default function careful(episode: AgentEpisode): Promise<void> {
  return playCarefully(episode, helpdesk);
}
