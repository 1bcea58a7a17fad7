/** What to say, and to do next, where a recording gives no task. */
export function noTasksIn(recording: string): string {
  return [
    'No task: a task needs a record that a read shows, and a change of it that worked or a fact in it to ask for.',
    `Look at what was recognised (resources, kinds): offscript inspect ${recording}. Then record sessions that read, change and read again.`,
  ].join('\n');
}
