/** How learning grows with the recording: two sizes of one reference API, and what a million interactions would take. */
import { learn } from '../../src/learn/learn.ts';
import { REFERENCE_APIS } from '../support/reference-apis/reference-apis.ts';
import { referenceSessions } from '../support/reference-sessions.ts';
import { print, type Finding } from './finding.ts';

const SMALL = 60;
const LARGE = 600;
const MILLION = 1_000_000;

export function measure(): readonly Finding[] {
  const [api] = REFERENCE_APIS;
  if (api === undefined) throw new Error('no reference API');
  const small = learned(api, SMALL);
  const large = learned(api, LARGE);
  const growth = Math.log(large.seconds / small.seconds) / Math.log(large.interactions / small.interactions);
  const million = large.seconds * (MILLION / large.interactions) ** Math.max(1, growth);
  return [
    {
      promise: 'learning 1,000,000 interactions: < 60 s, near linear',
      measured: `${Math.round(million).toLocaleString('en')} s by extrapolation (time grows with n^${growth.toFixed(2)})`,
      reference: `${large.interactions.toLocaleString('en')} interactions in ${large.seconds.toFixed(1)} s`,
      holds: million < 60,
    },
  ];
}

function learned(
  api: (typeof REFERENCE_APIS)[number],
  count: number,
): { readonly interactions: number; readonly seconds: number } {
  const sessions = referenceSessions(api, 1, count);
  const interactions = sessions.reduce((sum, session) => sum + session.interactions.length, 0);
  const began = performance.now();
  learn(() => sessions);
  const seconds = (performance.now() - began) / 1000;
  print(`seconds to learn ${interactions} interactions`, seconds, `${Math.round(interactions / seconds)} a second`);
  return { interactions, seconds };
}
