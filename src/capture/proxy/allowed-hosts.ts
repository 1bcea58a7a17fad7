/** Where a forward proxy may connect to: hosts by name, addresses by range, and never what a name was made to resolve to. */
import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIPv6 } from 'node:net';
import { UsageError } from '../../errors.ts';

/** Loopback, private, link-local (cloud metadata too), shared, reserved and multicast ranges, also inside IPv6 forms. */
const INNER = new BlockList();
for (const range of '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4'.split(
  ' ',
))
  INNER.addSubnet(range.split('/')[0] ?? '', Number(range.split('/')[1]), 'ipv4');
for (const range of '::/96 ::1/128 ::ffff:0:0/96 64:ff9b::/96 2002::/16 fc00::/7 fe80::/10 ff00::/8'.split(' '))
  INNER.addSubnet(range.split('/')[0] ?? '', Number(range.split('/')[1]), 'ipv6');

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

export class AllowedHosts {
  readonly #names = new Set<string>();
  readonly #suffixes: string[] = [];
  readonly #any: boolean;
  readonly #excluded: AllowedHosts | null;

  /** `any`: every public host; named ones may also be inner addresses; `excluded` ones are never. @throws UsageError */
  constructor(named: readonly string[], any: boolean, excluded: readonly string[] = []) {
    this.#any = any;
    this.#excluded = excluded.length === 0 ? null : new AllowedHosts(excluded, false);
    for (const name of named) {
      const suffix = name.startsWith('*.') ? name.slice(1).toLowerCase() : null;
      const url = `http://${suffix === null ? name : `x${suffix}`}`;
      if (/[@/\\\s?#]/.test(name) || !URL.canParse(url))
        throw new UsageError(
          `--allow-host ${name} is no host.`,
          'Give a name, as api.example.com, *.example.com or localhost:3000.',
        );
      if (suffix === null) this.#names.add(name.includes(':') && isIPv6(name) ? bare(name) : new URL(url).host);
      else this.#suffixes.push(suffix);
    }
  }

  /** `hostname` as a URL has it: parsed, so that `0x7f.1` is `127.0.0.1` by now. */
  allows(hostname: string, port: number): boolean {
    const host = bare(hostname);
    if (this.excludes(hostname, port)) return false;
    if (this.#isNamed(host, port) || this.#suffixes.some((suffix) => host.endsWith(suffix))) return true;
    return this.#any && !isLocalName(host);
  }

  excludes(hostname: string, port: number): boolean {
    return this.#excluded?.allows(hostname, port) === true;
  }

  /** Why `address` may not be connected to for `hostname`; null where it may. A literal address must be asked about too. */
  refusal(hostname: string, address: string, port: number): string | null {
    if (!INNER.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) return null;
    const host = bare(hostname);
    if (this.#isNamed(bare(address), port) || (isLocalName(host) && this.#isNamed(host, port))) return null;
    return `${hostname} is the inner address ${address}; name it with --allow-host ${address} where that is meant`;
  }

  /** For `net.connect`: connects to the very address that was looked at. */
  lookupFor(port: number): (hostname: string, options: LookupOptions, done: Found) => void {
    return (hostname, options, done) => {
      resolve(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return done(error, '');
        for (const { address } of addresses) {
          const refusal = this.refusal(hostname, address, port);
          if (refusal !== null) return done(Object.assign(new Error(refusal), { code: 'EBLOCKED' }), '');
        }
        const [first] = addresses;
        if (options.all === true) done(null, addresses);
        else done(null, first?.address ?? '', first?.family);
      });
    };
  }

  #isNamed(host: string, port: number): boolean {
    return this.#names.has(host) || this.#names.has(`${host}:${port}`) || this.#names.has(`[${host}]:${port}`);
  }
}

function bare(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}
