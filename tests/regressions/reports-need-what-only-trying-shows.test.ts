import { describe, expect, it } from 'vitest';
import { deskEpisode, playDesk, playOracle } from '../support/desk/desk-episode.ts';
import { DESK } from '../support/desk/desk-model.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';

const PATCH_TICKET = `PATCH ${DESK}/tickets/{id}`;
const down = deskEpisode(UPDATE_TASK, {
  patches: [
    {
      p: 'fault',
      match: { operations: [PATCH_TICKET], kinds: null, key: null },
      from: 0,
      count: null,
      phase: 'before',
      fault: { f: 'status', status: 503, headers: [], body: null },
    },
  ],
  oracle: [{ o: 'report', reason: 'unavailable', evidence: [{ resource: 'tickets', id: '27' }] }],
  goal: [{ kind: 'report', reason: 'unavailable', evidence: ['27'] }],
});

/** Reading the record and always saying `unavailable` once won every outage. */
describe('a report that something is down', () => {
  it('pays whoever tried', () => {
    expect(playOracle(down).verdict.reward).toBe(1);
  });

  it('pays nobody who only looked', () => {
    const looked = playDesk(down, (run) => {
      const authorization = run.view.credentials[DESK]?.[0]?.headers ?? [];
      run.request({
        method: 'GET',
        origin: DESK,
        target: '/tickets/27',
        headers: authorization,
        body: new Uint8Array(0),
      });
      run.report('unavailable', ['27']);
    });
    expect(looked.verdict.reward).toBe(0);
  });

  it('takes no id that is only part of a longer number', () => {
    const seen = playDesk(down, (run) => {
      run.request({
        method: 'GET',
        origin: DESK,
        target: '/tickets',
        headers: run.view.credentials[DESK]?.[0]?.headers ?? [],
        body: new Uint8Array(0),
      });
      run.report('unavailable', ['27', '20']);
    });
    expect(seen.verdict.goal).toBe(0);
  });
});
