/** Recordings in other tools' words. */
import { writeFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import { har } from '../export/recordings/har.ts';
import { nock } from '../export/recordings/nock.ts';
import type { Loss, RecordingFormat } from '../export/recordings/recording-format.ts';
import { wiremock } from '../export/recordings/wiremock.ts';
import { RecordingStore } from '../store/recording.ts';
import { writeAside } from '../store/write-aside.ts';
import { RUN_FORMATS } from './export-runs.ts';
import { isRecording } from './serve.ts';

export const RECORDING_FORMATS = ['har', 'nock', 'wiremock'] as const;
export type RecordingFormatName = (typeof RECORDING_FORMATS)[number];

export interface ExportRecordingResult {
  readonly interactions: number;
  readonly file: string;
  readonly lost: readonly Loss[];
}

const RECORDINGS: Readonly<Record<RecordingFormatName, RecordingFormat>> = { har, nock, wiremock };

export async function exportRecording(
  path: string,
  {
    format,
    out,
    overwrite,
  }: { readonly format: RecordingFormatName; readonly out: string; readonly overwrite: boolean },
): Promise<ExportRecordingResult> {
  const store = RecordingStore.open(path, { mode: 'read' });
  try {
    const { document, interactions, lost } = RECORDINGS[format].write([...store.sessions()]);
    await writeAside(out, (draft) => writeFileSync(draft, `${JSON.stringify(document, null, 1)}\n`), { overwrite });
    return { interactions, file: out, lost };
  } finally {
    store.close();
  }
}

/** A format's name, and what kind of file it is made from. @throws UsageError where they do not go together */
export function exportKind(path: string, format: string): 'run' | 'recording' {
  const isOfRun = RUN_FORMATS.some((one) => one === format);
  if (!isRecording(path)) {
    if (isOfRun) return 'run';
    throw new UsageError(`${format} is a format for recordings.`, `For runs there is: ${RUN_FORMATS.join(', ')}.`);
  }
  if (!isOfRun) return 'recording';
  throw new UsageError(`${format} is a format for runs.`, `For recordings there is: ${RECORDING_FORMATS.join(', ')}.`);
}
