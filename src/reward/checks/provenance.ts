import { holdsWord, showed } from '../observations.ts';
import { idTokens } from '../request-tokens.ts';
import { failed, isWrite, notApplicable, passed, statusOf, type Case, type Check } from '../case.ts';

/** Every id that was written to came from the instruction or from an answer: nothing was guessed. */
export const provenance: Check = {
  name: 'provenance',
  hard: true,
  judge: (subject) => {
    const told = subject.told;
    let judged = 0;
    for (const [at, call] of subject.calls.entries()) {
      const effective = call.changes.length > 0 || (isWrite(subject, call) && statusOf(call) < 400);
      for (const token of effective ? idTokens(subject, call) : []) {
        judged += 1;
        if (
          !holdsWord(told, token) &&
          !isConstant(subject, token) &&
          !subject.calls.slice(0, at).some((earlier) => showed(earlier, token))
        )
          return failed(`the id "${token}" was sent before anything had shown it`, [call.index]);
      }
    }
    return judged === 0 ? notApplicable('no id was written to') : passed(`${judged} ids, each told or seen first`);
  },
};

/** The same in every recorded session, as the schema says. */
function isConstant(subject: Case, token: string): boolean {
  return subject.episode.task.oracle.steps.some(
    (step) =>
      'slots' in step && step.slots.some(({ value }) => value.v === 'constant' && String(value.value) === token),
  );
}
