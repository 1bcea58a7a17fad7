/** What a program is started with so that its traffic passes the recorder: every client honours other variables. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rootCertificates } from 'node:tls';
import { HOOK_VARIABLE, type HookSettings } from '../hook/hook-settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface ProgramSettings extends HookSettings {
  readonly password: string;
  readonly hook: boolean;
}

const PROXY = [
  'HTTP_PROXY',
  'http_proxy',
  'HTTPS_PROXY',
  'https_proxy',
  'ALL_PROXY',
  'all_proxy',
  'GLOBAL_AGENT_HTTP_PROXY',
];
const TRUST = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'PIP_CERT',
  'AWS_CA_BUNDLE',
  'DENO_CERT',
  'CARGO_HTTP_CAINFO',
];

/** The variables to set; an empty one is to hide what was set before. */
export function programEnvironment(settings: ProgramSettings, env: Env): Readonly<Record<string, string>> {
  const { host, port, password, hook } = settings;
  const proxy = `http://offscript:${password}@${host}:${port}`;
  const bundle = writeBundle(settings.authority, env);
  const { authorization, authority, named, any, excluded } = settings;
  // Calls to this machine go by themselves, unless they are what is to be recorded.
  const direct = named.some((name) => /^(?:localhost|127\.|\[?::1)/.test(name)) ? '' : 'localhost,127.0.0.1,::1';
  const told: HookSettings = { host, port, authorization, authority, named, any, excluded };
  return {
    ...Object.fromEntries(PROXY.map((name) => [name, proxy])),
    NO_PROXY: direct,
    no_proxy: direct,
    ...Object.fromEntries(TRUST.map((name) => [name, bundle])),
    ...(hook && {
      [HOOK_VARIABLE]: JSON.stringify(told),
      NODE_OPTIONS: [env['NODE_OPTIONS'], `--import=${hookUrl()}`].filter(Boolean).join(' '),
    }),
  };
}

function hookUrl(): string {
  const own = fileURLToPath(import.meta.url);
  return pathToFileURL(join(dirname(own), '../hook', own.endsWith('.ts') ? 'register.ts' : 'register.js')).href;
}

const SYSTEM = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];

/** Most of these variables replace what is trusted: so everything that was, and ours. */
function writeBundle(authority: string, env: Env): string {
  const files = [env['SSL_CERT_FILE'], env['NODE_EXTRA_CA_CERTS'], env['REQUESTS_CA_BUNDLE'], env['CURL_CA_BUNDLE']];
  const system = SYSTEM.find((path) => existsSync(path));
  const texts = [...new Set([...files, system, authority])].flatMap((path) =>
    path !== undefined && path !== '' && existsSync(path) ? [readFileSync(path, 'utf8')] : [],
  );
  const bundle = join(dirname(authority), 'bundle.pem');
  writeFileSync(bundle, [...rootCertificates, ...texts].join('\n'), { mode: 0o644 });
  return bundle;
}
