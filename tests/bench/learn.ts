/** How long a million interactions take to learn, beside nothing but parsing their bodies. Made as they are read: the making is taken off. */
import { learn } from '../../src/learn/learn.ts';
import { deskTraffic } from '../support/desk-traffic.ts';
import { print, type Finding } from './finding.ts';

const SESSIONS = 148_000;
const SMALL = SESSIONS / 10;

export function measure(): readonly Finding[] {
  learned(1000);
  const small = learned(SMALL);
  const large = learned(SESSIONS);
  const growth = Math.log(large.seconds / small.seconds) / Math.log(large.interactions / small.interactions);
  const peak = process.resourceUsage().maxRSS / 1024;
  return [
    {
      promise: 'learning 1,000,000 interactions: < 60 s, near linear, < 2 GB',
      measured: `${large.seconds.toFixed(1)} CPU seconds for ${large.interactions.toLocaleString('en')} (n^${growth.toFixed(2)}), at most ${Math.round(peak)} MiB`,
      reference: `${large.parse.toFixed(1)} s to parse the same ${Math.round(large.bytes / 1e6)} MB of bodies`,
      holds: large.interactions >= 1_000_000 && large.seconds < 60 && peak < 2048,
    },
  ];
}

interface Learned {
  readonly interactions: number;
  readonly bytes: number;
  readonly parse: number;
  readonly seconds: number;
}

function learned(sessions: number): Learned {
  let interactions = 0;
  let bytes = 0;
  const making = cpuOf(() => {
    for (const session of deskTraffic(sessions)) interactions += session.interactions.length;
  });
  const parse = cpuOf(() => {
    for (const session of deskTraffic(sessions))
      for (const { request, outcome } of session.interactions)
        for (const body of [request.body, outcome.kind === 'response' ? outcome.response.body : request.body]) {
          bytes += body.length;
          if (body.length > 0) JSON.parse(Buffer.from(body).toString('utf8'));
        }
  });
  let passes = 0;
  const all = cpuOf(() =>
    learn(() => {
      passes += 1;
      return deskTraffic(sessions);
    }),
  );
  const seconds = all - passes * making;
  print(`CPU s to learn ${interactions} interactions`, seconds, `${Math.round(interactions / seconds)} a second`);
  return { interactions, bytes, parse: parse - making, seconds };
}

function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
