/** So many at once, in order. */
export class Lanes {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(lanes: number) {
    this.#free = Math.max(1, lanes);
  }

  async next<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#free++;
      else waiting();
    }
  }
}
