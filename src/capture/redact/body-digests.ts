import { createHash } from 'node:crypto';
import type { HeaderList } from '../../model/http.ts';

const DIGEST_HEADERS = new Set([
  'content-md5',
  'digest',
  'content-digest',
  'repr-digest',
  'x-amz-content-sha256',
  'x-content-sha256',
  'x-amz-checksum-sha256',
  'x-amz-checksum-sha1',
]);
const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512'] as const;

/** Headers that hold a digest of the body `before`, in hex or base64, with that of `after` in its place. */
export function correctDigests(headers: HeaderList, before: Uint8Array, after: Uint8Array): HeaderList {
  if (!headers.some(([name]) => DIGEST_HEADERS.has(name.toLowerCase()))) return headers;
  const swaps = ALGORITHMS.flatMap((algorithm) =>
    (['hex', 'base64'] as const).map(
      (encoding) =>
        [
          createHash(algorithm).update(before).digest(encoding),
          createHash(algorithm).update(after).digest(encoding),
        ] as const,
    ),
  );
  return headers.map(([name, value]) => [
    name,
    DIGEST_HEADERS.has(name.toLowerCase())
      ? swaps.reduce((text, [from, to]) => text.replaceAll(from, to), value)
      : value,
  ]);
}
