import { sha256 } from '../model/digest.ts';
import { canonicalJson, objectOf, type Json } from '../model/json.ts';
import type { Task } from '../model/task.ts';

/** Goals that differ only in which records they are about are one, however these are pointed at by their ids. */
export function goalSignature(task: Task): string {
  const names = new Map<string, string>();
  const rename = (key: string): string => {
    if (!names.has(key)) names.set(key, `#${names.size}`);
    return names.get(key) ?? key;
  };
  const goal = task.goal.map((atom) => {
    if (atom.kind === 'field' || atom.kind === 'gone') return { ...atom, key: rename(atom.key) };
    return atom.kind === 'new' ? { ...atom, parent: atom.parent === null ? null : rename(atom.parent) } : atom;
  });
  const ids = new Map([...names].map(([key, name]) => [key.slice(key.lastIndexOf('/') + 1), name]));
  const inputs = objectOf(
    Object.entries(task.inputs).map(([name, value]) => [
      name,
      typeof value === 'string' || typeof value === 'number' ? (ids.get(String(value)) ?? value) : value,
    ]),
  );
  return sha256(canonicalJson({ workflow: task.workflow, goal, inputs } as unknown as Json));
}
