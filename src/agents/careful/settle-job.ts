import type { AgentEpisode, Json } from 'offscript';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { isObject } from '../json.ts';
import { callAt } from './call-at.ts';
import type { Send } from './patient-send.ts';

const MOST_POLLS = 12;
const MOST_SUBMISSIONS = 3;
const LONGEST_WAIT = 60;

/**
 * A write that was taken for later (202 with a Location), asked after until it is done; submitted again where its job
 * came to nothing.
 *
 * @returns the first answer that says how it ended
 */
export async function settleJob(
  episode: AgentEpisode,
  send: Send,
  call: Call,
  first: Answer,
  submit: () => Promise<Answer>,
): Promise<Answer> {
  let answer = first;
  for (let submissions = 1; submissions <= MOST_SUBMISSIONS; submissions += 1) {
    const place = answer.status === 202 ? answer.header('location') : null;
    const asking = place === null ? null : callAt(call.operation, place);
    if (asking === null) return answer;
    let job = await send(asking);
    for (let polls = 1; polls < MOST_POLLS && stateOf(job.body) === 'pending'; polls += 1) {
      await episode.wait(Math.min(LONGEST_WAIT, 2 ** polls));
      job = await send(asking);
    }
    if (job.status >= 400 || stateOf(job.body) !== 'failed') return { ...job, flaw: null };
    answer = await submit();
  }
  return answer;
}

function stateOf(body: Json | undefined): 'pending' | 'failed' | 'over' {
  const words = isObject(body) ? [body['status'], body['state']].map((word) => String(word ?? '')) : [];
  if (
    words.some((word) =>
      /^(?:pending|queued|waiting|accepted|running|processing|in[-_ ]?progress|started)$/i.test(word),
    )
  )
    return 'pending';
  return words.some((word) => /^(?:fail|error|reject|cancel|abort)/i.test(word)) ? 'failed' : 'over';
}
