import { expect, it } from 'vitest';
import { Detector } from '../../src/capture/redact/detector.ts';
import { Pseudonyms } from '../../src/capture/redact/pseudonyms.ts';
import { DEFAULT_RULES } from '../../src/capture/redact/rules.ts';
import { Scrubber } from '../../src/capture/redact/scrubber.ts';
import { standInDigest } from '../../src/capture/redact/stand-in-digest.ts';

const TOKEN = Array.from({ length: 140 }, (_, at) =>
  ((at * 7919 + 104_729) % 1_048_576).toString(16).padStart(5, '0'),
).join('');

/** Signed URLs hold session tokens of 500 to 1500 characters, with escapes in them. */
it.each([
  `see https://files.example:443/a?Signature=${TOKEN.slice(0, 32)}&x-amz-security-token=${TOKEN}%2B${TOKEN}/x`,
  `x-amz-security-token=${TOKEN}`,
  `access_token: "${TOKEN}"`,
])('a token longer than a line is replaced whole, and its stand-in is known as one', (text) => {
  const handedOut: string[] = [];
  const pseudonyms = new Pseudonyms(Buffer.alloc(32, 7));
  const token = pseudonyms.token.bind(pseudonyms);
  pseudonyms.token = (value) => {
    const standIn = token(value);
    handedOut.push(standIn);
    return standIn;
  };
  const redacted = new Scrubber(pseudonyms, DEFAULT_RULES).text(text);
  for (let at = 0; at + 12 <= TOKEN.length; at += 12) expect(redacted).not.toContain(TOKEN.slice(at, at + 12));
  const found: string[] = [];
  const detector = new Detector(handedOut.map(standInDigest), (kind) => found.push(kind));
  new Scrubber(detector, DEFAULT_RULES).text(redacted);
  expect(found).toEqual([]);
});
