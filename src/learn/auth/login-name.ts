/** Whom a login body names. */
import { isObject, leavesOf, valueAt, type Json } from '../../model/json.ts';

const PASSWORD = /pass|pwd|secret|\bpin$|otp|credential/i;

export function carriesPassword(body: Json | undefined): boolean {
  if (body === undefined) return false;
  for (const { path, value } of leavesOf(body))
    if (typeof value === 'string' && PASSWORD.test(String(path.at(-1)))) return true;
  return false;
}

/** The name in a login body: what a person would call the account. */
export function principalName(body: Json | undefined): string | null {
  if (!isObject(body)) return null;
  for (const pattern of [
    /^(?:username|user|login|email|user_?name|account|user_?id)$/i,
    /^(?:client_?id|api_?key|key|name|id)$/i,
  ]) {
    for (const { path, value } of leavesOf(body))
      if (typeof value === 'string' && value !== '' && pattern.test(String(path.at(-1)))) return value;
  }
  return besidePassword(body);
}

/** The first text in the object that holds a password, whatever it is called. */
function besidePassword(body: Json): string | null {
  for (const { path } of leavesOf(body)) {
    if (!PASSWORD.test(String(path.at(-1)))) continue;
    const holder = valueAt(body, path.slice(0, -1));
    for (const [key, value] of Object.entries(isObject(holder) ? holder : {}))
      if (typeof value === 'string' && value !== '' && !PASSWORD.test(key)) return value;
  }
  return null;
}
