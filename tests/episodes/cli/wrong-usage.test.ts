import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HELPDESK, offscript } from '../../support/offscript.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cwd = temporaryFolder();
copyFileSync(HELPDESK, join(cwd, 'rec.sqlite'));
writeFileSync(join(cwd, 'agent.mjs'), 'export default async (episode) => { await episode.finish(); };');
const before = readdirSync(cwd);

it.each([
  [['reply'], 'no command "reply"', 'offscript replay'],
  [['frobnicate'], 'no command "frobnicate"', 'offscript --help'],
  [['inspect'], 'inspect needs', 'offscript inspect <recording>'],
  [['inspect', 'rec.sqlite', 'again.sqlite'], '"again.sqlite"', 'offscript inspect --help'],
  [['inspect', ''], '--recording is empty', 'Give a value'],
  [['inspect', 'rec.sqlite', '--bogus'], '--bogus', 'offscript inspect --help'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--cuont', '5'], '--cuont', '--count'],
  [['mutate', 'rec.sqlite'], 'needs --out', 'offscript mutate <recording>'],
  [['mutate', 'rec.sqlite', '--out', ''], '--out is empty', 'Give a value'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--out', 'z.sqlite'], '--out is given 2 times', 'once'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--count'], '--count needs a value', 'offscript mutate --help'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--count', '-1'], '--count is -1', 'from 1'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--count', '2.5'], '--count is 2.5', 'from 1'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--count', 'many'], '--count needs a number', '--count 1'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--seed', '1e99'], '--seed is 1e+99', 'from 0'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--seed', 'NaN'], '--seed needs a number', '--seed 1'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--neutral', '2'], '--neutral is 2', '0 to 1'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--interface', 'smoke'], '--interface cannot be "smoke"', 'http'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--mutators', 'weather'], 'weather', 'offscript mutators'],
  [['mutate', 'rec.sqlite', '--out', 'y.sqlite', '--max-bytes', 'lots'], '--max-bytes is "lots"', '64k'],
  [['mutators', 'weather'], 'weather', 'offscript mutators'],
  [['tasks', 'rec.sqlite', '--seed', '-1'], '--seed is -1', 'from 0'],
  [['serve', 'rec.sqlite', '--port', '99999'], '--port 99999', '65535'],
  [['serve', 'rec.sqlite', '--port', 'abc'], '--port needs a number', '--port 1'],
  [['serve', 'rec.sqlite', '--at', 'yesterday'], '--at yesterday', 'latest'],
  [['serve', 'rec.sqlite', '--max', '-1'], '--max is -1', 'from 1'],
  [['capture', '--out', 'c.sqlite'], 'What is to be recorded', 'Name an API'],
  [['capture', '--to', 'nowhere', '--out', 'c.sqlite'], 'nowhere', 'https://'],
  [['capture', '--to', 'ftp://files.example', '--out', 'c.sqlite'], 'ftp://files.example', 'https://'],
  [['capture', '--to', 'http://a.example', '--port', '99999', '--out', 'c.sqlite'], '--port 99999', '65535'],
  [['import', 'rec.sqlite', '--out', 'c.sqlite', '--format', 'pcap'], '--format cannot be "pcap"', 'har'],
  [['replay', 'rec.sqlite'], 'Name an agent', '--agent agent.js'],
  [['replay', 'rec.sqlite', '--agent', 'agent.mjs', '--trials', '-3'], '--trials is -3', 'from 1'],
  [['replay', 'rec.sqlite', '--agent', 'agent.mjs', '--timeout', '0'], '--timeout is 0', 'above 0'],
  [['replay', 'rec.sqlite', '--agent', 'agent.mjs', '--resume'], '--resume needs --out', '--resume --out RUN'],
  [['merge', 'rec.sqlite', '--out', 'm.sqlite'], 'One recording', 'two or more'],
  [['sessions', 'rec.sqlite', '--drop'], 'Which sessions', '--session ID'],
])('%j: exit code 2, one line and a remedy, nothing done', (words, message, remedy) => {
  const { status, json, stderr } = offscript([...words, '--json'], { cwd });
  expect(json).toMatchObject({
    error: {
      code: expect.stringMatching(/^OFFSCRIPT_/),
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
    },
  });
  expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  expect(status).toBe(2);
  expect(readdirSync(cwd)).toEqual(before);
});

it('says the same in every locale', () => {
  const german = offscript(['inspect', 'rec.sqlite', '--bogus'], {
    cwd,
    env: { LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' },
  });
  expect(german.stderr).toContain('There is no option --bogus here.');
});
