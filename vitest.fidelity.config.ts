import { defineConfig } from 'vitest/config';

/** `npm run fidelity`: a measurement, not a test; run through vitest because Node 20 does not read TypeScript. */
export default defineConfig({
  resolve: { conditions: ['@offscript/source'] },
  ssr: { resolve: { conditions: ['@offscript/source'] } },
  test: { include: ['tests/bench/fidelity.ts'], disableConsoleIntercept: true, reporters: ['dot'] },
});
