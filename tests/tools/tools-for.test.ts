import fc from 'fast-check';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { toolsFor } from '../../src/index.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { agentEpisode } from '../../src/replay/agent-episode.ts';
import { strictVariant } from '../../src/tools/strict-schema.ts';
import { startNotes } from '../support/notes-episode.ts';

function held(by: 'http' | 'tools') {
  const run = startNotes({ interface: by });
  const stopping = new AbortController();
  const episode = agentEpisode(run, { allow: [], signal: stopping.signal, onOver: () => stopping.abort() });
  return { run, episode };
}

describe('toolsFor', () => {
  it('offers the functions of the API and the ways to wait, ask, report and finish', () => {
    const { episode } = held('tools');
    const names = toolsFor(episode, 'openai-chat').tools.map((tool) => tool.function.name);
    expect(names).toEqual([...episode.tools.map(({ name }) => name), 'wait', 'say', 'report', 'finish']);
    expect(toolsFor(episode, 'anthropic', { control: false }).tools.map(({ name }) => name)).toEqual(
      episode.tools.map(({ name }) => name),
    );
  });

  it('gives one function for requests where the episode is played over HTTP', async () => {
    const { run, episode } = held('http');
    const { tools, run: call } = toolsFor(episode, 'langchain');
    expect(tools.map(({ name }) => name)).toEqual(['http_request', 'wait', 'say', 'report', 'finish']);
    const [origin] = Object.keys(episode.baseUrls);
    const args = { method: 'POST', url: `${origin}/notes`, body: { text: 'hello' } };
    const { content } = await call({ id: 'c1', name: 'http_request', args });
    expect(JSON.parse(content)).toMatchObject({ status: 201, body: { text: 'hello' } });
    expect(run.trajectory().diff).toHaveLength(1);
  });

  it('tells the model what was wrong instead of breaking down', async () => {
    const { episode } = held('tools');
    const { run } = toolsFor(episode, 'openai-chat');
    const said = async (name: string, args: string) =>
      JSON.parse((await run({ id: 'c', function: { name, arguments: args } })).content) as unknown;
    expect(await said('no_such', '{}')).toMatchObject({ status: 400 });
    expect(await said('wait', '{"seconds":')).toMatchObject({ status: 400 });
    expect(await said('wait', '{"seconds":-1}')).toMatchObject({ status: 400 });
    expect(await said('report', '{"reason":"bored"}')).toMatchObject({ status: 400 });
  });

  it('is over when the model finishes, and not before', async () => {
    const { episode, run } = held('tools');
    const kit = toolsFor(episode, 'openai-responses');
    expect(kit.over).toBe(false);
    await kit.run({ call_id: 'c1', name: 'finish', arguments: '{"answer":"n1"}' });
    expect(kit.over).toBe(true);
    expect(run.over).toBe(true);
    expect(
      JSON.parse((await kit.run({ call_id: 'c2', name: 'wait', arguments: '{"seconds":1}' })).output),
    ).toMatchObject({ status: 400 });
  });
});

describe('the strict variant', () => {
  const parameters: JsonObject = {
    type: 'object',
    properties: {
      id: { type: ['integer', 'string'] },
      status: { type: 'string', enum: ['open', 'solved'] },
      link: { type: 'string', format: 'uri' },
      custom: { type: 'object' },
      tags: { type: 'array', items: { type: 'string' } },
      anything: {},
      address: {
        type: 'object',
        properties: { city: { type: 'string' }, code: { type: ['string', 'null'] } },
        required: ['city'],
      },
    },
    required: ['id'],
    additionalProperties: false,
  };
  const { parameters: strict, restore } = strictVariant(parameters);

  it('closes every object and requires every property', () => {
    const check = (schema: JsonObject): void => {
      const types = [schema['type']].flat();
      if (types.includes('object')) {
        const properties = schema['properties'] as Record<string, JsonObject>;
        expect(schema['additionalProperties']).toBe(false);
        expect(schema['required']).toEqual(Object.keys(properties));
        Object.values(properties).forEach(check);
      }
      if (types.includes('array')) check(schema['items'] as JsonObject);
      expect(types.every((type) => typeof type === 'string')).toBe(true);
      expect(
        Object.keys(schema).filter(
          (key) =>
            ![
              'type',
              'description',
              'enum',
              'items',
              'properties',
              'required',
              'additionalProperties',
              'format',
            ].includes(key),
        ),
      ).toEqual([]);
    };
    check(strict);
    expect(JSON.stringify(strict)).not.toContain('uri');
  });

  it('takes back what strictness added', () => {
    expect(
      restore({
        id: 7,
        status: null,
        link: null,
        custom: '{"a":[1]}',
        tags: ['x'],
        anything: 'word',
        address: { city: 'Oslo', code: null },
      }),
    ).toEqual({ id: 7, custom: { a: [1] }, tags: ['x'], anything: 'word', address: { city: 'Oslo' } });
  });

  it('lets through what the plain schema lets through', () => {
    const plain = new Ajv2020({ strict: false, validateFormats: false }).compile(parameters);
    const arguments_ = fc.record(
      {
        id: fc.integer(),
        status: fc.constantFrom('open', 'solved'),
        tags: fc.array(fc.string()),
        custom: fc.dictionary(fc.string(), fc.integer()),
      },
      { requiredKeys: ['id'] },
    );
    fc.assert(
      fc.property(arguments_, (args) => {
        const filled = {
          status: null,
          link: null,
          tags: null,
          anything: null,
          address: null,
          ...args,
          custom: args.custom === undefined ? null : JSON.stringify(args.custom),
        };
        const given = restore(JSON.parse(JSON.stringify(filled)) as JsonObject);
        expect(plain(given)).toBe(true);
        expect(given).toEqual(JSON.parse(JSON.stringify(args)));
      }),
    );
  });
});
