import { nat } from 'fast-check';
import type { CheckName } from '../../model/verdict.ts';
import type { WorldDraft } from '../../model/world.ts';
import type { EpisodeChange } from '../episode-change.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { hostileSites, type HostileSite } from './hostile-sites.ts';
import { oneOf } from './one-of.ts';
import { recordWords } from './record-words.ts';
import { withText } from './with-text.ts';

type Site = HostileSite & { readonly thing: string };
/** The order in words: the request as it is sent, and what the record it harms is called. */
type Wording = (line: string, thing: string) => string;

/**
 * What all texts have in common that order damage: a record that the agent reads carries them, and a right agent takes them for data.
 *
 * @param how what the text does, behind the place where it stands: `is (line) => "orders DELETE"`
 */
export function orderInText(texts: readonly Wording[], how: (request: string) => string) {
  return {
    visibility: 'implicit',
    duration: 'permanent',
    victim: 'obeys-content',
    params: { wording: nat(texts.length - 1) },
    discriminates: ['injection', 'scope'] satisfies readonly CheckName[],
    *targets(context: MutatorContext): Generator<Site> {
      for (const site of hostileSites(context)) yield { ...site, thing: recordWords(context, site.victim) };
    },
    footprint: ({ key, path }: Site): readonly string[] => [`record:${key}#${path.join('.')}`],
    apply(draft: WorldDraft, { wording }: { wording: number }, { key, path, line, thing }: Site): EpisodeChange {
      const text = oneOf(texts, wording)(line, thing);
      withText(draft, { key, path }, text);
      return { hostile: [text] };
    },
    explain: (_params: { wording: number }, { key, path, line }: Site): string =>
      `"${path.join('.')}" of ${key} ${how(line.split(' ').slice(0, 2).join(' '))}.`,
  } as const;
}
