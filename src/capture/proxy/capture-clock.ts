/** Time as an argument: the wall clock names the moment, the steady one measures; only the latter survives clock jumps. */
export interface CaptureClock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds that never go back. */
  readonly steady: () => number;
}

/** Milliseconds by which a clock may run ahead of the steady one before it is taken to have been set, or the machine to have slept. */
const MOST_DRIFT = 2000;

/** Moments that never go back, whatever is done to the clock: it follows jumps ahead, and goes on steadily over jumps back. */
export function neverBack({ now, steady }: CaptureClock): CaptureClock {
  let ahead = now() - steady();
  return {
    steady,
    now: () => {
      const jump = now() - steady() - ahead;
      if (jump > MOST_DRIFT) ahead += jump;
      return steady() + ahead;
    },
  };
}
