import type { HttpResponse } from '../../model/http.ts';
import type { EntityChange } from '../../model/trace.ts';
import type { WorldAnswer } from '../../model/world.ts';

/** What the API itself answered, before anything went wrong on the way back. */
export interface Performed {
  readonly response: HttpResponse;
  readonly source: WorldAnswer['source'];
  readonly changes: readonly EntityChange[];
}
