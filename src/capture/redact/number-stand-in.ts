import type { Scrub } from './scrub.ts';

/** The stand-in of a JSON number under a key that tells something; null where it stays. `about`: inside what an API says about fields. */
export function numberStandIn(
  digits: string,
  { key, about }: { readonly key: string; readonly about: boolean },
  scrub: Scrub,
): string | null {
  if (!/^\d+$/.test(digits)) return null;
  switch (scrub.classOf(key)) {
    case 'phone':
      return digits.length >= 7 && digits.length <= 15
        ? learned(scrub, digits, scrub.pseudonyms.made(notLeadingZero(scrub.pseudonyms.phone(digits))))
        : null;
    case 'card':
      return digits.length >= 12 && digits.length <= 19 ? learned(scrub, digits, scrub.pseudonyms.card(digits)) : null;
    case 'national-id':
      return digits.length >= 6 ? learned(scrub, digits, scrub.pseudonyms.token(digits)) : null;
    case 'secret':
      return !about && digits.length >= 3 && !/tokens?$/i.test(key) ? scrub.pseudonyms.token(digits) : null;
    case 'maybe-secret':
      return key === 'pin' && digits.length >= 4 ? scrub.pseudonyms.token(digits) : null;
    default:
      return null;
  }
}

function notLeadingZero(digits: string): string {
  return digits.startsWith('0') ? `1${digits.slice(1)}` : digits;
}

/** Remembers the value, so that it is replaced wherever it recurs. */
export function learned(scrub: Scrub, value: string, standIn: string): string {
  scrub.learn('token', value, standIn);
  return standIn;
}
