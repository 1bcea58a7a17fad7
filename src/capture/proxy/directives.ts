import type { HeaderList } from '../../model/http.ts';

/** What a client may tell the recorder by `X-Offscript-*` headers; these reach neither the upstream nor the recording. */
export interface Directives {
  readonly session: string | null;
  readonly workflow: string | null;
  readonly label: string | null;
  readonly task: string | null;
  /** Epoch milliseconds at which the request is to be recorded: workloads with a clock of their own. */
  readonly at: number | null;
}

export const NO_DIRECTIVES: Directives = { session: null, workflow: null, label: null, task: null, at: null };

const PREFIX = 'x-offscript-';
const LATEST_DATE = 8_640_000_000_000_000;

/**
 * Parts a request's headers into those of the exchange and those meant for us.
 *
 * @example [['Accept', '*'], ['X-Offscript-Session', 's1']]  ->  headers [['Accept', '*']], directives { session: 's1', … }
 */
export function takeDirectives(headers: HeaderList): { readonly headers: HeaderList; readonly directives: Directives } {
  if (!headers.some(isDirective)) return { headers, directives: NO_DIRECTIVES };
  const told = new Map(
    headers.filter(isDirective).map(([name, value]) => [name.toLowerCase().slice(PREFIX.length), value.trim()]),
  );
  const word = (name: string): string | null => told.get(name) || null;
  return {
    headers: headers.filter((header) => !isDirective(header)),
    directives: {
      session: word('session'),
      workflow: word('workflow'),
      label: word('label'),
      task: word('task'),
      at: momentOf(word('at')),
    },
  };
}

function isDirective([name]: readonly [string, string]): boolean {
  return name.length > PREFIX.length && name.slice(0, PREFIX.length).toLowerCase() === PREFIX;
}

function momentOf(text: string | null): number | null {
  if (text === null || !/^\d{1,16}(?:\.\d{1,6})?$/.test(text)) return null;
  const moment = Number(text);
  return moment <= LATEST_DATE ? moment : null;
}
