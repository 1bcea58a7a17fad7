import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@offscript/source'] },
  ssr: { resolve: { conditions: ['@offscript/source'] } },
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/support/property-seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
