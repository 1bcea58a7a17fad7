/** What `capture -- CMD` tells the hook in a Node program, in one environment variable. */
export interface HookSettings {
  /** Of the forward proxy. */
  readonly host: string;
  readonly port: number;
  /** Value of Proxy-Authorization. */
  readonly authorization: string;
  /** File of the local authority's certificate. */
  readonly authority: string;
  readonly named: readonly string[];
  /** Every public host. */
  readonly any: boolean;
  /** Not to be recorded whatever else. */
  readonly excluded: readonly string[];
}

export const HOOK_VARIABLE = 'OFFSCRIPT_HOOK';
export const HOOK_HEADER = 'X-Offscript-Hook';
/** Values of it on a tunnel, which then begins without an answer: to be looked into, and not. */
export const OPENED = 'opened';
export const UNOPENED = 'unopened';
export const FAILED_HEADER = 'x-offscript-failed';
