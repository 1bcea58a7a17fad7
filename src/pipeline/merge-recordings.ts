import { joinRecordings } from '../store/join-recordings.ts';
import type { SessionSummary } from '../store/recording.ts';
import { checkOutput, writeAside } from '../store/write-aside.ts';

/** Joins recordings of one project into a new one. */
export function mergeRecordings(
  paths: readonly string[],
  out: string,
  overwrite: boolean,
): Promise<readonly SessionSummary[]> {
  checkOutput(out, { kind: 'recording', overwrite });
  return writeAside(out, (draft) => joinRecordings(paths, draft), { overwrite });
}
