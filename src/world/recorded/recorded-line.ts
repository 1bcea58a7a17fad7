/**
 * How far a world still is the recording: which recorded writes have been made again in it, and what was written that
 * the recording does not know. An answer holds while its dependences have seen exactly the writes they had seen then.
 */
import type { HttpRequest } from '../../model/http.ts';
import type { RecordedAnswer, RecordedAnswers, RecordedMark, RecordedStart } from '../../model/world.ts';

interface Progress {
  /** So many of the recorded writes from the start on have been made again, in their order. */
  done: number;
  /** Made again before their turn. */
  readonly ahead: Set<number>;
}

/** Polled requests were recorded thousands of times: a world that went another way must not try them all. */
const MOST_LOOKS = 256;

export class RecordedLine {
  readonly #answers: RecordedAnswers;
  readonly #from: number;
  #progress = new Map<RecordedMark, Progress>();
  /** Written to by nobody in the recording. */
  #foreign: Set<RecordedMark>;
  /** By the first tick of a request: the tick it was last answered with. */
  #served = new Map<number, number>();

  constructor({ answers, from, changed }: RecordedStart) {
    this.#answers = answers;
    this.#from = from;
    this.#foreign = new Set();
    for (const key of changed) this.noteForeign([key, key.slice(0, key.indexOf('/'))]);
  }

  fork(): RecordedLine {
    const copy = new RecordedLine({ answers: this.#answers, from: this.#from, changed: [] });
    copy.#progress = new Map(
      [...this.#progress].map(([mark, { done, ahead }]) => [mark, { done, ahead: new Set(ahead) }]),
    );
    copy.#foreign = new Set(this.#foreign);
    copy.#served = new Map(this.#served);
    return copy;
  }

  /**
   * Ticks whose answers this request could get now, the best first: the next one in recorded order, then the last one
   * given, then the latest from before the start.
   */
  *candidates(request: HttpRequest): Generator<{ readonly tick: number; readonly isNext: boolean }> {
    const ticks = this.#answers.ticksOf(request);
    const [first] = ticks;
    if (first === undefined) return;
    const start = placeOf(ticks, this.#from);
    const next = Math.max(start, placeOf(ticks, (this.#served.get(first) ?? -1) + 1));
    let looks = MOST_LOOKS;
    for (const index of orderedPlaces(start, next, ticks.length)) {
      const tick = ticks[index];
      if (tick === undefined || looks-- === 0) return;
      if (this.#holds(tick)) yield { tick, isNext: index >= next };
    }
  }

  load(tick: number): RecordedAnswer {
    return this.#answers.load(tick);
  }

  isWrite(tick: number): boolean {
    return this.#answers.marksOf(tick).wrote.length > 0;
  }

  /** The request got this answer, and did again what it did then. */
  noteServed(request: HttpRequest, tick: number): void {
    const [first] = this.#answers.ticksOf(request);
    if (first !== undefined) this.#served.set(first, tick);
    for (const mark of this.#answers.marksOf(tick).wrote) this.#advance(mark, tick);
  }

  noteForeign(marks: Iterable<RecordedMark>): void {
    for (const mark of marks) this.#foreign.add(mark);
  }

  #holds(tick: number): boolean {
    const { depends, spared } = this.#answers.marksOf(tick);
    return (
      spared.every((mark) => !this.#foreign.has(mark)) &&
      depends.every((mark) => !this.#foreign.has(mark) && this.#isAt(mark, tick))
    );
  }

  /** The recorded writes between the start and this tick have happened, and no others. */
  #isAt(mark: RecordedMark, tick: number): boolean {
    const writes = this.#answers.writesTo(mark);
    const start = placeOf(writes, this.#from);
    const progress = this.#progress.get(mark);
    if (progress !== undefined && progress.ahead.size > 0) return false;
    return placeOf(writes, tick) === start + (progress?.done ?? 0);
  }

  #advance(mark: RecordedMark, tick: number): void {
    const progress = this.#progress.get(mark) ?? { done: 0, ahead: new Set() };
    this.#progress.set(mark, progress);
    progress.ahead.add(tick);
    const writes = this.#answers.writesTo(mark);
    const start = placeOf(writes, this.#from);
    for (let next = writes[start + progress.done]; next !== undefined && progress.ahead.delete(next);) {
      progress.done++;
      next = writes[start + progress.done];
    }
  }
}

function* orderedPlaces(start: number, next: number, length: number): Generator<number> {
  for (let index = next; index < length; index++) yield index;
  for (let index = next - 1; index >= start; index--) yield index;
  for (let index = start - 1; index >= 0; index--) yield index;
}

/** How many of the ascending numbers are below a limit. */
function placeOf(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
