/** `npm run hostile`: 20,000 hostile requests to the worlds learned from the reference APIs. Environment: HOSTILE_REQUESTS, HOSTILE_SEED. */
import { it } from 'vitest';
import { attackWorld } from '../support/attack-world.ts';
import { REFERENCE_APIS } from '../support/reference-apis/reference-apis.ts';

const requests = Number(process.env['HOSTILE_REQUESTS'] ?? 20_000);
const seed = Number(process.env['HOSTILE_SEED'] ?? 1);
const share = Math.ceil(requests / REFERENCE_APIS.length);

it.each(REFERENCE_APIS.map((api) => [api.name, api] as const))('%s', { timeout: 600_000 }, (name, api) => {
  const { requests: sent, refused, changed, slowest } = attackWorld(api, share, seed);
  process.stdout.write(
    `\n${name}: ${sent} hostile requests, ${refused} refused, ${changed} changed something as served writes do; no crash, no change by a refusal; slowest ${slowest.toFixed(1)} ms\n`,
  );
});
