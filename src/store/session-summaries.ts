import type { RecordingFacts, SessionHeader } from '../model/recording.ts';
import { rowToHeader } from './recording-rows.ts';
import type { RecordingStatements } from './recording-statements.ts';

export interface SessionSummary extends SessionHeader {
  readonly interactions: number;
  readonly hosts: readonly string[];
}

export function countsOf(rows: RecordingStatements): Pick<RecordingFacts, 'sessions' | 'interactions' | 'origins'> {
  return {
    sessions: rows.countSessions.get() ?? 0,
    interactions: rows.countInteractions.get() ?? 0,
    origins: rows.allOrigins.all(),
  };
}

export function summariesOf(rows: RecordingStatements): readonly SessionSummary[] {
  const hosts = new Map<number, string[]>();
  for (const { session, origin } of rows.origins.all()) {
    const host = URL.canParse(origin) ? new URL(origin).host : origin;
    const known = hosts.get(session);
    if (known === undefined) hosts.set(session, [host]);
    else if (!known.includes(host)) known.push(host);
  }
  return rows.counted
    .all()
    .map((row) => ({ ...rowToHeader(row), interactions: row.interactions, hosts: hosts.get(row.rowid) ?? [] }));
}
