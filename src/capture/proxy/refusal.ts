import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { HeaderList } from '../../model/http.ts';
import { clientHeadersOf } from './client-request.ts';
import type { ProxyLimits } from './limits.ts';
import type { Upstream } from './upstream.ts';

export interface Refusal {
  readonly status: 400 | 403 | 414 | 431;
  readonly reason: string;
}

export interface RefusalRules {
  readonly upstream: Upstream;
  readonly limits: ProxyLimits;
  /** Null where the proxy was bound beyond loopback on purpose: then it may be known by any name. */
  readonly knownHosts: ReadonlySet<string> | null;
}

/**
 * What is not passed on: ambiguous or oversized requests, requests for anyone but the named upstream (no open relay),
 * and names that do not belong to this machine, which a browser uses when a web page rebinds its own name to us.
 */
export function refusalOf(request: IncomingMessage, rules: RefusalRules): Refusal | null {
  const target = request.url ?? '';
  if (target.length > rules.limits.maxTarget)
    return { status: 414, reason: `The request target is longer than ${rules.limits.maxTarget} bytes.` };
  if (request.rawHeaders.length / 2 > rules.limits.maxHeaders)
    return { status: 431, reason: `There are more than ${rules.limits.maxHeaders} headers.` };
  const hosts = hostsOf(clientHeadersOf(request));
  const [host] = hosts;
  if (host === undefined || hosts.length > 1)
    return { status: 400, reason: `One Host header is needed; there are ${hosts.length}.` };
  if (rules.knownHosts !== null && !isOurName(host, rules.knownHosts)) {
    return {
      status: 403,
      reason: `The Host header names none of this proxy's names. Use its own URL, or start it with --host.`,
    };
  }
  if (target.startsWith('/')) return null;
  if (originOf(target) === rules.upstream.origin) return null;
  return { status: 403, reason: `This port records ${rules.upstream.origin} and relays to nowhere else.` };
}

function hostsOf(headers: HeaderList): readonly string[] {
  return headers.filter(([name]) => name.length === 4 && name.toLowerCase() === 'host').map(([, value]) => value);
}

function isOurName(host: string, known: ReadonlySet<string>): boolean {
  if (known.has(host)) return true;
  if (host.length > 255 || /[@/\\\s,?#]/.test(host) || !URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname.replace(/\.$/, '');
  return (
    name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[|\]$/g, '')) > 0 || known.has(name)
  );
}

function originOf(target: string): string | null {
  return /^https?:\/\//i.test(target) && URL.canParse(target) ? new URL(target).origin : null;
}
