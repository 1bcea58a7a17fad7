import { describe, expect, it } from 'vitest';
import type { Captured } from '../../../src/capture/proxy/captured.ts';
import { NO_DIRECTIVES, type Directives } from '../../../src/capture/proxy/directives.ts';
import { LiveSession } from '../../../src/capture/sessions/live-session.ts';
import type { Recorder } from '../../../src/capture/sessions/recorder.ts';
import { SessionWriter } from '../../../src/capture/sessions/session-writer.ts';
import { EnvironmentError } from '../../../src/errors.ts';
import { NO_BODY } from '../../../src/model/http.ts';

const FULL = new EnvironmentError('OFFSCRIPT_DISK_FULL', 'The disk is full.', 'Make room.');

describe('what is captured', () => {
  it('is counted, its session begun once and told what its client tells later', () => {
    const { writer, calls } = writing();
    const session = new LiveSession('s1', 5);
    writer.commit([captured(session, { task: 'Do it.' }), captured(session)]);
    writer.commit([captured(session, { label: 'bad' }, 'half')]);
    expect(calls).toEqual([
      'begin s1 task=Do it. label=null',
      'record s1~2 0',
      'record s1~2 1',
      'update s1~2 label=bad',
      'record s1~2 2',
    ]);
    expect(writer.counts).toEqual({ sessions: 1, interactions: 3, incomplete: 1, lost: 0 });
  });

  it.each([1, 2, 3, 4])('is right up to the failure and counted as lost from then on (call %d fails)', (failing) => {
    const failures: unknown[] = [];
    const { writer, calls } = writing({ failing, onFailure: (error) => failures.push(error) });
    const session = new LiveSession('s1', 5);
    writer.commit([captured(session), captured(session)]);
    writer.commit([captured(session)]);
    writer.commit([captured(session)]);
    const { interactions, lost } = writer.counts;
    expect(calls.filter((call) => call.startsWith('record'))).toHaveLength(interactions);
    expect(interactions + lost).toBe(4);
    expect(failures).toEqual([FULL]);
    expect(writer.failure).toBe(FULL);
  });

  it('is all there or not at all where commits come together', () => {
    const kept: number[] = [];
    const { writer } = writing({
      failing: 3,
      together: (work, calls) => {
        const before = calls.length;
        try {
          work();
        } catch (error) {
          calls.length = before;
          throw error;
        } finally {
          kept.push(calls.filter((call) => call.startsWith('record')).length);
        }
      },
    });
    const session = new LiveSession('s1', 5);
    writer.commit([captured(session), captured(session), captured(session)]);
    expect(kept).toEqual([0]);
    expect(writer.counts).toEqual({ sessions: 0, interactions: 0, incomplete: 0, lost: 3 });
  });

  it('is left out, said so, where it cannot be redacted', () => {
    const skipped: unknown[] = [];
    const { writer } = writing({
      failing: 2,
      error: new TypeError('our bug'),
      onSkipped: (error) => skipped.push(error),
    });
    const session = new LiveSession('s1', 5);
    writer.commit([captured(session), captured(session)]);
    expect(skipped).toEqual([new TypeError('our bug')]);
    expect(writer.counts).toEqual({ sessions: 1, interactions: 1, incomplete: 0, lost: 1 });
    expect(writer.failure).toBeNull();
  });
});

interface WritingOptions {
  /** Number of the recorder's call that fails, from 1. */
  readonly failing?: number;
  readonly error?: Error;
  readonly onFailure?: (error: unknown) => void;
  readonly onSkipped?: (error: unknown) => void;
  readonly together?: (work: () => void, calls: string[]) => void;
}

function writing({
  failing = 0,
  error = FULL,
  onFailure = () => {},
  onSkipped = () => {},
  together,
}: WritingOptions = {}): { readonly writer: SessionWriter; readonly calls: string[] } {
  const calls: string[] = [];
  let count = 0;
  const call = (text: string): void => {
    if (++count === failing) throw error;
    calls.push(text);
  };
  const recorder: Recorder = {
    beginSession: ({ id, task, label }) => {
      call(`begin ${id} task=${task ?? null} label=${label ?? null}`);
      return `${id}~2`;
    },
    record: (id, { seq }) => call(`record ${id} ${seq}`),
    updateSession: (id, { label }) => call(`update ${id} label=${label ?? null}`),
    ...(together && { together: (work: () => void) => together(work, calls) }),
  };
  return { writer: new SessionWriter({ recorder, task: null, onFailure, onSkipped }), calls };
}

function captured(session: LiveSession, told: Partial<Directives> = {}, incomplete: string | null = null): Captured {
  return {
    request: { method: 'GET', origin: 'https://a.example', target: '/', headers: [], body: NO_BODY },
    outcome: { kind: 'response', response: { status: 204, headers: [], body: NO_BODY }, trailers: [] },
    timing: { requestAt: 5, firstByteAfter: 1, lastByteAfter: 2, chunks: null },
    incomplete,
    directives: { ...NO_DIRECTIVES, ...told },
    place: { settle: () => ({ session, seq: session.takeSeq() }) },
  };
}
