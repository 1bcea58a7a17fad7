import { leavesOf, type Json } from '../../model/json.ts';
import type { Scene } from '../values/scene.ts';

/** What refusals say, without repeats. */
export function refusalText(scenes: readonly Scene[]): string {
  const texts = scenes
    .slice(0, 6)
    .flatMap((scene) =>
      scene.call.exchange.answer === undefined
        ? [scene.call.exchange.answerText ?? '']
        : [...linesOf(scene.call.exchange.answer)],
    );
  return [...new Set(texts)].join('\n').slice(0, 3000);
}

/** Words of an answer, one text a line; keys that hold objects count too. */
export function* linesOf(value: Json): Generator<string> {
  for (const { path, value: leaf } of leavesOf(value)) {
    if (typeof leaf === 'string') yield leaf;
    else if (leaf !== null) yield `${String(path.at(-1))}:${leaf}`;
    for (const step of path) if (typeof step === 'string') yield step;
  }
}
