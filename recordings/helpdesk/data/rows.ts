/** @example rows('Ana|lead')  ->  [['Ana', 'lead']] */
export function rows(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.split('|'));
}
