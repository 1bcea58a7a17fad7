import type { HttpRequest } from '../../model/http.ts';

/** A write that was taken and is done later. */
export interface Job {
  readonly id: string;
  readonly path: string;
  readonly request: HttpRequest;
  readonly due: number;
  readonly fails: boolean;
  /** Null while it is pending. */
  readonly result: { readonly status: number; readonly location: string | null } | null;
}
