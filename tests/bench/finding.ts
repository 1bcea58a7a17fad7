/** One promise of the project beside what was measured, and beside a reference of the same run. */
export interface Finding {
  readonly promise: string;
  readonly measured: string;
  readonly reference: string;
  readonly holds: boolean;
}

/** A figure that no promise is about, to understand those that one is. */
export function print(what: string, figure: number, beside: string): void {
  process.stderr.write(`${what.padEnd(40)} ${figure.toFixed(1).padStart(12)}  ${beside}\n`);
}
