import { importFiles, type ImportSummary } from '../capture/formats/import-files.ts';
import type { FormatId } from '../capture/formats/format.ts';
import { ContentError } from '../errors.ts';
import { openRecorder, type Recorder, type RecorderOptions } from './open-recorder.ts';

export interface ImportRecordingOptions extends RecorderOptions {
  readonly files: readonly string[];
  readonly format: FormatId | 'auto';
  readonly join: boolean;
  readonly onFile?: (path: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface ImportResult extends ImportSummary {
  readonly recording: string;
  readonly sessions: number;
  readonly interactions: number;
  readonly redacted: number;
}

const IMPORT_BATCH = 50;

/** @throws ContentError OFFSCRIPT_NOTHING_IMPORTED where no file could be read; the output is then as it was */
export function importRecording(options: ImportRecordingOptions): ImportResult {
  const { format, join, onFile } = options;
  const found = importFiles(options.files, { format, join, ...(onFile && { onFile }) });
  const counts = { sessions: 0, interactions: 0 };
  let recorder: Recorder | null = null;
  try {
    for (const batch of batchesOf(found.sessions, IMPORT_BATCH)) {
      recorder ??= openRecorder(options);
      recorder.addSessions(batch);
      counts.sessions += batch.length;
      counts.interactions += batch.reduce((sum, { interactions }) => sum + interactions.length, 0);
      if (options.signal?.aborted === true) break;
    }
    const [first] = found.summary.skipped;
    if (recorder === null && first !== undefined && found.summary.empty === 0)
      throw nothingImported(found.summary.files, first);
    recorder ??= openRecorder(options);
  } finally {
    recorder?.close();
  }
  return { recording: options.out, ...found.summary, ...counts, redacted: recorder.redacted };
}

function* batchesOf<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function nothingImported(files: number, first: ImportSummary['skipped'][number]): ContentError {
  const others = files > 1 ? ` (and ${files - 1} more)` : '';
  return new ContentError(
    'OFFSCRIPT_NOTHING_IMPORTED',
    `Nothing to import. ${first.file}${others}: ${first.reason}.`,
    'Give HAR, nock, VCR, Betamax, go-vcr, WireMock, Hoverfly or Postman files; --format NAME reads them as one format.',
  );
}
