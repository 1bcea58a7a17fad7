/**
 * Lists of one API say where pages end in the same way. A list that was never recorded to its last page (or from its
 * first) takes the way of the others.
 */
import type { PageFact } from '../../model/expr.ts';
import type { Operation } from '../../model/operation.ts';
import type { Template } from '../../model/template.ts';
import { hasMore, isFirstPage } from './paging.ts';
import { EDGES } from './page-facts.ts';
import type { Scene } from '../values/scene.ts';

export function withPageConventions(
  operations: readonly Operation[],
  scenes: ReadonlyMap<string, readonly Scene[]>,
): readonly Operation[] {
  const votes = new Map<string, { edge: number; plain: number }>();
  const isOpen = (operation: Operation, fact: PageFact): boolean => {
    const seen = scenes.get(operation.id) ?? [];
    return EDGES[fact] !== undefined && !seen.some((scene) => isTelling(fact, operation, scene));
  };
  for (const operation of operations) {
    for (const { name, fact } of factsOf(operation)) {
      const base = BASES.get(fact);
      const key = `${operation.origin} ${name} ${base ?? fact}`;
      const vote = votes.get(key) ?? { edge: 0, plain: 0 };
      votes.set(key, vote);
      if (base !== undefined) vote.edge++;
      else if (!isOpen(operation, fact)) vote.plain++;
    }
  }
  return operations.map((operation) => {
    const changed = (name: string, fact: PageFact): PageFact => {
      const vote = votes.get(`${operation.origin} ${name} ${fact}`);
      const follows = vote !== undefined && vote.edge > 0 && vote.plain === 0 && isOpen(operation, fact);
      return follows ? (EDGES[fact] ?? fact) : fact;
    };
    if (operation.list === null || ![...factsOf(operation)].some(({ name, fact }) => changed(name, fact) !== fact))
      return operation;
    const branches = operation.branches.map((branch) => ({ ...branch, body: renamed(branch.body, '', changed) }));
    return { ...operation, branches };
  });
}

const BASES = new Map(Object.entries(EDGES).map(([base, edge]) => [edge, base as PageFact]));

/** An answer at the edge that the fact is about. */
function isTelling(fact: PageFact, { list }: Operation, scene: Scene): boolean {
  const { answer, answerHeaders } = scene.call.exchange;
  if (fact.startsWith('next')) return !hasMore(answer, answerHeaders);
  return isFirstPage(scene, list?.paging ?? { kind: 'none' });
}

function* factsOf({ list, branches }: Operation): Generator<{ readonly name: string; readonly fact: PageFact }> {
  if (list === null) return;
  for (const { body, success } of branches) if (success) yield* factsIn(body, '');
}

function* factsIn(template: Template, name: string): Generator<{ readonly name: string; readonly fact: PageFact }> {
  if (template.t === 'object') for (const { key, value } of template.fields) yield* factsIn(value, `${name}.${key}`);
  else if (template.t === 'expr' && template.value.k === 'page') yield { name, fact: template.value.fact };
}

function renamed(template: Template, name: string, rule: (name: string, fact: PageFact) => PageFact): Template {
  if (template.t === 'object') {
    const fields = template.fields.map((field) => ({
      ...field,
      value: renamed(field.value, `${name}.${field.key}`, rule),
    }));
    return { ...template, fields };
  }
  if (template.t !== 'expr' || template.value.k !== 'page') return template;
  return { t: 'expr', value: { k: 'page', fact: rule(name, template.value.fact) } };
}
