/**
 * A redirect of an upstream, aimed back at its local port: a client that followed the original would leave the recording.
 * Relative targets and foreign hosts pass as they are.
 *
 * @example localLocation('https://api.example.com/a?b#c', { 'https://api.example.com': 'http://127.0.0.1:4000' }, …)  ->  'http://127.0.0.1:4000/a?b#c'
 */
export function localLocation(location: string, localUrls: ReadonlyMap<string, string>, ownOrigin: string): string {
  const absolute = location.startsWith('//') ? `${ownOrigin.slice(0, ownOrigin.indexOf('/'))}${location}` : location;
  const authority = /^https?:\/\/[^/?#]*/i.exec(absolute)?.[0];
  if (authority === undefined || !URL.canParse(authority)) return location;
  const local = localUrls.get(new URL(authority).origin);
  return local === undefined ? location : local + absolute.slice(authority.length);
}
