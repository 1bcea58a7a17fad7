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
export const DIGEST_ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512'] as const;

/** Headers that hold a digest of the body `before`, in hex or base64, with that of `after` in its place. */
export function correctDigests(headers: HeaderList, before: Uint8Array, after: Uint8Array): HeaderList {
  if (!hasDigest(headers)) return headers;
  const digest = (algorithm: string, bytes: Uint8Array): Buffer => createHash(algorithm).update(bytes).digest();
  return swapDigests(
    headers,
    DIGEST_ALGORITHMS.map((algorithm) => [digest(algorithm, before), digest(algorithm, after)]),
  );
}

export function hasDigest(headers: HeaderList): boolean {
  return headers.some(([name]) => DIGEST_HEADERS.has(name.toLowerCase()));
}

/** Each first digest of a pair, in hex or base64, gives way to the second. */
export function swapDigests(headers: HeaderList, swaps: readonly (readonly [Buffer, Buffer])[]): HeaderList {
  const texts = swaps.flatMap(([from, to]) =>
    (['hex', 'base64'] as const).map((encoding) => [from.toString(encoding), to.toString(encoding)] as const),
  );
  return headers.map(([name, value]) => [
    name,
    DIGEST_HEADERS.has(name.toLowerCase())
      ? texts.reduce((text, [from, to]) => text.replaceAll(from, to), value)
      : value,
  ]);
}
