import type { Turn } from '../compiled.ts';
import type { Performed } from './performed.ts';
import { reply } from './reply.ts';

/** The one answer that is no API's: the model has nothing to say to a legitimate request. */
export function noAnswer(turn: Turn): Performed {
  turn.noAnswer = true;
  return {
    response: reply(turn, 501, [], Buffer.from('{"error":"offscript_no_answer"}'), 'application/json'),
    source: 'none',
    changes: [],
  };
}
