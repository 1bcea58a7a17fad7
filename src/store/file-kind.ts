import { EPISODE_SET_MIGRATIONS } from './migrations/episode-set.ts';
import { RECORDING_MIGRATIONS } from './migrations/recording.ts';
import { RUN_MIGRATIONS } from './migrations/run.ts';

/** Every kind of offscript file; all share one application id, and the table `meta` names the kind. */
export const FILE_KINDS = {
  recording: {
    label: 'a recording',
    madeBy: 'offscript capture or offscript import',
    migrations: RECORDING_MIGRATIONS,
  },
  'episode-set': { label: 'an episode set', madeBy: 'offscript mutate', migrations: EPISODE_SET_MIGRATIONS },
  run: { label: 'a run', madeBy: 'offscript replay', migrations: RUN_MIGRATIONS },
} as const;

export type FileKind = keyof typeof FILE_KINDS;

/** `ofsc` in SQLite's header field for it. */
export const APPLICATION_ID = 0x6f667363;

export function isFileKind(text: string): text is FileKind {
  return Object.hasOwn(FILE_KINDS, text);
}
