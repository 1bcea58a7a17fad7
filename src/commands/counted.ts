/** @example counted(1, 'task') -> '1 task', counted(3, 'task') -> '3 tasks' */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
