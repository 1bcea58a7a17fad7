import fc from 'fast-check';

/**
 * Properties draw from one fixed seed, so that a run's verdict is about the change and not about the draw.
 * `npm run test:random` draws anew; a number in `OFFSCRIPT_PROPERTY_SEED` repeats such a run.
 */
const wanted = process.env['OFFSCRIPT_PROPERTY_SEED'] ?? '20261122';

if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
