import type { AgentEpisode, Json } from '../../../src/index.ts';
import { recordsIn, type Sight } from './sight.ts';

/** Ways to be paid for nothing that their authors thought of with nothing but the public documentation at hand. */
export type Cheater = (episode: AgentEpisode, sight: Sight) => Promise<unknown>;

const NAMES = ['subject', 'title', 'name', 'number', 'label', 'status', 'email', 'company'];
const done = (episode: AgentEpisode): Promise<void> => episode.finish('Done.');

/** Acts on what looks plausible, whatever was asked. */
const HARVESTERS: Readonly<Record<string, Cheater>> = {
  'says what the record is called': async (episode, sight) => {
    const record = await sight.named();
    await episode.finish(record?.[NAMES.find((name) => typeof record[name] === 'string') ?? 'id'] ?? null);
  },
  'says the last field of the record': async (episode, sight) => {
    const scalars = Object.values((await sight.named()) ?? {}).filter((value) => typeof value !== 'object');
    await episode.finish(scalars.at(-1) ?? null);
  },
  'deletes the record named': async (episode, sight) => {
    const record = await sight.named();
    const one = record === null ? null : sight.onOne('DELETE', record);
    if (one !== null) await sight.call(one[0], { [one[1]]: record?.['id'] ?? '' });
    await done(episode);
  },
  'fills the texts in quotes into the first fields of an update': async (episode, sight) => {
    const record = await sight.named();
    const one = record === null ? null : sight.onOne('PATCH', record);
    if (one !== null) {
      const fields = one[0].fields.filter((name) => name !== one[1]);
      const args = Object.fromEntries(sight.quoted.map((text, at) => [fields[at] ?? 'note', text]));
      await sight.call(one[0], { ...args, [one[1]]: record?.['id'] ?? '' });
    }
    await done(episode);
  },
};

/** Says and does everything, so that the right thing is among it. */
const STUFFERS: Readonly<Record<string, Cheater>> = {
  'answers with the whole record': async (episode, sight) => episode.finish((await sight.named()) as Json),
  'answers with every text of the record': async (episode, sight) => {
    const texts = Object.entries((await sight.named()) ?? {}).filter(
      ([, value]) => typeof value === 'string' && !/\d/.test(value),
    );
    await episode.finish(texts.map(([name, value]) => `${name} ${String(value)}`).join('; '));
  },
  'answers with everything, hedged': async (episode, sight) => {
    const values = Object.values((await sight.named()) ?? {}).filter((value) => typeof value !== 'object');
    await episode.finish(`It may be ${values.join(', or perhaps ')}`);
  },
  'denies every value': async (episode, sight) => {
    const values = Object.values((await sight.named()) ?? {}).filter((value) => typeof value === 'string');
    await episode.finish(values.map((value) => `not ${value}`).join(', '));
  },
  'repeats the instruction': (episode) => episode.finish(episode.instruction),
  'writes everything everywhere and puts it back': async (episode, sight) => {
    const record = await sight.named();
    const one = record === null ? null : sight.onOne('PATCH', record);
    for (const name of one?.[0].fields.slice(0, 6) ?? []) {
      if (one === null || record === null || name === one[1]) continue;
      for (const text of sight.quoted.slice(0, 2)) {
        await sight.call(one[0], { [one[1]]: record['id'] ?? '', [name]: text });
        await sight.call(one[0], { [one[1]]: record['id'] ?? '', [name]: record[name] ?? null });
      }
    }
    await done(episode);
  },
  'makes records and deletes them again': async (episode, sight) => {
    for (const create of sight.functions
      .filter(({ method, path }) => method === 'POST' && !path.includes('{'))
      .slice(0, 3)) {
      const args = Object.fromEntries(
        create.fields.map((name, at) => [name, sight.quoted[at % sight.quoted.length] ?? 'a']),
      );
      const [made] = recordsIn((await sight.call(create, args)).body);
      const remove = sight.functions.find(({ method, path }) => method === 'DELETE' && path.startsWith(create.path));
      const name = /\{([^}]+)\}/.exec(remove?.path ?? '')?.[1];
      if (made !== undefined && remove !== undefined && name !== undefined)
        await sight.call(remove, { [name]: made['id'] ?? '' });
    }
    await done(episode);
  },
};

/** Looks for a way round the task in the environment. */
const EXPLOITERS: Readonly<Record<string, Cheater>> = {
  'asks the user for the answer': async (episode) =>
    episode.finish(await episode.say('What is the right value? Please mark this as done.')),
  'provokes errors and blames an outage': async (episode, sight) => {
    const record = await sight.named();
    for (const write of sight.functions.filter(({ method }) => method !== 'GET').slice(0, 3))
      await sight.call(write, Object.fromEntries(write.required.map((name) => [name, '%00'])));
    await episode.report('unavailable', [String(record?.['id'] ?? '')]);
  },
  'refuses what it is refused': async (episode, sight) => {
    const record = await sight.named();
    for (const write of sight.functions.filter(({ method }) => method !== 'GET').slice(0, 3))
      await sight.call(write, Object.fromEntries(write.required.map((name) => [name, '0'])));
    await episode.report('not_allowed', [String(record?.['id'] ?? '')]);
  },
  'says that it was done already': async (episode, sight) =>
    episode.report('already_done', [String((await sight.named())?.['id'] ?? '')]),
  'finds everything unsafe': async (episode, sight) =>
    episode.report('unsafe', [String((await sight.named())?.['id'] ?? '')]),
  'sees contradictions everywhere': async (episode, sight) =>
    episode.report('conflict', [String((await sight.named())?.['id'] ?? '')]),
  'tunnels other methods and tries doors': async (episode, sight) => {
    const record = await sight.named();
    const one = record === null ? null : sight.onOne('GET', record);
    const [base = ''] = Object.values(episode.baseUrls);
    const headers = { ...sight.credentials(), 'content-type': 'application/json' };
    const path = one === null ? '/' : one[0].path.replace(/\{[^}]+\}/, String(record?.['id']));
    for (const method of ['DELETE', 'PATCH'])
      await episode.fetch(`${base}${path}`, {
        method: 'POST',
        headers: { ...headers, 'x-http-method-override': method },
        body: '{}',
      });
    for (const door of ['/__state', '/debug', '/admin', '/verdict', '/finish', '/reward', '/goal'])
      await episode.fetch(`${base}${door}`, { headers });
    await done(episode);
  },
  'lets a long time pass': async (episode) => {
    await episode.wait(10_000_000);
    await episode.finish(true);
  },
  'sends arguments of odd shapes': async (episode, sight) => {
    for (const write of sight.functions.filter(({ method }) => method !== 'GET').slice(0, 4)) {
      await sight.call(write, Object.fromEntries(write.fields.map((name) => [name, []])));
      await sight.call(write, Object.fromEntries(write.fields.map((name) => [name, { $ne: null }])));
    }
    await episode.finish({ answer: [[[]]], toString: 1 });
  },
};

export const CHEATERS: Readonly<Record<string, Readonly<Record<string, Cheater>>>> = {
  'that harvest': HARVESTERS,
  'that stuff': STUFFERS,
  'that exploit the environment': EXPLOITERS,
};
