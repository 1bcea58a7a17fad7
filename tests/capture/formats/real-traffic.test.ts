import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../src/capture/formats/import-files.ts';
import { decodeBody } from '../../../src/model/body.ts';
import type { Session } from '../../../src/model/recording.ts';

const TRAFFIC = resolve(import.meta.dirname, '../../../../shared/traffic');
const absent = !existsSync(TRAFFIC);

describe.skipIf(absent)(`real traffic${absent ? ' (skipped: ../shared/traffic is absent)' : ''}`, () => {
  it.each([
    {
      name: 'zendesk',
      files: 269,
      empty: 3,
      sessions: 205,
      interactions: 1526,
      origins: ['https://d3v-zenpydev.zendesk.com', 'https://z3n-sell-mrhandy-699517ac91.zendesk-staging.com'],
    },
    { name: 'linode', files: 130, empty: 0, sessions: 130, interactions: 1038, origins: ['https://api.linode.com'] },
    {
      name: 'github',
      files: 22,
      empty: 0,
      sessions: 22,
      interactions: 71,
      origins: ['https://api.github.com', 'https://codeload.github.com', 'https://uploads.github.com'],
    },
  ])('$name comes in whole', ({ name, files, empty, sessions, interactions, origins }) => {
    const found = importFiles([resolve(TRAFFIC, name)], { format: 'auto', join: true });
    const all: Session[] = [...found.sessions];
    const every = all.flatMap((session) => session.interactions);
    expect(found.summary).toEqual({ files, empty, skipped: [] });
    expect({
      sessions: all.length,
      interactions: every.length,
      origins: [...new Set(every.map(({ request }) => request.origin))].sort(),
    }).toEqual({ sessions, interactions, origins });
    expect(every.filter(({ incomplete }) => incomplete !== null)).toEqual([]);
    for (const { outcome } of every) {
      if (outcome.kind === 'response')
        expect(decodeBody(outcome.response.headers, outcome.response.body).kind).not.toBe('undecodable');
    }
  });
});
