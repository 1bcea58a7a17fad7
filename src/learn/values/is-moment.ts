/** A number that can be taken for a moment: seconds or milliseconds since 1970, from 2001 on. */
export function isMoment(value: number): boolean {
  return Number.isInteger(value) && ((value > 1e9 && value < 4e9) || (value > 1e12 && value < 4e12));
}
