/**
 * A number times a power of ten, without the dust of binary fractions.
 *
 * @example 19.99, 2  ->  1999
 */
export function timesTen(value: number, digits: number): number {
  return Number((digits < 0 ? value / 10 ** -digits : value * 10 ** digits).toPrecision(15));
}
