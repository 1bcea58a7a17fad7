import type { Dice } from '../effects/dice.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const HEX = '0123456789abcdef';

/** A new secret that looks like an old one: JWTs stay readable, prefixes and separators stay, the rest is drawn anew. */
export function tokenLike(example: string, dice: Dice, at: number, ttlSeconds: number | null): string {
  const [head, claims, signature] = example.split('.');
  if (head?.startsWith('eyJ') === true && claims !== undefined && signature !== undefined) {
    const text = newClaims(claims, dice, at, ttlSeconds);
    if (text !== null) return `${head}.${text}.${redrawn(signature, 0, dice)}`;
  }
  const prefix = /^([A-Za-z]{1,12}[_-])+/.exec(example)?.[0] ?? '';
  if (example.length < 8) return dice.text(LOWER + DIGITS, 32);
  return prefix + redrawn(example.slice(prefix.length), 0, dice);
}

function newClaims(claims: string, dice: Dice, at: number, ttlSeconds: number | null): string | null {
  try {
    const value = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    const iat = Math.floor(at / 1000);
    if ('iat' in value) value['iat'] = iat;
    if ('nbf' in value) value['nbf'] = iat;
    if ('exp' in value) value['exp'] = iat + (ttlSeconds ?? 3600);
    value['jti'] = dice.text(HEX, 16);
    return Buffer.from(JSON.stringify(value)).toString('base64url');
  } catch {
    return null;
  }
}

function redrawn(text: string, from: number, dice: Dice): string {
  const isHex = /^[0-9a-f-]+$/.test(text);
  return [...text.slice(from)]
    .map((char) => {
      if (isHex && /[0-9a-f]/.test(char)) return dice.text(HEX, 1);
      if (/[a-z]/.test(char)) return dice.text(LOWER, 1);
      if (/[A-Z]/.test(char)) return dice.text(LOWER, 1).toUpperCase();
      return /\d/.test(char) ? dice.text(DIGITS, 1) : char;
    })
    .join('');
}
