import type { WorldDraft } from '../../model/world.ts';
import type { EpisodeChange } from '../episode-change.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { anyRequestOf } from './any-request-of.ts';
import type { Precondition } from './preconditions.ts';
import { preconditionStep } from './precondition-step.ts';
import { plainWords } from './plain-words.ts';
import { valueWords } from './value-words.ts';

/** Refuses a write until the record is in the state; a right agent brings it there first. Status 0: nothing changes. */
export function requireBefore(
  draft: WorldDraft,
  context: MutatorContext,
  target: Precondition,
  status: number,
  message: (path: string, thing: string, value: string) => string,
): EpisodeChange {
  const { write, key, path, value } = target;
  const step = preconditionStep(context, target);
  if (status === 0 || step === null) return {};
  const thing = plainWords(context.resource(key.split('/')[0] ?? '')?.singular ?? 'record');
  draft.add({
    p: 'require',
    match: { ...anyRequestOf(write), key: context.operation(write)?.target === null ? null : key },
    key,
    path,
    values: [value],
    status,
    message: message(plainWords(path), thing, valueWords(value)),
  });
  return { oracle: [{ o: 'before-write', operation: write, step }] };
}
