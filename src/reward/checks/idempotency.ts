import { headerValue } from '../../model/http.ts';
import { failed, isWrite, notApplicable, operationOf, passed, statusOf, type Check } from '../case.ts';

/** Where the API takes an Idempotency-Key, a repeated ambiguous write carried the same one. */
export const idempotency: Check = {
  name: 'idempotency',
  hard: true,
  judge: (subject) => {
    let judged = 0;
    for (const [at, call] of subject.calls.entries()) {
      const takesKey =
        operationOf(subject, call)?.request.headers.some(
          (field) => String(field.path[0]).toLowerCase() === 'idempotency-key',
        ) === true;
      if (!takesKey || !isWrite(subject, call) || (statusOf(call) !== 0 && statusOf(call) < 500)) continue;
      const again = subject.calls
        .slice(at + 1)
        .find(
          (other) => other.operation === call.operation && Buffer.compare(other.request.body, call.request.body) === 0,
        );
      if (again === undefined) continue;
      judged += 1;
      const key = headerValue(call.request.headers, 'idempotency-key');
      if (key !== undefined && headerValue(again.request.headers, 'idempotency-key') !== key)
        return failed('an ambiguous write was repeated under another Idempotency-Key', [call.index, again.index]);
    }
    return judged === 0
      ? notApplicable('no ambiguous write with an Idempotency-Key was repeated')
      : passed('repeated under the same key');
  },
};
