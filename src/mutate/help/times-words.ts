/** @example 1 -> "once", 3 -> "3 times" */
export function timesWords(times: number): string {
  return times === 1 ? 'once' : `${times} times`;
}
