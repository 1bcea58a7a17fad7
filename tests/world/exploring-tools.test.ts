import { expect, it } from 'vitest';
import { learnRecording } from '../../src/pipeline/learn-recording.ts';
import { exploreTools } from '../support/explore-tools.ts';
import { HELPDESK } from '../support/offscript.ts';

it('has an answer for calls that its tools allow, and the same ones again', () => {
  const { model } = learnRecording(HELPDESK);
  const explored = exploreTools(model, 800, 7);
  expect(explored.noAnswer / explored.calls, JSON.stringify(explored.dumb)).toBeLessThanOrEqual(0.03);
  expect(explored.statuses['2xx'] ?? 0).toBeGreaterThan(explored.calls * 0.3);
  expect(explored.statuses['5xx'] ?? 0).toBe(0);
  expect(exploreTools(model, 800, 7)).toEqual(explored);
});
