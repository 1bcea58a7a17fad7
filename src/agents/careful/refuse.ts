import type { ReportReason } from 'offscript';
import type { Answer } from '../answer.ts';
import { Stop } from './stop.ts';
import { foundIds } from './found-ids.ts';
import type { Work } from './work.ts';

/** What a final refusal means for the task. */
export function refuse(work: Work, answer: Answer, what: string, first: readonly string[] = []): Stop {
  return new Stop(reasonOf(answer), foundIds(work, first), `${what} answered ${answer.status}.`);
}

function reasonOf({ status, flaw }: Answer): ReportReason {
  if (status === 401 || status === 403) return 'not_allowed';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 409 || status === 412 || status === 423) return 'conflict';
  return flaw !== null || status === 0 || status === 429 || status >= 500 ? 'unavailable' : 'other';
}
