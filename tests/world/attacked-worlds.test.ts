import { expect, it } from 'vitest';
import { attackWorld } from '../support/attack-world.ts';
import { REFERENCE_APIS } from '../support/reference-apis/reference-apis.ts';

const SHARE = Math.ceil(2000 / REFERENCE_APIS.length);

it.each(REFERENCE_APIS.map((api) => [api.name, api] as const))(
  'a world learned from %s answers hostile requests without a crash, a hang or a change by what it refused',
  (_, api) => {
    const { requests, refused } = attackWorld(api, SHARE);
    expect(requests).toBe(SHARE);
    expect(refused).toBeGreaterThan(SHARE * 0.05);
  },
);
