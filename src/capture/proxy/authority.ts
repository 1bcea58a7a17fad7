/**
 * The local certificate authority of this user: made on first use, kept in the config folder with its key unreadable to
 * others, never installed anywhere, never in a recording.
 */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { EnvironmentError } from '../../errors.ts';
import { makeAuthority, makeLeaf, type Certified } from './x509.ts';

const DAY_MS = 86_400_000;
const ROOT_DAYS = 365;
const LEAF_DAYS = 30;
const MOST_LEAVES = 2_000;

export class Authority {
  /** The certificate to trust, PEM. */
  readonly path: string;
  readonly made: boolean;
  readonly #root: Certified;
  readonly #key: KeyObject;
  readonly #name: string;
  readonly #now: () => number;
  readonly #contexts = new Map<string, SecureContext>();

  private constructor(path: string, root: Certified, made: boolean, now: () => number) {
    this.path = path;
    this.made = made;
    this.#root = root;
    this.#key = createPrivateKey(root.key);
    this.#name = /CN=(.*)/.exec(new X509Certificate(root.certificate).subject)?.[1] ?? '';
    this.#now = now;
  }

  /** @throws EnvironmentError where the folder cannot be written or others can read the key */
  static open(env: Readonly<Record<string, string | undefined>>, now: () => number): Authority {
    const folder = join(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'offscript', 'ca');
    const [certificatePath, keyPath] = [join(folder, 'ca.pem'), join(folder, 'ca.key')];
    try {
      const kept = existsSync(certificatePath) && existsSync(keyPath) ? read(certificatePath, keyPath) : null;
      if (kept !== null && endOf(kept) > now() + DAY_MS) return new Authority(certificatePath, kept, false, now);
      const root = makeAuthority({
        name: `offscript local capture (${hostname().slice(0, 30)})`,
        from: new Date(now() - DAY_MS),
        days: ROOT_DAYS,
      });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      write(keyPath, root.key, 0o600);
      write(certificatePath, root.certificate, 0o644);
      return new Authority(certificatePath, root, true, now);
    } catch (error) {
      if (error instanceof EnvironmentError) throw error;
      throw new EnvironmentError(
        'OFFSCRIPT_NO_AUTHORITY',
        `The local certificate authority in ${folder} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
        'Check that the folder is yours, or remove it to have a new one made.',
      );
    }
  }

  /** What a server shows for `host`. */
  contextFor(host: string): SecureContext {
    const known = this.#contexts.get(host);
    if (known !== undefined) return known;
    const context = createSecureContext(this.leafFor(host));
    if (this.#contexts.size >= MOST_LEAVES) this.#contexts.clear();
    this.#contexts.set(host, context);
    return context;
  }

  /** What a server that answers for `host` signs with, PEM. */
  leafFor(host: string): { readonly key: string; readonly cert: string } {
    const from = new Date(this.#now() - DAY_MS);
    const leaf = makeLeaf({ name: host, from, days: LEAF_DAYS }, this.#root, this.#name, this.#key);
    return { key: leaf.key, cert: leaf.certificate + this.#root.certificate };
  }
}

function read(certificatePath: string, keyPath: string): Certified {
  if (process.platform !== 'win32' && (statSync(keyPath).mode & 0o077) !== 0)
    throw new EnvironmentError(
      'OFFSCRIPT_AUTHORITY_OPEN',
      `Others can read the authority's key ${keyPath}.`,
      `Close it: chmod 600 ${keyPath}. Where anybody may have read it: remove it and have a new one made.`,
    );
  return { certificate: readFileSync(certificatePath, 'utf8'), key: readFileSync(keyPath, 'utf8') };
}

function endOf({ certificate }: Certified): number {
  return Date.parse(new X509Certificate(certificate).validTo);
}

function write(path: string, text: string, mode: number): void {
  const draft = `${path}-new-${process.pid}`;
  rmSync(draft, { force: true });
  writeFileSync(draft, text, { mode, flag: 'wx' });
  renameSync(draft, path);
}
