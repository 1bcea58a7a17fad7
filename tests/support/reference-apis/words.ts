/** Raw material for seed data and sessions: varied lengths, accents, apostrophes, the odd duplicate surname. */
export const GIVEN_NAMES = [
  'Amara',
  'Björn',
  'Chloé',
  'Dmitri',
  'Esther',
  'Farid',
  'Grace',
  'Hiroshi',
  'Ines',
  'Jack',
  'Kateryna',
  'Luca',
  'María José',
  'Nia',
  'Oisín',
  'Priya',
  'Quentin',
  'Rosa',
  'Sven',
  'Thandiwe',
  'Umar',
  'Vera',
  'Wen',
  'Yusuf',
  'Zoë',
] as const;

export const FAMILY_NAMES = [
  'Abara',
  'Lindqvist',
  'Moreau',
  'Petrov',
  'Goldberg',
  'Haddad',
  "O'Neill",
  'Tanaka',
  'Ferreira',
  'Smith',
  'Shevchenko',
  'Rossi',
  'García López',
  'Okafor',
  'Murphy',
  'Raghunathan',
  'Dubois',
  'Jiménez',
  'Berg',
  'Mokoena',
  'Khan',
  'Smith',
  'Li',
  'Demir',
  'van der Berg',
  'Novak',
  'Schmidt',
  'Kowalski',
  'Silva',
] as const;

export const COMPANY_NAMES = [
  'Northwind Traders',
  'Blue Heron Logistics',
  'Kestrel & Sons',
  'Ferro Analytics',
  'Oakline Furniture',
  'Tide Pool Media',
  'Castellan GmbH',
  'Lumen Optics',
  'Parcelwise',
  'Quarry Road Bakery',
  'Saffron Health',
  'Redshift Energy',
  'Møller Marine',
  'Juniper Street Books',
  'Aperture Labs',
  'Bright Acre Farms',
  'Delta Nine Studio',
  'Harbor Light Clinics',
  'Copperfield Legal',
  'Vantage Steel',
  'Wren Software',
  'Evergreen Schools Trust',
  'Zephyr Cycles',
  'Old Mill Brewing',
] as const;

export const CITIES = [
  'Lisbon',
  'Leeds',
  'Gothenburg',
  'Osaka',
  'Lagos',
  'Austin',
  'Kraków',
  'Montréal',
  'Pune',
] as const;

export const STREETS = ['Mill Lane', 'Rua das Flores', 'Storgatan', 'Elm Street', 'Harbour Rd', 'Hauptstraße'] as const;

export const NOTES = [
  'Called back, no answer.',
  'Prefers e-mail. Decision expected after the board meeting.',
  'Please check the address before sending.',
  'Customer says the blue one arrived instead of the grey one.',
  'ok',
  'Spoke with finance; they want net 45 instead of net 30.\nWaiting for legal.',
  'Follow up next week',
  'Left at reception – "handle with care".',
  'Duplicate of an earlier request?',
  'Seems fixed on staging, cannot reproduce any more.',
] as const;

/** @example asciiSlug("María José O'Neill") -> "maria-jose-o-neill" */
export function asciiSlug(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
