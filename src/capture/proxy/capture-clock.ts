/** Time as an argument: the wall clock names the moment, the steady one measures; only the latter survives clock jumps. */
export interface CaptureClock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds that never go back. */
  readonly steady: () => number;
}
