import { EPISODE_TABLES } from './episode-tables.ts';

/** What a run's tables look like, one step a version. Never edit a step that was released. */
export const RUN_MIGRATIONS: readonly string[] = [
  `${EPISODE_TABLES}
  CREATE TABLE rollout (
    id         TEXT PRIMARY KEY,
    episode    TEXT NOT NULL REFERENCES episode (id),
    trial      INTEGER NOT NULL,
    verdict    TEXT NOT NULL,              -- JSON
    trajectory BLOB NOT NULL,              -- raw deflate of JSON
    UNIQUE (episode, trial)
  ) STRICT;
  `,
  `CREATE TABLE oracle (
    episode    TEXT PRIMARY KEY REFERENCES episode (id),
    trajectory BLOB NOT NULL               -- what the oracle did in it; raw deflate of JSON
  ) STRICT;
  `,
];
