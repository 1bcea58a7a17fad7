/** Files of recorded traffic as sessions. A broken file is named and skipped; the others come in. */
import { readFileSync, statSync } from 'node:fs';
import { headerValue } from '../../model/http.ts';
import type { Interaction, Session } from '../../model/recording.ts';
import { parseTraffic } from './detect.ts';
import { FormatProblem, timeOf, type Exchange, type FormatId, type ParsedFile } from './format.ts';
import { joinFiles } from './join-files.ts';
import { listFiles, type ListedFile } from './list-files.ts';

export interface ImportOptions {
  readonly format: FormatId | 'auto';
  /** Whether STEM-setup and STEM-tearDown files join their test's session. */
  readonly join: boolean;
  readonly onFile?: (path: string, done: number, total: number) => void;
}

export interface ImportSummary {
  readonly files: number;
  /** Files in a known format without any exchange. */
  readonly empty: number;
  readonly skipped: readonly SkippedFile[];
}

export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

export interface FileImport {
  /** One by one, in file order; to be read once. */
  readonly sessions: Iterable<Session>;
  /** What became of the files that were read so far. */
  readonly summary: ImportSummary;
}

/** @throws EnvironmentError where a named file or folder does not exist; nothing was read then */
export function importFiles(paths: readonly string[], options: ImportOptions): FileImport {
  const files = listFiles(paths);
  const summary = { files: files.length, empty: 0, skipped: [] as SkippedFile[] };
  return { sessions: readSessions(files, options, summary), summary };
}

function* readSessions(
  files: readonly ListedFile[],
  options: ImportOptions,
  summary: { empty: number; skipped: SkippedFile[] },
): Generator<Session> {
  const clock = new FileClock();
  let done = 0;
  for (const group of joinFiles(files, options.join)) {
    const parsed: ParsedFile[] = [];
    for (const file of group.files) {
      options.onFile?.(file.path, ++done, files.length);
      const read = readTraffic(file, options.format);
      if (read.kind === 'skipped') {
        summary.skipped.push(read.skipped);
        continue;
      }
      summary.skipped.push(...read.file.left.map(({ place, reason }) => ({ file: `${file.path}#${place}`, reason })));
      if (read.file.groups.every(({ exchanges }) => exchanges.length === 0)) summary.empty++;
      parsed.push(read.file);
    }
    yield* sessionsOf(group.name, parsed, clock);
  }
}

const MAX_FILE_BYTES = 400 * 1024 * 1024;

type Read =
  { readonly kind: 'read'; readonly file: ParsedFile } | { readonly kind: 'skipped'; readonly skipped: SkippedFile };

function readTraffic(file: ListedFile, format: FormatId | 'auto'): Read {
  try {
    const { size } = statSync(file.path);
    if (size > MAX_FILE_BYTES)
      throw new FormatProblem(`the file has ${size} bytes, more than ${MAX_FILE_BYTES}; split it`);
    return { kind: 'read', file: parseTraffic(readFileSync(file.path), format) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (!(error instanceof FormatProblem) && code === undefined) throw error;
    return {
      kind: 'skipped',
      skipped: { file: file.path, reason: error instanceof FormatProblem ? error.message : `cannot be read (${code})` },
    };
  }
}

/** One session for joined files and for a file without pages; else one a page. */
function* sessionsOf(name: string, files: readonly ParsedFile[], clock: FileClock): Generator<Session> {
  const [only] = files;
  const pages =
    files.length === 1 && only !== undefined ? only.groups.filter(({ exchanges }) => exchanges.length > 0) : [];
  if (pages.length > 1) {
    for (const page of pages) yield sessionFrom(`${name}#${page.name ?? ''}`, name, page.exchanges, clock);
    return;
  }
  const exchanges = files.flatMap(({ groups }) => groups.flatMap((group) => group.exchanges));
  if (exchanges.length > 0) yield sessionFrom(name, name, exchanges, clock);
}

function sessionFrom(id: string, source: string, exchanges: readonly Exchange[], clock: FileClock): Session {
  const start = clock.nextStart();
  let previous = -Infinity;
  const interactions = exchanges.map((exchange, seq): Interaction => {
    const requestAt = timeAfter(previous, recordedTime(exchange), start);
    previous = requestAt;
    return {
      seq,
      request: exchange.request,
      outcome: exchange.outcome,
      timing: {
        requestAt,
        firstByteAfter: exchange.firstByteAfter,
        lastByteAfter: exchange.lastByteAfter,
        chunks: null,
      },
      incomplete: exchange.incomplete,
    };
  });
  return {
    id,
    source,
    startedAt: interactions[0]?.timing.requestAt ?? start,
    label: null,
    use: 'yes',
    workflow: null,
    task: null,
    interactions,
  };
}

/** What the file says; else the answer's own Date, so that times in bodies and of calls tell one story. */
function recordedTime(exchange: Exchange): number | null {
  if (exchange.at !== null) return exchange.at;
  return exchange.outcome.kind === 'response' ? timeOf(headerValue(exchange.outcome.response.headers, 'date')) : null;
}

const STEP_MS = 1_000;

/** Never before the call before it: the file's order is the truth, its clock is not. */
function timeAfter(previous: number, recorded: number | null, start: number): number {
  if (recorded !== null) return Math.max(recorded, previous + 1);
  return previous === -Infinity ? start : previous + STEP_MS;
}

const EPOCH = Date.UTC(2024, 0, 1);
const HOUR_MS = 3_600_000;

/** Made-up starts for files without times: an hour apart from a fixed day, in file order. */
class FileClock {
  #sessions = 0;

  nextStart(): number {
    return EPOCH + this.#sessions++ * HOUR_MS;
  }
}
