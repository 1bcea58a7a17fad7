/** A piece of a text: `from` is in it, `to` is not. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
