import { createHash } from 'node:crypto';
import type { HttpRequest } from './http.ts';

/** Equal for requests that say the same: method, origin, target and body; headers are left out. */
export function requestIdentity({ method, origin, target, body }: HttpRequest): string {
  const hash = createHash('sha1').update(`${method.toUpperCase()} ${origin}${target}\n`);
  return hash.update(body).digest('base64');
}
