/**
 * Whether a mutator is chosen: by at least one pattern, and by none that starts with `!`. No pattern chooses all.
 * `*` stands for anything within a level, `**` for anything; a family alone means all of it.
 *
 * @example 'system/reset', ['system', '!system/re*']  ->  false
 */
export function matchesGlobs(id: string, globs: readonly string[]): boolean {
  const wanted = globs.filter((glob) => !glob.startsWith('!'));
  const unwanted = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  return (
    (wanted.length === 0 || wanted.some((glob) => matches(id, glob))) && !unwanted.some((glob) => matches(id, glob))
  );
}

function matches(id: string, glob: string): boolean {
  if (!glob.includes('/') && !glob.includes('*')) return id.startsWith(`${glob}/`);
  const pattern = glob
    .split('**')
    .map((part) =>
      part
        .split('*')
        .map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
        .join('[^/]*'),
    )
    .join('.*');
  return new RegExp(`^${pattern}$`).test(id);
}
