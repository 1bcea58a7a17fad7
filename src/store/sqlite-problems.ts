/** SQLite's and the file system's own words as errors a user can act on. */
import { ContentError, EnvironmentError, OffscriptError } from '../errors.ts';

/** A row that says what cannot be: the file was changed from outside. */
export class BrokenRow extends Error {
  override readonly name = 'BrokenRow';
}

/** Runs `work` on the file at `path`; what SQLite throws comes out as one of ours, anything else as it is. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explainProblem(path, error) ?? error;
  }
}

/** As {@link guarded}, for what is read one by one. */
export function* guardedEach<T>(path: string, items: () => Iterable<T>): Generator<T> {
  const iterator = guarded(path, () => items()[Symbol.iterator]());
  try {
    for (
      let next = guarded(path, () => iterator.next());
      next.done !== true;
      next = guarded(path, () => iterator.next())
    )
      yield next.value;
  } finally {
    iterator.return?.();
  }
}

/** As {@link guarded} while a file is opened: a statement of ours that does not fit its tables is the file's fault. */
export function guardedOpening<T>(path: string, work: () => T): T {
  return guarded(path, () => {
    try {
      return work();
    } catch (error) {
      if ((error as { code?: string }).code === 'SQLITE_ERROR')
        throw damaged(path, 'its tables are not what they should be');
      throw error;
    }
  });
}

/** The error to show for `error` about `path`; null where it is not about the file (a bug of ours). */
export function explainProblem(path: string, error: unknown): OffscriptError | null {
  if (error instanceof OffscriptError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const detail = error instanceof Error ? error.message : String(error);
  if (code === 'ERR_DLOPEN_FAILED' || detail.startsWith('Could not locate the bindings file')) return notBuilt();
  if (code === 'SQLITE_NOTADB') return notADatabase(path);
  if (
    code.startsWith('SQLITE_CORRUPT') ||
    error instanceof BrokenRow ||
    error instanceof SyntaxError ||
    code.startsWith('Z_')
  )
    return damaged(path, detail);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED') || code === 'SQLITE_PROTOCOL')
    return locked(path, null);
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return readOnly(path);
  if (code === 'EACCES' || code === 'EPERM') {
    return new EnvironmentError(
      'OFFSCRIPT_NOT_PERMITTED',
      `No permission to use ${path}.`,
      'Check the owner and mode of the file and its folder.',
    );
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new EnvironmentError(
      'OFFSCRIPT_DISK_FULL',
      `The disk that holds ${path} is full.`,
      'Free some space; what was committed before is intact.',
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new EnvironmentError(
      'OFFSCRIPT_IO',
      `Reading or writing ${path} failed (${code}).`,
      'Check the disk; what was committed before is intact.',
    );
  }
  if (
    code === 'SQLITE_CANTOPEN' ||
    code.startsWith('SQLITE_CANTOPEN_') ||
    code === 'ENOENT' ||
    code === 'ENOTDIR' ||
    code === 'EISDIR' ||
    code === 'ENAMETOOLONG'
  ) {
    return cannotOpen(path);
  }
  if (code === 'SQLITE_TOOBIG' || code === 'SQLITE_NOMEM') {
    return new EnvironmentError('OFFSCRIPT_TOO_BIG', `A value is too big to keep in ${path}.`, 'Lower --max-body.');
  }
  return null;
}

/** The package manager did not run the install script of better-sqlite3, or ran it for another version of Node. */
function notBuilt(): EnvironmentError {
  return new EnvironmentError(
    'OFFSCRIPT_SQLITE_NOT_BUILT',
    `SQLite (better-sqlite3) is not built for Node ${process.versions.node}.`,
    'Allow its install script and build it: npm install-scripts approve better-sqlite3 && npm rebuild better-sqlite3 (needs python3, make and g++).',
  );
}

export function notADatabase(path: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_NOT_A_DATABASE',
    `${path} is not an offscript file: it is no SQLite database.`,
    'To read recorded traffic in another format: offscript import FILE --out recording.sqlite',
  );
}

export function damaged(path: string, detail: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_DAMAGED',
    `${path} is damaged: ${detail}.`,
    'Restore it from a copy; offscript never repairs a file by itself.',
  );
}

export function locked(path: string, owner: string | null): EnvironmentError {
  return new EnvironmentError(
    'OFFSCRIPT_LOCKED',
    `${path} is in use by another writer${owner === null ? '' : ` (${owner})`}.`,
    'Wait for it to end, or write to another file and join them later: offscript merge A B --out C',
  );
}

export function readOnly(path: string): EnvironmentError {
  return new EnvironmentError(
    'OFFSCRIPT_READ_ONLY',
    `${path} cannot be written: the file or its folder is read-only.`,
    'Copy it to a folder you can write, or change its mode.',
  );
}

export function cannotOpen(path: string): EnvironmentError {
  return new EnvironmentError(
    'OFFSCRIPT_CANNOT_OPEN',
    `Cannot open ${path}.`,
    'Check the path, and that its folder exists and can be used.',
  );
}
