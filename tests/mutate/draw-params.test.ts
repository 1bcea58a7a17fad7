import { describe, expect, it } from 'vitest';
import { rateLimitRetryAfter } from '../../mutators/system/rate-limit-retry-after.ts';
import { drawParams } from '../../src/mutate/draw-params.ts';
import { randomFrom } from '../../src/mutate/random.ts';

const mean = (level: number | null): number => {
  const random = randomFrom(3);
  const draws = Array.from(
    { length: 300 },
    () => drawParams(rateLimitRetryAfter, random, level) as { seconds: number },
  );
  return draws.reduce((sum, { seconds }) => sum + seconds, 0) / draws.length;
};

describe('drawParams', () => {
  it('is milder or harsher as the intensity says', () => {
    expect(mean(0)).toBeLessThan(mean(0.5) - 10);
    expect(mean(0.5)).toBeLessThan(mean(1) - 10);
    expect(Math.abs(mean(null) - mean(0.5))).toBeLessThan(10);
  });
});
