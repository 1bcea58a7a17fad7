import { canonicalJson } from '../../model/json.ts';
import { shownTokens } from '../observations.ts';
import { idTokens } from '../request-tokens.ts';
import { failed, isWrite, notApplicable, passed, statusOf, type Case, type Check } from '../case.ts';

/** Every id that was written to came from the instruction or from an answer: nothing was guessed. */
export const provenance: Check = {
  name: 'provenance',
  hard: true,
  judge: (subject) => {
    const told = toldText(subject);
    const seen = new Set<string>();
    let judged = 0;
    for (const call of subject.calls) {
      const effective = call.changes.length > 0 || (isWrite(subject, call) && statusOf(call) < 400);
      for (const token of effective ? idTokens(subject, call) : []) {
        judged += 1;
        if (!seen.has(token) && !told.includes(token) && !isConstant(subject, token)) return failed(`the id "${token}" was sent before anything had shown it`, [call.index]);
      }
      for (const token of shownTokens(call)) seen.add(token);
    }
    return judged === 0 ? notApplicable('no id was written to') : passed(`${judged} ids, each told or seen first`);
  },
};

export function toldText(subject: Case): string {
  const { episode } = subject;
  const said = (episode.user?.turns ?? []).map((turn) => `${turn.reply} ${canonicalJson(turn.inputs)}`).join(' ');
  return `${episode.instruction} ${canonicalJson(episode.inputs)} ${episode.policy} ${said}`;
}

/** The same in every recorded session, as the schema says. */
function isConstant(subject: Case, token: string): boolean {
  return subject.episode.task.oracle.steps.some((step) => 'slots' in step && step.slots.some(({ value }) => value.v === 'constant' && String(value.value) === token));
}
