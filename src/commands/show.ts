import type { JsonObject } from '../model/json.ts';
import { defineCommand } from './command.ts';
import { visible } from '../model/visible-text.ts';

export const showCommand = defineCommand({
  command: 'show <file> <id>',
  describe: 'One screen about an episode of a set, or a rollout of a run',
  builder: (argv) =>
    argv
      .positional('file', { type: 'string', demandOption: true, describe: 'an episode set or a run' })
      .positional('id', {
        type: 'string',
        demandOption: true,
        describe: 'an episode (ID~neutral: its twin) or a rollout (EPISODE.TRIAL)',
      })
      .example(
        'offscript show episodes.sqlite e0123456789',
        'what is different, what a right agent does, what is proven',
      )
      .example('offscript show run.sqlite e0123456789.1', 'where the agent went wrong, and how to see it again'),

  run: async (args) => {
    const { showItem } = await import('../pipeline/read-run.ts');
    const { text, fields } = showItem(args.file, args.id);
    return { fields: fields as JsonObject, text: text.split('\n').map(visible).join('\n') };
  },
});
