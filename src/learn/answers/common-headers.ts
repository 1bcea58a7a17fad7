/** Headers that (nearly) every answer of an origin carries; branches keep only what is their own. */
import { canonicalJson, type Json } from '../../model/json.ts';
import type { Operation } from '../../model/operation.ts';
import type { HeaderModel } from '../../model/template.ts';
import type { Folded } from '../records/fold-recording.ts';
import type { Layout } from '../paths/layout.ts';
import { headersOf, type HeaderEvidence } from './response-headers.ts';
import { sceneOf, type SceneMaker } from '../values/scenes.ts';

export function commonHeaders(
  operations: readonly Operation[],
  folded: Folded,
  layout: Layout,
  maker: SceneMaker,
): Readonly<Record<string, readonly HeaderModel[]>> {
  const evidence = new Map<string, HeaderEvidence[]>();
  for (const operation of operations) {
    const shape = layout.operations.get(operation.id);
    if (shape === undefined) continue;
    const list = evidence.get(operation.origin) ?? [];
    evidence.set(operation.origin, list);
    const failures = [...(folded.failures.get(operation.id)?.values() ?? [])].flatMap(({ items }) => items.slice(0, 2));
    for (const witness of [...(folded.successes.get(operation.id)?.items ?? []).slice(0, 4), ...failures.slice(0, 4)])
      list.push({ scene: sceneOf(maker, witness, shape), headers: witness.call.exchange.answerHeaders });
  }
  return Object.fromEntries(
    [...evidence].map(([origin, list]) => {
      const counts = new Map<string, number>();
      for (const { headers } of list)
        for (const name of new Set(headers.map(([key]) => key.toLowerCase())))
          counts.set(name, (counts.get(name) ?? 0) + 1);
      const usual = list.map(({ scene, headers }) => ({
        scene,
        headers: headers.filter(
          ([name]) =>
            (counts.get(name.toLowerCase()) ?? 0) >= list.length * 0.95 && !/^(?:etag|location|link)$/i.test(name),
        ),
      }));
      return [origin, headersOf(usual, [])] as const;
    }),
  );
}

export function withoutCommon(
  operation: Operation,
  common: Readonly<Record<string, readonly HeaderModel[]>>,
): Operation {
  const shared = new Map((common[operation.origin] ?? []).map(({ name, value }) => [name.toLowerCase(), value]));
  return {
    ...operation,
    branches: operation.branches.map((branch) => ({
      ...branch,
      headers: branch.headers.filter(({ name, value }) => {
        const theirs = shared.get(name.toLowerCase());
        return (
          theirs === undefined ||
          (theirs.k !== 'generate' &&
            canonicalJson(theirs as unknown as Json) !== canonicalJson(value as unknown as Json))
        );
      }),
    })),
  };
}
