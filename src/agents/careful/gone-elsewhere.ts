import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';

/** The same call where the answer says that its endpoint has moved to (RFC 5829, 3.4); null where it says no such thing. */
export function goneElsewhere({ operation, values }: Call, answer: Answer): Call | null {
  if (answer.status !== 404 && answer.status !== 410) return null;
  const link = /<([^>]*)>\s*;[^,]*rel="?successor-version"?/.exec(answer.header('link') ?? '')?.[1];
  if (link === undefined) return null;
  const url = new URL(link, operation.origin);
  if (url.origin !== new URL(operation.origin).origin) return null;
  return {
    operation: { ...operation, path: decodeURIComponent(url.pathname) },
    values: values.filter(({ place }) => place.in !== 'path'),
  };
}
