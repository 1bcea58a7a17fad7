/** Body and headers of refusals of one kind. */
import type { Branch } from '../../model/branch.ts';
import type { Expr } from '../../model/expr.ts';
import type { Template } from '../../model/template.ts';
import { bodyTemplate } from '../answers/body-template.ts';
import { headersOf } from '../answers/response-headers.ts';
import type { Scene } from '../values/scene.ts';
import type { GuardContext } from './guard-context.ts';

interface Context {
  readonly guard: Pick<GuardContext, 'refs'>;
}

export function answerTemplate(
  scenes: readonly Scene[],
  context: Context,
  hints: readonly Expr[] = [],
  at: ReadonlyMap<string, Template> = new Map(),
): Template {
  const inputs = scenes.flatMap((scene) =>
    scene.call.exchange.answer === undefined ? [] : [{ scene, body: scene.call.exchange.answer }],
  );
  if (inputs.length > 0) return bodyTemplate(inputs, { at, refs: context.guard.refs, hints });
  const text = scenes[0]?.call.exchange.answerText ?? null;
  return text === null ? { t: 'none' } : { t: 'raw', text };
}

export function errorHeaders(scenes: readonly Scene[], context: Context): Branch['headers'] {
  return headersOf(
    scenes.map((scene) => ({ scene, headers: scene.call.exchange.answerHeaders })),
    context.guard.refs,
  );
}
