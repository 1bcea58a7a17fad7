import { headerValue } from '../../model/http.ts';
import { isObject } from '../../model/json.ts';
import type { Operation } from '../../model/operation.ts';
import type { ApiAnswer } from '../client/api-answer.ts';
import type { OracleParts } from './oracle-parts.ts';

const MOST_POLLS = 12;
const MOST_SUBMISSIONS = 3;
const LONGEST_WAIT = 60;
const PENDING = /^(?:pending|queued|waiting|accepted|running|processing|working|in[-_ ]?progress|started|new)$/i;
const FAILED = /^(?:failed|failure|error|errored|rejected|cancelled|canceled|aborted)$/i;

/**
 * Waits for what a 202 promised (RFC 9110, 15.3.3): asks after the job in growing steps, and submits again what came to nothing.
 *
 * @param shown what the write has made, once it is done
 */
export function settleJob(
  { client, run, memory, handlers }: OracleParts,
  { origin }: Operation,
  first: ApiAnswer,
  submit: () => ApiAnswer,
  shown: () => ApiAnswer | null,
): ApiAnswer {
  let answer = first;
  for (let submissions = 1; handlers.has('poll-job') && submissions <= MOST_SUBMISSIONS; submissions += 1) {
    const place = answer.status === 202 ? headerValue(answer.headers, 'location') : undefined;
    if (place === undefined) return answer;
    const url = new URL(place, origin);
    if (url.origin !== new URL(origin).origin) return answer;
    let job = client.raw('GET', origin, `${url.pathname}${url.search}`, null);
    for (let polls = 1; polls < MOST_POLLS && !run.over && stateOf(job, PENDING); polls += 1) {
      run.wait(Math.min(LONGEST_WAIT, 2 ** polls));
      job = client.raw('GET', origin, `${url.pathname}${url.search}`, null);
    }
    memory.observe(job);
    if (run.over || job.status >= 400 || !stateOf(job, FAILED)) return shown() ?? { ...job, body: undefined };
    answer = submit();
  }
  return answer;
}

function stateOf({ body }: ApiAnswer, states: RegExp): boolean {
  return isObject(body) && ['status', 'state'].some((name) => states.test(String(body[name] ?? '')));
}
