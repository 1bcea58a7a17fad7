import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentQuotedContinuations } from '../../../src/capture/formats/libyaml-quotes.ts';
import { parseYaml } from '../../../src/capture/formats/yaml-document.ts';

/** As libyaml writes long scalars: the continuation at the key's own indent, or left of it. */
const CASSETTE = `---
version: 1
interactions:
- request:
    body: ""
    headers:
      Accept:
      - 'text/html,
      application/json'
      "quoted: key": "two
      words"
    url: https://x.test/
    method: GET
  response:
    body: 'first line

    it''s: "here"
  left of the key
      indented well enough'
    note: |
      key: 'no scalar of ours
      ' really
    headers: {}
    code: 200
`;

describe('quoted scalars that continue at their key', () => {
  it('are read once the continuation lines are indented', () => {
    expect(parseYaml(CASSETTE)).toMatchObject({
      interactions: [
        {
          request: { headers: { Accept: ['text/html, application/json'], 'quoted: key': 'two words' } },
          response: {
            body: 'first line\nit\'s: "here" left of the key indented well enough',
            note: "key: 'no scalar of ours\n' really\n",
            code: '200',
          },
        },
      ],
    });
  });

  it('change nothing in a document that needs none', () => {
    const well = "a: 'one\n  two'\nb: \"x\\\"y\"\nc:\n  - 'it''s'\n  - plain: text\n";
    expect(indentQuotedContinuations(well)).toBe(well);
  });

  it('read the same words however the lines are broken and indented', () => {
    const word = fc.stringMatching(/^[a-z0-9{}:,"#-]{1,8}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 12, maxLength: 12 }),
        (words, indents) => {
          const broken = words
            .map((text, at) => (at === 0 ? text : `\n${' '.repeat(indents[at] ?? 0)}${text}`))
            .join('');
          // A line that is a document mark would end the document for libyaml as well.
          fc.pre(!/^(?:---|\.\.\.)/m.test(broken));
          expect(parseYaml(`root:\n  list:\n  - key: '${broken}'\n    next: 1\n`)).toEqual({
            root: { list: [{ key: words.join(' '), next: '1' }] },
          });
        },
      ),
    );
  });
});
