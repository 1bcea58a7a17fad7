/** The first step of episode sets and of runs, which hold a part of one. Released: never edit it. */
export const EPISODE_TABLES = `
  CREATE TABLE fact (
    name   TEXT NOT NULL,
    seq    INTEGER NOT NULL,               -- long lists (base entities) are kept in parts
    packed BLOB NOT NULL,                  -- raw deflate of JSON
    PRIMARY KEY (name, seq)
  ) STRICT;
  CREATE TABLE task (
    digest BLOB PRIMARY KEY,               -- sha256 of the canonical task
    id     TEXT NOT NULL,
    packed BLOB NOT NULL
  ) STRICT;
  CREATE TABLE episode (
    seq    INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    task   BLOB NOT NULL REFERENCES task (digest),
    family TEXT NOT NULL,
    split  TEXT NOT NULL,
    packed BLOB NOT NULL                   -- what differs from the task, with the proof
  ) STRICT;
`;
