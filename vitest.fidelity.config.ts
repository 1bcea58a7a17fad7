import { defineConfig } from 'vitest/config';

/** `npm run fidelity`, `hostile` and `soak:worlds`: measurements, not tests; run through vitest because Node 20 does not read TypeScript. */
export default defineConfig({
  resolve: { conditions: ['@offscript/source'] },
  ssr: { resolve: { conditions: ['@offscript/source'] } },
  test: {
    include: ['tests/bench/fidelity.ts', 'tests/bench/hostile.ts', 'tests/bench/soak.ts'],
    disableConsoleIntercept: true,
    reporters: ['dot'],
  },
});
