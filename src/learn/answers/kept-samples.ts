/** Which recorded answers a model carries: all kinds for operations without a resource, few for the rest. */
import type { AnswerSample } from '../../model/base-state.ts';
import type { Folded } from '../records/fold-recording.ts';
import type { Layout } from '../paths/layout.ts';
import { answerSample } from './samples.ts';

const UNMODELLED = 60;
const MODELLED = 3;

export function keptSamples(folded: Folded, layout: Layout): readonly AnswerSample[] {
  const kept: AnswerSample[] = [];
  for (const [id, shape] of layout.operations) {
    const items = folded.successes.get(id)?.items ?? [];
    const limit = shape.resource === null && shape.kind !== 'auth' ? UNMODELLED : shape.kind === 'auth' ? 1 : MODELLED;
    for (const witness of items.slice(-limit)) kept.push(answerSample(witness, shape.resource));
  }
  return kept;
}
