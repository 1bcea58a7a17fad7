/** Check digits of cards (ISO/IEC 7812) and bank accounts (ISO 13616). */

/** The digit that makes `body` followed by it valid. */
export function luhnDigit(body: string): string {
  let sum = 0;
  for (let at = 0; at < body.length; at++) {
    const digit = Number(body[body.length - 1 - at]);
    const weighed = at % 2 === 0 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return String((10 - (sum % 10)) % 10);
}

export function isLuhnValid(digits: string): boolean {
  return digits.length > 1 && luhnDigit(digits.slice(0, -1)) === digits.at(-1);
}

/** Length of an IBAN by country, from the SWIFT registry. */
const IBAN_LENGTHS = new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TN24 TR26 UA29 VA22 VG24 XK20'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

export function isIban(compact: string): boolean {
  return (
    IBAN_LENGTHS.get(compact.slice(0, 2)) === compact.length &&
    /^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(compact) &&
    ibanRemainder(compact.slice(4) + compact.slice(0, 4)) === 1
  );
}

/** The two check digits of an account number in a country. */
export function ibanDigits(country: string, account: string): string {
  return String(98 - ibanRemainder(`${account}${country}00`)).padStart(2, '0');
}

function ibanRemainder(text: string): number {
  let rest = 0;
  for (const char of text) {
    const value = char >= '0' && char <= '9' ? char : String(char.charCodeAt(0) - 55);
    for (const digit of value) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}
