import { describe, expect, it } from 'vitest';
import { isArray, isObject, valueAt, type Json } from '../../src/model/json.ts';
import type { Task } from '../../src/model/task.ts';
import { createDraftOf } from '../../src/pipeline/prover-for.ts';
import { learnRecording } from '../../src/pipeline/learn-recording.ts';
import { tasksOf } from '../../src/pipeline/tasks-of.ts';
import { HELPDESK } from '../support/helpdesk-set.ts';

const learned = learnRecording(HELPDESK);
const { tasks } = tasksOf(learned, 7);

function scalarsOf(value: Json): readonly Json[] {
  if (isArray(value)) return value.flatMap(scalarsOf);
  return isObject(value) ? Object.values(value).flatMap(scalarsOf) : [value];
}

function stepNames(task: Task): readonly string[] {
  return task.oracle.steps.flatMap((step) => ('as' in step ? [step.as] : []));
}

describe('the tasks of the recorded helpdesk', () => {
  it('are many, of every kind, most of them with something to find first', () => {
    expect(tasks.length).toBeGreaterThan(400);
    expect(new Set(tasks.map(({ kind }) => kind))).toEqual(new Set(['create', 'update', 'delete', 'action', 'answer']));
    expect(tasks.filter(({ withRead }) => withRead).length / tasks.length).toBeGreaterThan(0.7);
  });

  it('are the same for the same seed', () => {
    expect(tasksOf(learned, 7).tasks).toEqual(tasks);
  });

  it('belong to workflows whose names do not hang on the seed', () => {
    const names = (made: readonly Task[]): readonly string[] =>
      [...new Set(made.map(({ workflow }) => workflow.split('/')[0] ?? ''))].sort();
    expect(names(tasksOf(learned, 8).tasks)).toEqual(names(tasks));
  });

  it('start where nothing is undone twice: no sum falls below zero', () => {
    for (const { id, start, startAt } of tasks) {
      const draft = createDraftOf({ model: learned.model, patches: start, seed: 1, startAt });
      const sums = start.flatMap((patch) => (patch.p === 'put' ? [draft.entity(patch.entity.key)?.doc ?? {}] : []));
      for (const doc of sums)
        for (const value of Object.values(doc))
          if (typeof value === 'number') expect(value, id).toBeGreaterThanOrEqual(0);
    }
  });

  it('read as a person writes: no names with underscores, nothing asked twice, no dump of an object', () => {
    for (const { phrasings } of tasks)
      for (const text of phrasings) {
        const own = text.replaceAll(/"[^"]*"/g, '""').replaceAll(/\b[a-z]{3}_[a-z0-9]{6,}\b/g, '#');
        expect(own).not.toMatch(/[a-z]_[a-z]|[{}[\]]|undefined|null|\bnew new\b| {2}/);
        const clauses = text.split(/; then |; and finally |\. Then |\. Finally, /);
        expect(new Set(clauses).size, text).toBe(clauses.length);
      }
  });

  it('are about something else each, not the same with another id', () => {
    const bare = tasks
      .filter(({ kind }) => kind === 'update')
      .map(({ workflow, instruction, phrasings: [first = instruction] }) =>
        `${workflow} ${first}`.replaceAll(/\bticket \d+\b/g, 'ticket #'),
      );
    expect(new Set(bare).size).toBe(bare.length);
  });

  it('say every input word for word, in each of at least three phrasings', () => {
    for (const { inputs, phrasings, instruction } of tasks) {
      expect(new Set(phrasings).size).toBeGreaterThanOrEqual(3);
      expect(phrasings).toContain(instruction);
      for (const scalar of scalarsOf(inputs)) for (const text of phrasings) expect(text).toContain(String(scalar));
    }
  });

  it('tell all that an agent cannot find out: whatever the oracle sends is an input, found before, or the same in all traffic', () => {
    for (const task of tasks) {
      const names = stepNames(task);
      expect(new Set(names).size).toBe(names.length);
      for (const [at, step] of task.oracle.steps.entries()) {
        const before = task.oracle.steps.slice(0, at).flatMap((earlier) => ('as' in earlier ? [earlier.as] : []));
        for (const { value } of 'slots' in step ? step.slots : []) {
          if (value.v === 'input') expect(Object.keys(task.inputs)).toContain(value.name);
          if (value.v === 'from') expect(before).toContain(value.step);
          if (value.v === 'prose')
            for (const fact of value.facts)
              expect(fact.v === 'input' || (fact.v === 'from' && before.includes(fact.step))).toBe(true);
        }
      }
    }
  });

  it('ask free text only for facts that the instruction names', () => {
    const prose = tasks.flatMap(({ goal, instruction }) =>
      goal.flatMap((atom) =>
        atom.kind === 'new'
          ? atom.fields.map(({ match }) => ({ match, instruction }))
          : atom.kind === 'field'
            ? [{ match: atom.match, instruction }]
            : [],
      ),
    );
    for (const { match, instruction } of prose) {
      if (match.m !== 'prose') continue;
      expect(match.mentions.length).toBeGreaterThan(0);
      for (const fact of match.mentions) expect(instruction).toContain(fact);
    }
  });

  it('ask only for answers that cannot be guessed', () => {
    for (const { goal } of tasks) {
      for (const atom of goal) {
        if (atom.kind !== 'answer' || atom.about === undefined) continue;
        const { resource, path } = atom.about;
        const values = learned.model.base.entities
          .filter((entity) => entity.resource === resource)
          .map(({ doc }) => JSON.stringify(valueAt(doc, path) ?? null))
          .filter((value) => value !== 'null');
        const most = Math.max(...[...new Set(values)].map((value) => values.filter((other) => other === value).length));
        expect(most / values.length).toBeLessThanOrEqual(0.05);
      }
    }
  });

  it('read like a request: no null, no JSON, no empty clause', () => {
    for (const { instruction } of tasks) {
      expect(instruction).not.toMatch(/\bnull\b|\bundefined\b|[{}]|\[object|  |finally \.| an user /);
      expect(instruction.length).toBeLessThanOrEqual(760);
    }
  });
});
