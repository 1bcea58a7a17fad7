import { expect, it } from 'vitest';
import { withWait } from '../../src/world/faults/told-wait.ts';

const answer = (body: string) => ({
  status: 429,
  headers: [['Content-Length', String(body.length)]] as const,
  body: Buffer.from(body),
});
const said = (body: string, seconds: number | null): string => {
  const response = withWait(answer(body), seconds);
  expect(response.headers).toEqual([['Content-Length', String(response.body.length)]]);
  return Buffer.from(response.body).toString();
};

it.each([
  ['{"message":"Try again in 37 seconds."}', 12, '{"message":"Try again in 12 seconds."}'],
  ['{"error":{"retry_after":37,"code":429}}', 12, '{"error":{"retry_after":12,"code":429}}'],
  ['{"retryAfter":"37"}', 12, '{"retryAfter":"12"}'],
  ['Slow down: wait for 3s', 12, 'Slow down: wait for 12s'],
  ['{"message":"Try again in 37 seconds.","retry_after":37}', null, '{"message":"Try again later."}'],
  ['{"id":37}', 12, '{"id":37}'],
])('says of %s after %s s: %s', (body, seconds, told) => {
  expect(said(body, seconds)).toBe(told);
});
