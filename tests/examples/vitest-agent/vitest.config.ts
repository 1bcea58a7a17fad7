import { defineConfig } from 'vitest/config';

// Episodes apart from unit tests: they ask a model.
export default defineConfig({ test: { include: ['*.episodes.ts'] } });
