import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { joinRecordings } from '../store/join-recordings.ts';
import type { SessionSummary } from '../store/session-summaries.ts';
import { checkOutput, writeAside } from '../store/write-aside.ts';

/** Joins recordings of one project into a new one. @throws UsageError where one is named twice */
export function mergeRecordings(
  paths: readonly string[],
  out: string,
  overwrite: boolean,
): Promise<readonly SessionSummary[]> {
  checkOutput(out, { kind: 'recording', overwrite });
  const files = paths.map((path) => resolve(path));
  const twice = paths.find((_, at) => files.indexOf(files[at] ?? '') < at);
  if (twice !== undefined)
    throw new UsageError(`${twice} is named twice: its sessions would be there twice.`, 'Name each recording once.');
  return writeAside(out, (draft) => joinRecordings(paths, draft), { overwrite });
}
