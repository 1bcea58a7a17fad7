/**
 * How many plans a second the engine draws and applies, at three levels. Run after a build: `node dist/tests/bench/mutate.js`.
 */
import { CATALOGUE } from '../../mutators/index.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';

const DRAFTS = 50_000;
const PROMISED = 20_000;

for (const level of [0, 0.5, 1]) {
  const began = performance.now();
  let made = 0;
  let mutations = 0;
  for (const { plan } of mutate({ ...DESK_FIXTURE, catalogue: CATALOGUE, seed: 7, count: DRAFTS, level })) {
    made += 1;
    mutations += plan.length;
  }
  const perSecond = Math.round((made / (performance.now() - began)) * 1000);
  console.log(
    `level ${level}: ${perSecond} plans/s (promised ${PROMISED}), ${(mutations / made).toFixed(2)} mutations each, ${made} drafts`,
  );
}
