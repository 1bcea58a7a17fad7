/** Whether a file is what it is taken for: told in words a user can act on. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { ContentError, EnvironmentError } from '../errors.ts';
import { APPLICATION_ID, FILE_KINDS, isFileKind, type FileKind } from './file-kind.ts';
import { metaOf } from './meta-table.ts';
import { cannotOpen, damaged, notADatabase } from './sqlite-problems.ts';

/** The file's version, where it is ours, of this kind and not from the future. */
export function checkHeader(db: Database.Database, path: string, kind: FileKind): number {
  const applicationId = db.pragma('application_id', { simple: true });
  if (applicationId !== APPLICATION_ID) {
    throw new ContentError(
      'OFFSCRIPT_NOT_OURS',
      `${path} is a SQLite database, but no offscript file.`,
      `${wanted(kind)} Make one with ${FILE_KINDS[kind].madeBy}.`,
    );
  }
  const found = metaOf(db, 'kind') ?? '';
  if (found !== kind) {
    const label = isFileKind(found) ? FILE_KINDS[found].label : `an offscript file of the unknown kind "${found}"`;
    throw new ContentError(
      'OFFSCRIPT_WRONG_KIND',
      `${path} is ${label}.`,
      `${wanted(kind)} Make one with ${FILE_KINDS[kind].madeBy}.`,
    );
  }
  const version = Number(db.pragma('user_version', { simple: true }));
  const known = FILE_KINDS[kind].migrations.length;
  if (version > known) {
    throw new ContentError(
      'OFFSCRIPT_NEWER_VERSION',
      `${path} was made by a newer offscript (file version ${version}, this one knows ${known}).`,
      'Upgrade offscript: npm install offscript@latest',
    );
  }
  return version;
}

function wanted(kind: FileKind): string {
  const { label } = FILE_KINDS[kind];
  return `${label[0]?.toUpperCase()}${label.slice(1)} is needed here.`;
}

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/** What can be told from the first bytes, in better words than SQLite's. */
export function checkIsFile(path: string, kind: FileKind): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new EnvironmentError(
      'OFFSCRIPT_MISSING',
      `There is no file ${path}.`,
      `Check the path, or make one with ${FILE_KINDS[kind].madeBy}.`,
    );
  }
  if (stats.isDirectory())
    throw new EnvironmentError('OFFSCRIPT_CANNOT_OPEN', `${path} is a folder, not a file.`, 'Name a file in it.');
  if (!stats.isFile()) throw cannotOpen(path);
  if (stats.size === 0)
    throw new ContentError('OFFSCRIPT_EMPTY_FILE', `${path} is empty (0 bytes).`, 'Delete it, or name another file.');
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw notADatabase(path);
  const pages = header.readUInt32BE(28);
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  // With a log beside it a checkpoint may be under way, and the header already ahead of the file.
  if (!existsSync(`${path}-wal`) && pages * pageSize > stats.size) {
    throw damaged(path, `it is cut off at ${stats.size} of ${pages * pageSize} bytes`);
  }
}
