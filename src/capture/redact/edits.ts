/** Replacements in one text, gathered by several rules over the text as it was: what one rule took, the next leaves alone. */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export class Edits {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  get count(): number {
    return this.#edits.length;
  }

  /** False where it was ignored: it overlaps an earlier one or changes nothing. */
  add(start: number, end: number, text: string): boolean {
    const place = this.#placeOf(start);
    if (!this.#isFreeAt(place, start, end) || this.#source.slice(start, end) === text) return false;
    this.#edits.splice(place, 0, { start, end, text });
    return true;
  }

  /** As {@link add}, its text made only where there is room: what an earlier rule took is no value of this one. */
  addMade(start: number, end: number, make: () => string): boolean {
    return this.#isFreeAt(this.#placeOf(start), start, end) && this.add(start, end, make());
  }

  all(): readonly Edit[] {
    return this.#edits;
  }

  apply(): string {
    if (this.#edits.length === 0) return this.#source;
    let result = '';
    let at = 0;
    for (const edit of this.#edits) {
      result += this.#source.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return result + this.#source.slice(at);
  }

  /** Index of the first edit that starts at or after `start`. */
  #placeOf(start: number): number {
    let low = 0;
    let high = this.#edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#edits[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isFreeAt(place: number, start: number, end: number): boolean {
    return (this.#edits[place - 1]?.end ?? 0) <= start && end <= (this.#edits[place]?.start ?? Infinity);
  }
}
