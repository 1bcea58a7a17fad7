import { describe, expect, it } from 'vitest';
import { ContentError } from '../../src/errors.ts';
import type { Task } from '../../src/model/task.ts';
import { curate } from '../../src/task/curate.ts';
import { readCuration } from '../../src/task/read-curation.ts';
import { writeCuration } from '../../src/task/write-curation.ts';
import { COMMENT_TASK, DESK_TASKS, UPDATE_TASK } from '../support/desk/desk-tasks.ts';

const TEXT = writeCuration(DESK_TASKS, 5);

function readBack(text: string): readonly Task[] {
  return curate(DESK_TASKS, readCuration(text, 'tasks.yaml'), 'tasks.yaml');
}

function problemOf(text: string): ContentError {
  try {
    readBack(text);
  } catch (error) {
    if (error instanceof ContentError) return error;
    throw error;
  }
  throw new Error('nothing was found wrong');
}

describe('a curation file', () => {
  it('gives back the tasks it was written from', () => {
    expect(readBack(TEXT)).toEqual(DESK_TASKS);
    expect(readCuration(TEXT, 'tasks.yaml').seed).toBe(5);
  });

  it('takes a new wording, another use, other inputs and other facts', () => {
    const text = TEXT.replace(
      'Set status to "solved" and priority to "urgent" on',
      'Please make it "solved" and "urgent", I mean',
    )
      .replace('\n    use: yes', '\n    use: review')
      .replace('- Lena Novak', '- the parcel');
    const tasks = readBack(text);
    expect(tasks.find(({ id }) => id === UPDATE_TASK.id)).toMatchObject({
      use: 'review',
      instruction: 'Please make it "solved" and "urgent", I mean the ticket "Wrong size delivered".',
    });
    expect(JSON.stringify(tasks.find(({ id }) => id === COMMENT_TASK.id)?.goal)).toContain('"mentions":["the parcel"]');
  });

  it('leaves out tasks that somebody took away', () => {
    const start = TEXT.indexOf(`  - id: ${UPDATE_TASK.id}`);
    const end = TEXT.indexOf('  - id: ', start + 1);
    expect(readBack(TEXT.slice(0, start) + TEXT.slice(end)).map(({ id }) => id)).toEqual(
      DESK_TASKS.map(({ id }) => id).filter((id) => id !== UPDATE_TASK.id),
    );
  });

  it.each([
    [
      'a use nobody knows',
      (text: string) => text.replace('\n    use: yes', '\n    use: perhaps'),
      /has use: "perhaps"/,
    ],
    [
      'an input that the instruction does not say',
      (text: string) => text.replace('status: solved', 'status: closed'),
      /does not say "closed"/,
    ],
    ['a task without a goal', (text: string) => text.replace(/atoms:\n(?: {6}.*\n)+/, 'atoms: []\n'), /has no atoms/],
    ['an atom of no kind', (text: string) => text.replace('kind: field', 'kind: guess'), /an atom that says nothing/],
    [
      'an id the recording does not give',
      (text: string) => text.replace(UPDATE_TASK.id, 't0000000000'),
      /gives no task t0000000000/,
    ],
    ['a task twice', (text: string) => text.replace(COMMENT_TASK.id, UPDATE_TASK.id), /stands there twice/],
    ['something that is not YAML', (text: string) => text.replace('tasks:', 'tasks: ]'), /not YAML/],
    ['some other file', () => 'a: 1\n', /no curation file/],
  ])('is refused with line and remedy for %s', (_, edit, message) => {
    const problem = problemOf(edit(TEXT));
    expect(problem.message).toMatch(/^tasks\.yaml, line \d+: /);
    expect(problem.message).toMatch(message);
    expect(problem.remedy).not.toBe('');
  });

  it('names the line of the task it means', () => {
    const line = TEXT.split('\n').findIndex((text) => text.includes(COMMENT_TASK.id)) + 1;
    const at = TEXT.indexOf(COMMENT_TASK.id);
    expect(
      problemOf(TEXT.slice(0, at) + TEXT.slice(at).replace('\n    use: yes', '\n    use: perhaps')).message,
    ).toContain(`line ${line}:`);
  });
});
