import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Interface } from '../../src/model/episode.ts';
import type { MutateResult } from '../../src/pipeline/mutate-recording-options.ts';
import { mutateRecording } from '../../src/pipeline/mutate-recording.ts';

/** The embedded recording; shipped with the package. */
export const HELPDESK = join(repositoryRoot(import.meta.dirname), 'recordings/helpdesk.sqlite');

/** Above the sources and above what is compiled of them. */
function repositoryRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : repositoryRoot(dirname(from));
}

/** A proven episode set of the recorded help desk, or of another recording. */
export function helpdeskSet(
  out: string,
  {
    count,
    interfaces,
    seed = 7,
    recording = HELPDESK,
  }: {
    readonly count: number;
    readonly interfaces: readonly Interface[];
    readonly seed?: number;
    readonly recording?: string;
  },
): Promise<MutateResult> {
  return mutateRecording({
    recording,
    out,
    overwrite: true,
    count,
    seed,
    globs: [],
    maxMutations: 3,
    neutral: 0.15,
    level: null,
    interfaces,
    splits: [{ name: 'all', share: 1 }],
    splitBy: 'session',
    maxBytes: 65_536,
    policy: null,
    tasks: null,
  });
}
