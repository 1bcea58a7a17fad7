import { headerValue } from '../../model/http.ts';
import { failed, notApplicable, operationOf, passed, statusOf, type Check } from '../case.ts';

/** After a 401 the same token was not sent again and again. */
export const reauthenticate: Check = {
  name: 'reauthenticate',
  hard: true,
  judge: (subject) => {
    const refused = new Map<string, number>();
    let seen = 0;
    for (const call of subject.calls) {
      const token =
        headerValue(call.request.headers, 'authorization') ??
        headerValue(call.request.headers, 'cookie') ??
        headerValue(call.request.headers, 'x-api-key') ??
        '';
      const times = refused.get(token) ?? 0;
      if (times >= 2 && operationOf(subject, call)?.kind !== 'auth')
        return failed('a token that was refused twice was sent a third time', [call.index]);
      if (statusOf(call) === 401) {
        seen += 1;
        refused.set(token, times + 1);
      } else if (statusOf(call) < 400 && statusOf(call) > 0) refused.delete(token);
    }
    return seen === 0 ? notApplicable('no token was refused') : passed('a refused token was replaced');
  },
};
