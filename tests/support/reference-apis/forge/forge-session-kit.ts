import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer, SessionClient } from '../session-client.ts';
import { createForgeWorld, isColdNumber } from './forge-seed.ts';
import { FORGE_ORIGIN, MAINTAINER, PASSER_BY } from './forge-world.ts';

const SEED = createForgeWorld(0);
export const TITLES = [
  'Build fails on Node 22',
  'Allow a base path',
  'Retry on 503',
  'Typos in the changelog',
  'Panic in the watcher',
  'Make the cache size configurable',
];

export const HOT = ['/repos/harborlabs/tidewater', '/repos/harborlabs/beacon-cli', '/repos/mira/dotfiles'];
export function maintainer(send: ReferenceSend): SessionClient {
  return clientOf(send, MAINTAINER);
}

export function passerBy(send: ReferenceSend): SessionClient {
  return clientOf(send, PASSER_BY);
}

function clientOf(send: ReferenceSend, token: string): SessionClient {
  return createSessionClient(send, FORGE_ORIGIN, {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.forge+json',
    'x-forge-api-version': '2022-11-28',
  });
}

export function hotNumber(repo: string, random: Random, kind: 'issue' | 'pull'): number {
  const home = SEED.homes.get(repo.replace('/repos/', ''));
  const fitting = [...(home?.issues.values() ?? [])].filter(
    ({ number, pull }) => !isColdNumber(number) && (pull === null) === (kind === 'issue'),
  );
  return random.pick(fitting).number;
}

export function all(forge: SessionClient, path: string): readonly JsonObject[] {
  const rows: JsonObject[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const page: Answer = forge.call(`GET ${next}`);
    rows.push(...page.rows('$').filter(isJsonObject));
    next = /<https:\/\/[^/]+([^>]+)>; rel="next"/.exec(page.header('link') ?? '')?.[1];
  }
  return rows;
}
