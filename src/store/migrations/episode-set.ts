import { EPISODE_TABLES } from './episode-tables.ts';

/** What an episode set's tables look like, one step a version. Never edit a step that was released. */
export const EPISODE_SET_MIGRATIONS: readonly string[] = [EPISODE_TABLES];
