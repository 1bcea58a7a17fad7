/** What `capture -- CMD` tells the hook in a Node program, in one environment variable. */
export interface HookSettings {
  /** Of the forward proxy. */
  readonly host: string;
  readonly port: number;
  /** Value of Proxy-Authorization. */
  readonly authorization: string;
  readonly named: readonly string[];
  /** Every public host. */
  readonly any: boolean;
  /** Not to be recorded whatever else. */
  readonly excluded: readonly string[];
}

export const HOOK_VARIABLE = 'OFFSCRIPT_HOOK';
export const HOOK_HEADER = 'X-Offscript-Hook';
export const FAILED_HEADER = 'x-offscript-failed';
