/** What follows what in sessions, and how states of records move. */
import { canonicalJson, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { WorkflowGraph } from '../../model/learned-model.ts';
import type { OperationId } from '../../model/names.ts';
import type { Resource } from '../../model/resource.ts';
import type { Chronicle } from '../records/chronicle.ts';

export type Follows = Map<OperationId, Map<OperationId, number>>;

export function addFollow(follows: Follows, from: OperationId, to: OperationId): void {
  const next = follows.get(from) ?? new Map<OperationId, number>();
  next.set(to, (next.get(to) ?? 0) + 1);
  follows.set(from, next);
}

export function workflowGraph(follows: Follows, resources: readonly Resource[], chronicle: Chronicle): WorkflowGraph {
  return {
    follows: [...follows].flatMap(([from, next]) => [...next].map(([to, count]) => ({ from, to, count }))),
    lifecycles: resources.flatMap((resource) => lifecyclesOf(resource, chronicle)),
  };
}

type Lifecycle = WorkflowGraph['lifecycles'][number];

function lifecyclesOf(resource: Resource, chronicle: Chronicle): readonly Lifecycle[] {
  const fields = resource.fields.filter(
    (field) =>
      field.path.length <= 2 &&
      !field.path.includes('*') &&
      field.types.includes('string') &&
      field.distinct >= 2 &&
      field.distinct <= 12 &&
      /status|state|phase|stage/i.test(String(field.path.at(-1))),
  );
  return fields.flatMap((field) => {
    const path: JsonPath = [...field.path];
    const counts = new Map<string, { from: Json; to: Json; by: OperationId; count: number }>();
    for (const track of chronicle.byResource.get(resource.name) ?? []) {
      for (const [index, version] of track.versions.entries()) {
        const next = track.versions[index + 1];
        if (version.doc === null || next === undefined || next.doc === null || !next.written) continue;
        const [from, to] = [valueAt(version.doc, path) ?? null, valueAt(next.doc, path) ?? null];
        if (canonicalJson(from) === canonicalJson(to)) continue;
        const key = canonicalJson([from, to, next.by]);
        const entry = counts.get(key) ?? { from, to, by: next.by, count: 0 };
        entry.count++;
        counts.set(key, entry);
      }
    }
    return counts.size === 0 ? [] : [{ resource: resource.name, field: path, transitions: [...counts.values()] }];
  });
}
