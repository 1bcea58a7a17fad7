import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, timeOf } from '../../src/model/time-format.ts';

const anyMoment = fc.integer({ min: 1_000_000_000_000, max: 3_900_000_000_000 });

describe('a moment', () => {
  it.each([
    ['2026-11-22T10:00:00Z', 'yyyy-MM-ddTHH:mm:ssZ'],
    ['2026-11-22T10:00:00.123Z', 'yyyy-MM-ddTHH:mm:ss.SSSZ'],
    ['2026-11-22T10:00:00.123456', 'yyyy-MM-ddTHH:mm:ss.SSSSSS'],
    ['2026-11-22T12:00:00.123456+02:00', 'yyyy-MM-ddTHH:mm:ss.SSSSSS+02:00'],
    ['2026-11-22T04:30:00-0530', 'yyyy-MM-ddTHH:mm:ss-0530'],
    ['2026-11-22 10:00:00', 'yyyy-MM-dd HH:mm:ss'],
    ['2026-11-22 10:00:00 UTC', 'yyyy-MM-dd HH:mm:ss UTC'],
    ['Sun, 22 Nov 2026 10:00:00 GMT', 'http-date'],
    [1_795_341_600, 'epoch'],
    [1_795_341_600_000, 'epoch-ms'],
  ] as const)('is read from %s and written like it', (value, format) => {
    const time = timeOf(value);
    expect(time?.format).toBe(format);
    expect(Math.floor((time?.at ?? 0) / 1000)).toBe(1_795_341_600);
    if (typeof value !== 'string' || !/\d{6}/.test(value)) expect(formatTime(time?.at ?? 0, format)).toBe(value);
  });

  it.each(['2026-13-45T00:00:00Z', '1234-5678', '2026-11-22T10', 'soon', '', '555-010-2030 ext'])(
    'is not in "%s"',
    (value) => {
      expect(timeOf(value)).toBeNull();
    },
  );

  it('reads back as it was written, in every format', () => {
    const zone = fc.constantFrom('', 'Z', ' UTC', '+00:00', '-05:00', '+0530', '+02');
    const anyFormat = fc
      .tuple(fc.constantFrom('T', ' '), fc.integer({ min: 0, max: 9 }), zone)
      .map(
        ([between, digits, zone]) =>
          `yyyy-MM-dd${between}HH:mm:ss${digits === 0 ? '' : '.'}${'S'.repeat(digits)}${zone}` as const,
      );
    fc.assert(
      fc.property(anyMoment, anyFormat, (at, format) => {
        const text = formatTime(at, format);
        expect(timeOf(text)?.format).toBe(format);
        expect(formatTime(timeOf(text)?.at ?? 0, 'epoch')).toBe(Math.floor(at / 1000));
        expect(formatTime(at, format)).toBe(text);
      }),
    );
  });
});
