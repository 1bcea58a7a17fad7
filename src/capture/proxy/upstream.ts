import { UsageError } from '../../errors.ts';

/** An API that is recorded: the only place its local port ever connects to. */
export interface Upstream {
  /** `https://api.example.com`, default port left out. */
  readonly origin: string;
  readonly secure: boolean;
  /** For the socket: without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** Value of the Host header. */
  readonly host: string;
}

/** @example parseUpstream('http://localhost:3000') -> { origin: 'http://localhost:3000', port: 3000, … } */
export function parseUpstream(text: string): Upstream {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new UsageError(`--to ${text} is not an http or https URL.`, 'Give it as --to https://api.example.com');
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      '--to must not hold a user name or password.',
      `Give --to ${url.protocol}//${url.host} and let the client send them.`,
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new UsageError(
      `--to ${text} names a path; whole origins are recorded.`,
      `Give --to ${url.origin} and keep ${url.pathname} in the client's base URL.`,
    );
  }
  const secure = url.protocol === 'https:';
  return {
    origin: url.origin,
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    host: url.host,
  };
}
