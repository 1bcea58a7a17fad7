import fc from 'fast-check';
import { expect, it } from 'vitest';
import { neverBack } from '../../../src/capture/proxy/capture-clock.ts';

it('never goes back, whatever is done to the clock, and follows it ahead', () => {
  const steps = fc.array(fc.record({ passes: fc.nat(5000), set: fc.integer({ min: -7_200_000, max: 7_200_000 }) }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(steps, (list) => {
      let wall = 1_767_600_000_000;
      let steady = 10;
      const clock = neverBack({ now: () => wall, steady: () => steady });
      let last = clock.now();
      for (const { passes, set } of list) {
        steady += passes;
        wall += passes + set;
        const now = clock.now();
        expect(now).toBeGreaterThanOrEqual(last + passes);
        expect(now).toBeGreaterThanOrEqual(wall - 2000);
        last = now;
      }
    }),
  );
});
