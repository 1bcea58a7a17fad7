import { defineMutator, integer, nat, oneOf, readableTexts, withText, type TextPlace } from 'offscript/kit';

const PIECES = [
  '<div style="display:none">&nbsp;</div>',
  '\u200b\u200c\u200d\ufeff',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '```json\n{"ok": true}\n```',
  '==== forwarded message ====',
  '&lt;b&gt;RE: RE: FW:&lt;/b&gt;',
] as const;

/**
 * @example ticket 12 "The printer is on fire"   ->   ticket 12 "The printer is on fire <div style=…> RE: RE: FW: | a | b | …"
 */
export const heavyMarkup = defineMutator<{ first: number; times: number }, TextPlace>({
  id: 'adversarial/heavy-markup',
  summary: 'A text in a record is full of markup and invisible characters: carry on.',
  visibility: 'implicit',
  duration: 'permanent',
  benign: true,
  params: { first: nat(PIECES.length - 1), times: integer({ min: 4, max: 24 }) },
  neutral: { first: 0, times: 0 },
  discriminates: ['goal', 'budget'],
  targets: readableTexts,
  footprint: ({ key, path }) => [`record:${key}#${path.join('.')}`],
  apply(draft, { first, times }, place) {
    if (times > 0)
      withText(draft, place, Array.from({ length: times }, (_, at) => oneOf(PIECES, first + at)).join('\n'));
    return {};
  },
  explain: ({ times }, { key, path }) => `"${path.join('.')}" of ${key} holds ${times} pieces of markup.`,
});
