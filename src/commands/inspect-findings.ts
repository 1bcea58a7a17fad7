/** `inspect --secrets` and `inspect --gaps`. */
import type { CommandResult } from './command.ts';
import { table } from './table.ts';

const MOST_LINES = 50;

/** Where and what kind, never the value. */
export async function showSecrets(recording: string): Promise<CommandResult> {
  const { secretsIn } = await import('../pipeline/inspect-recording.ts');
  const { sessions, interactions, redaction, knowsStandIns, found } = secretsIn(recording);
  const lines = found.slice(0, MOST_LINES).map(({ where, place, kind }) => [kind, place, where]);
  const text =
    found.length === 0
      ? `No secret and no personal data found in ${interactions} interactions of ${sessions} sessions and in the file's bytes.`
      : [
          table(['kind', 'place', 'where'], lines),
          ...(found.length > MOST_LINES ? [`... and ${found.length - MOST_LINES} more`] : []),
          '',
          knowsStandIns
            ? `${found.length} found. Record or import it again with --redact ${redaction === 'off' ? 'default' : 'RULES'}, or drop the sessions: offscript sessions ${recording} --session ID --drop`
            : `${found.length} found, but this recording was made before stand-ins were kept: they may be stand-ins. Record or import it again.`,
        ].join('\n');
  return {
    fields: {
      sessions,
      interactions,
      redaction,
      found: found.length,
      secrets: found.map(({ where, place, kind }) => ({ where, place, kind })),
    },
    text,
    exitCode: found.length === 0 ? 0 : 1,
  };
}

export async function showGaps(recording: string, fewest: number): Promise<CommandResult> {
  const { gapsOf } = await import('../pipeline/inspect-recording.ts');
  const gaps = gapsOf(recording, fewest);
  return {
    fields: { gaps: gaps.map(({ operation, kind, record, seen }) => ({ operation, kind, record, seen })) },
    text:
      gaps.length === 0
        ? 'Nothing is missing that could be told from what was recorded.'
        : [
            'Record this next:',
            table(
              ['seen', 'kind', 'record'],
              gaps.map(({ kind, record, seen }) => [String(seen), kind, record]),
            ),
          ].join('\n'),
  };
}
