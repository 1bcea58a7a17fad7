/** What stands behind `@example` in a source text, on one line; empty where there is none. */
export function exampleIn(source: string): string {
  const lines = source.split('\n');
  const from = lines.findIndex((line) => line.includes('@example '));
  if (from < 0) return '';
  const to = lines.findIndex((line, at) => at >= from && line.includes('*/'));
  return lines
    .slice(from, Math.max(to, from + 1))
    .map((line) =>
      line
        .replace(/^\s*\/?\*+ ?/, '')
        .replace('@example ', '')
        .replace(/\s*\*\/$/, ''),
    )
    .join(' ')
    .trim();
}
