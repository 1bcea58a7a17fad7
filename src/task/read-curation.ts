import { isMap, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { ContentError } from '../errors.ts';
import { isArray, isObject, jsonEquals, type Json, type JsonObject } from '../model/json.ts';
import type { GoalAtom, Task } from '../model/task.ts';

/** A curation file as read: what people said of tasks, and where. */
export interface Curation {
  /** The seed the tasks were worded with. */
  readonly seed: number;
  readonly entries: ReadonlyMap<string, CuratedTask>;
}

export interface CuratedTask {
  readonly line: number;
  readonly use: Task['use'];
  readonly instruction: string;
  readonly inputs: JsonObject;
  readonly facts: readonly string[];
  readonly atoms: readonly GoalAtom[];
}

/** @throws ContentError naming file and line, where something in it cannot be meant */
export function readCuration(text: string, file: string): Curation {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined)
    throw wrong(
      file,
      lines.linePos(problem.pos[0]).line,
      `it is not YAML (${problem.message.split('\n')[0] ?? ''})`,
      'Mend the line, or write the file again: offscript tasks RECORDING --out FILE',
    );
  const root = document.toJS({ maxAliasCount: 100 }) as Json;
  const tasks = document.get('tasks', true);
  if (!isObject(root) || root['offscript'] !== 'tasks' || root['version'] !== 1 || !isSeq(tasks))
    throw wrong(file, 1, 'it is no curation file', 'Write one: offscript tasks RECORDING --out FILE');
  if (!Number.isSafeInteger(root['seed']))
    throw wrong(file, 1, 'it has no seed', 'Keep the seed line that `tasks --out` wrote.');
  const entries = new Map<string, CuratedTask>();
  for (const node of tasks.items) {
    const line = isMap(node) && node.range ? lines.linePos(node.range[0]).line : 1;
    const entry = isMap(node) ? ((node as YAMLMap).toJS(document) as Json) : null;
    if (!isObject(entry) || typeof entry['id'] !== 'string')
      throw wrong(
        file,
        line,
        'a task has no id',
        'Keep the id that `tasks --out` wrote; take a task out with use: no.',
      );
    if (entries.has(entry['id']))
      throw wrong(file, line, `task ${entry['id']} stands there twice`, 'Keep one of them.');
    entries.set(entry['id'], curatedTask(entry, file, line));
  }
  return { seed: Number(root['seed']), entries };
}

function curatedTask(entry: JsonObject, file: string, line: number): CuratedTask {
  const { id, use, instruction, inputs, facts, atoms } = entry;
  const name = `task ${String(id)}`;
  // YAML reads a bare `yes` or `no` as text in version 1.2; older editors write true and false.
  const said = use === true ? 'yes' : use === false ? 'no' : use;
  if (said !== 'yes' && said !== 'no' && said !== 'review')
    throw wrong(file, line, `${name} has use: ${JSON.stringify(use ?? null)}`, 'Write use: yes, no or review.');
  if (typeof instruction !== 'string' || instruction.trim() === '')
    throw wrong(file, line, `${name} has no instruction`, 'Write what a person would ask a colleague for.');
  if (!isObject(inputs)) throw wrong(file, line, `${name} has no inputs`, 'Write inputs: {} where there are none.');
  if (!isArray(facts) || !facts.every((fact) => typeof fact === 'string' && fact !== ''))
    throw wrong(
      file,
      line,
      `${name} has facts that are not a list of texts`,
      'Write facts: [] where there are none; put numbers into quotes.',
    );
  if (!isArray(atoms) || atoms.length === 0)
    throw wrong(
      file,
      line,
      `${name} has no atoms`,
      'A task without a goal could not be told from doing nothing; take it out with use: no.',
    );
  for (const atom of atoms)
    if (!isAtom(atom))
      throw wrong(
        file,
        line,
        `${name} has an atom that says nothing: ${JSON.stringify(atom).slice(0, 120)}`,
        'Write kind: field (key, resource, path, match), gone (key, resource), new (name, resource, parent, fields) or answer (value).',
      );
  for (const scalar of scalarsOf(inputs)) {
    if (!instruction.includes(String(scalar)))
      throw wrong(
        file,
        line,
        `${name} does not say ${JSON.stringify(scalar)} in its instruction`,
        'Every value of inputs stands verbatim in the instruction.',
      );
  }
  return {
    line,
    use: said,
    instruction,
    inputs,
    facts: facts as readonly string[],
    atoms: atoms as unknown as readonly GoalAtom[],
  };
}

function isAtom(atom: Json): boolean {
  if (!isObject(atom)) return false;
  switch (atom['kind']) {
    case 'field':
      return (
        typeof atom['key'] === 'string' &&
        typeof atom['resource'] === 'string' &&
        isArray(atom['path']) &&
        isMatch(atom['match'])
      );
    case 'gone':
      return typeof atom['key'] === 'string' && typeof atom['resource'] === 'string';
    case 'new':
      return (
        typeof atom['name'] === 'string' &&
        typeof atom['resource'] === 'string' &&
        isArray(atom['fields']) &&
        atom['fields'].every((field) => isObject(field) && isArray(field['path']) && isMatch(field['match']))
      );
    case 'answer':
      return atom['value'] !== undefined && atom['value'] !== null;
    default:
      return false;
  }
}

function isMatch(match: Json | undefined): boolean {
  if (!isObject(match)) return false;
  if (match['m'] === 'exact') return match['value'] !== undefined;
  if (match['m'] === 'set') return isArray(match['values']);
  if (match['m'] === 'prose') return isArray(match['mentions']) && isArray(match['mustNot']);
  return match['m'] === 'new' && typeof match['name'] === 'string';
}

function scalarsOf(value: Json): readonly Json[] {
  if (isArray(value)) return value.flatMap(scalarsOf);
  return isObject(value) ? Object.values(value).flatMap(scalarsOf) : jsonEquals(value, null) ? [] : [value];
}

function wrong(file: string, line: number, what: string, remedy: string): ContentError {
  return new ContentError('OFFSCRIPT_BAD_TASKS', `${file}, line ${line}: ${what}.`, remedy);
}
