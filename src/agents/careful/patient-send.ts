import type { AgentEpisode } from 'offscript';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { Credentials } from '../credentials.ts';
import type { Transport } from '../transport.ts';
import { goneElsewhere } from './gone-elsewhere.ts';
import { secondsToWait } from './seconds-to-wait.ts';

/** Looks whether a write has happened whose answer says otherwise; what it shows now, or null where it has not. */
export type Look = (answer: Answer) => Promise<Answer | null>;
/** Sends a call until it has an answer worth reading, or it is clear that there will be none. */
export type Send = (call: Call, look?: Look) => Promise<Answer>;

const MOST_FAILURES = 5;
const MOST_RENEWALS = 3;

/** Waits as long as it is told, renews what has expired, and never repeats a write without having looked. */
export function patientSend(episode: AgentEpisode, transport: Transport, credentials: Credentials): Send {
  return async (asked, look) => {
    let failures = 0;
    let renewals = 0;
    let call = asked;
    for (;;) {
      const answer = await transport(call);
      const elsewhere = goneElsewhere(call, answer);
      if (elsewhere !== null) {
        call = elsewhere;
        continue;
      }
      if (answer.status === 401 && renewals < MOST_RENEWALS) {
        renewals += 1;
        if (!(await credentials.renew(call.operation.origin))) return answer;
        continue;
      }
      const told = answer.status >= 400 ? secondsToWait(answer) : null;
      if (told === null && !isPassing(answer)) return answer;
      failures += 1;
      if (look !== undefined && mayHaveHappened(answer)) {
        const seen = await look(answer);
        if (seen !== null) return seen;
      }
      if (failures > MOST_FAILURES) return answer;
      await episode.wait(told ?? 2 ** (failures - 1));
    }
  };
}

/** Likely to be otherwise at the next attempt. */
function isPassing({ status, flaw }: Answer): boolean {
  return flaw !== null || status === 408 || status === 425 || status === 429 || status >= 500;
}

function mayHaveHappened({ status, flaw }: Answer): boolean {
  return flaw !== null || status === 408 || status >= 500;
}
