/**
 * The project's secret: what makes pseudonyms the same in every recording of a project and nowhere else.
 * It belongs to the project, never to a recording, which stores its fingerprint only.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { ContentError, EnvironmentError } from '../../errors.ts';

export interface ProjectKey {
  readonly bytes: Uint8Array;
  /** First 16 hex digits of the SHA-256 of the key. */
  readonly fingerprint: string;
  /** Where it was read from. */
  readonly path: string;
  /** True where this call made the file. */
  readonly made: boolean;
}

export interface KeyLocation {
  /** The file given by `--key`; it must exist. Null: the one key in the user's config folder. */
  readonly file: string | null;
  /** Whether the key in the config folder may be made where there is none yet. */
  readonly make: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const KEY_BYTES = 32;
const MIN_CHARACTERS = 16;

/**
 * @throws ContentError where the file is missing or holds no key
 * @throws EnvironmentError where it cannot be read or made
 */
export function loadProjectKey({ file, make, env }: KeyLocation): ProjectKey {
  const path = file ?? defaultKeyPath(env);
  const made = file === null && make && !existsSync(path) && makeKey(path);
  const text = readKey(path).trim();
  if (text.length < MIN_CHARACTERS) {
    throw new ContentError(
      'OFFSCRIPT_BAD_KEY',
      `${path} holds no project key: it has ${text.length} characters, ${MIN_CHARACTERS} are the least.`,
      'Make one: openssl rand -hex 32 > project.key && chmod 600 project.key',
    );
  }
  return { ...projectKeyOf(text), path, made };
}

export function projectKeyOf(text: string): Pick<ProjectKey, 'bytes' | 'fingerprint'> {
  const bytes = Buffer.from(text.trim(), 'utf8');
  return { bytes, fingerprint: createHash('sha256').update(bytes).digest('hex').slice(0, 16) };
}

export function defaultKeyPath(env: KeyLocation['env']): string {
  const config = env['XDG_CONFIG_HOME'];
  return join(
    config !== undefined && config !== '' ? config : join(env['HOME'] ?? homedir(), '.config'),
    'offscript',
    'project.key',
  );
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT')
      throw new ContentError(
        'OFFSCRIPT_NO_KEY',
        `There is no project key at ${path}.`,
        'Name the key the recording was made with: --key FILE.',
      );
    throw new EnvironmentError(
      'OFFSCRIPT_KEY_UNREADABLE',
      `The project key ${path} cannot be read (${code ?? 'unknown'}).`,
      'Check the path and its mode, or leave --key out to use the key in your config folder.',
    );
  }
}

/** True where it was made; false where another process made it in the meantime. */
function makeKey(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(draft, 0o600);
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && existsSync(path)) return false;
    throw new EnvironmentError(
      'OFFSCRIPT_KEY_NOT_MADE',
      `No project key can be made at ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      'Name a key file: --key FILE, or set XDG_CONFIG_HOME to a folder that can be written.',
    );
  } finally {
    if (existsSync(draft)) rmSync(draft);
  }
}
