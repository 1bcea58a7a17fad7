/** What a recording's tables look like, one step a version: `user_version` n has had the first n steps. Never edit a step. */
export const RECORDING_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE body (
    id     INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,          -- of the bytes as captured
    size   INTEGER NOT NULL,              -- of the bytes as captured
    packed INTEGER NOT NULL,              -- 0: bytes as captured, 1: raw deflate of them
    bytes  BLOB NOT NULL
  ) STRICT;
  CREATE TABLE header_list (
    id     INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    pairs  TEXT NOT NULL                  -- JSON [[name, value], ...] in wire order, duplicates kept
  ) STRICT;
  CREATE TABLE session (
    rowid      INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    source     TEXT NOT NULL,
    started_at REAL NOT NULL,             -- milliseconds since the Unix epoch, as all times here
    label      TEXT,
    use        TEXT NOT NULL CHECK (use IN ('yes', 'no', 'review')),
    workflow   TEXT,
    task       TEXT
  ) STRICT;
  CREATE INDEX session_by_start ON session (started_at, id);
  CREATE TABLE interaction (
    session          INTEGER NOT NULL REFERENCES session (rowid) ON DELETE CASCADE,
    seq              INTEGER NOT NULL,
    method           TEXT NOT NULL,
    origin           TEXT NOT NULL,
    target           TEXT NOT NULL,
    request_headers  INTEGER NOT NULL REFERENCES header_list (id),
    request_body     INTEGER REFERENCES body (id),          -- NULL: no bytes
    status           INTEGER,                               -- NULL: no complete response came
    response_headers INTEGER REFERENCES header_list (id),
    response_body    INTEGER REFERENCES body (id),
    trailers         INTEGER REFERENCES header_list (id),
    error_kind       TEXT,
    error_message    TEXT,
    request_at       REAL NOT NULL,
    first_byte_after REAL,
    last_byte_after  REAL,
    chunks           TEXT,                                  -- JSON [[bytes, after], ...]
    incomplete       TEXT,
    PRIMARY KEY (session, seq),
    CHECK ((status IS NULL) <> (error_kind IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE recognised (
    sealed BLOB PRIMARY KEY               -- values to replace wherever they recur, encrypted under the project key; gone after a clean close
  ) STRICT, WITHOUT ROWID;
  `,
];
