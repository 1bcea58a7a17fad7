import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { saysValue } from '../../../src/reward/answer/says-value.ts';

const CONTEXT = {
  rivals: new Set(['wrong size delivered', 'open', 'pending', 'lyon']),
  beside: new Set(['web', 'urgent', 'holm & daughters']),
  told: 'What is the subject of ticket 1090?',
};
const says = (answer: Json, value: Json): boolean => saysValue(answer, value, CONTEXT);

/** Sentences that somebody might put around a value. */
const AROUND: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => `The subject of ticket 1090 is ${value}.`,
  (value) => `**${value}**`,
  (value) => `The value is \`${value}\`. Let me know if you need anything else, or want me to change it.`,
  (value) => `Here it is: "${value}"`,
  (value) => `- subject: ${value}\n`,
  (value) => JSON.stringify({ subject: value }),
  (value) => JSON.stringify({ ticket: 1090, subject: value }),
  (value) => `I have looked it up; it is not empty, it says ${value}!`,
];

describe('an answer says the value', () => {
  it('whatever sentence, list, Markdown or JSON is around it', () => {
    const words = fc
      .array(fc.constantFrom('broken', 'scanner', 'pairing', "don't", 'café', 'B-12', 'return'), {
        minLength: 1,
        maxLength: 5,
      })
      .map((list) => list.join(' '));
    fc.assert(
      fc.property(words, fc.constantFrom(...AROUND), (value, around) => {
        expect(says(around(value), value)).toBe(true);
      }),
    );
  });

  it('with its numbers in any country’s way of writing', () => {
    const grouped = (value: number, by: string): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, by);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999_999 }),
        fc.constantFrom(',', '.', ' ', "'", '\u00a0', '\u202f', '’', ''),
        fc.constantFrom('', 'EUR ', '$', '€'),
        (value, by, unit) => {
          expect(says(`The total is ${unit}${grouped(value, by)}.`, value)).toBe(true);
          expect(says(`The total is ${unit}${grouped(value + 1, by)}.`, value)).toBe(false);
        },
      ),
    );
    for (const said of ['1,250.50', '1.250,50', '1 250,50', "1'250.50", '1250.5', 'EUR 1250.50'])
      expect([said, says(said, 1250.5), says(said, '1250.50')]).toEqual([said, true, true]);
    expect(says('12505', 1250.5)).toBe(false);
    expect(says('1250', '01250')).toBe(false);
  });

  it('with its time in words, or as another zone has it', () => {
    for (const said of [
      '2022-04-16T09:15:37Z',
      '2022-04-16 09:15:37 UTC',
      'April 16, 2022 at 9:15:37 am UTC',
      'on 16 April 2022, 09:15:37',
      '16th of April 2022 09:15:37 GMT',
      '2022-04-16T11:15:37+02:00',
      '2022-04-16T09:15:37.000Z',
    ])
      expect([said, says(said, '2022-04-16T09:15:37Z')]).toEqual([said, true]);
    for (const said of [
      '2022-04-16',
      '2022-04-16T09:15:38Z',
      'April 16, 2022 at 9:15:37 pm UTC',
      '2022-04-16T09:15:37+02:00',
    ])
      expect([said, says(said, '2022-04-16T09:15:37Z')]).toEqual([said, false]);
    for (const said of ['July 9, 2024', '9 July 2024', 'Jul 9th, 2024']) expect(says(said, '2024-07-09')).toBe(true);
    expect(says('July 8, 2024', '2024-07-09')).toBe(false);
  });

  it('with the last name first, other quotes and other blanks', () => {
    expect(says('Larkworth, Jolanta', 'Jolanta Larkworth')).toBe(true);
    expect(says('Courier says “delivered”,  nothing here', 'Courier says "delivered", nothing here')).toBe(true);
    expect(says({ answer: 'Don’t panic' }, "Don't panic")).toBe(true);
  });
});

describe('an answer does not say the value', () => {
  it.each([
    ['denied', 'The subject is not Broken scanner.'],
    ['denied in short', "It isn't Broken scanner"],
    ['as one of two', 'Broken scanner or Late parcel'],
    ['as the other of two', 'Late parcel or Broken scanner'],
    ['beside what other records say', 'Broken scanner, Wrong size delivered'],
    ['beside a number nobody told', 'Broken scanner 4711'],
    ['with the rest of the record', 'subject Broken scanner; channel web; priority urgent'],
    ['with another field of more words', 'Broken scanner / Holm & Daughters'],
    ['in a record written as JSON', '{"subject":"Broken scanner","channel":"web","priority":"urgent"}'],
    ['as a piece of another word', 'Broken scanners'],
    ['not at all', 'Done.'],
  ])('%s', (_, answer) => {
    expect(says(answer, 'Broken scanner')).toBe(false);
  });

  it('in a list of all there is', () => {
    expect(says(['Broken scanner', 'Wrong size delivered'], 'Broken scanner')).toBe(false);
    expect(says({ a: 'Broken scanner', b: 'open' }, 'Broken scanner')).toBe(false);
  });
});
