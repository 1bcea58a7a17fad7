/** How learning grows with the recording: two sizes of one reference API, and what a million interactions would take. */
import { learn } from '../../src/learn/learn.ts';
import { payApi } from '../support/reference-apis/pay/pay-api.ts';
import { referenceSessions } from '../support/reference-sessions.ts';
import { print, type Finding } from './finding.ts';

const SMALL = 300;
const LARGE = 3000;
const MILLION = 1_000_000;

export function measure(): readonly Finding[] {
  learned(SMALL);
  const small = learned(SMALL);
  const large = learned(LARGE);
  const growth = Math.log(large.seconds / small.seconds) / Math.log(large.interactions / small.interactions);
  const million = large.seconds * (MILLION / large.interactions) ** Math.max(1, growth);
  return [
    {
      promise: 'learning 1,000,000 interactions: < 60 s, near linear, < 2 GB',
      measured: `${Math.round(million).toLocaleString('en')} s by extrapolation (time grows with n^${growth.toFixed(2)}), ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB here`,
      reference: `${large.interactions.toLocaleString('en')} interactions in ${large.seconds.toFixed(1)} s`,
      holds: million < 60,
    },
  ];
}

function learned(count: number): { readonly interactions: number; readonly seconds: number } {
  const sessions = referenceSessions(payApi, 1, count);
  const interactions = sessions.reduce((sum, session) => sum + session.interactions.length, 0);
  const began = performance.now();
  learn(() => sessions);
  const seconds = (performance.now() - began) / 1000;
  print(`seconds to learn ${interactions} interactions`, seconds, `${Math.round(interactions / seconds)} a second`);
  return { interactions, seconds };
}
