/** A clock that moves only when told to, so that weeks of sessions run in seconds. Epoch milliseconds. */
export interface VirtualClock {
  now(): number;
  advance(milliseconds: number): void;
}

export function createClock(start: number): VirtualClock {
  let at = start;
  return {
    now: () => at,
    advance: (milliseconds) => {
      at += Math.max(0, Math.round(milliseconds));
    },
  };
}

/** @example isoTime(0)  ->  "1970-01-01T00:00:00Z" */
export function isoTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
