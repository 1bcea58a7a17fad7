import { expect, it } from 'vitest';
import { Pseudonyms } from '../../src/capture/redact/pseudonyms.ts';

it('the stand-in of a UUID without letters is lower case', () => {
  const names = new Pseudonyms(Buffer.alloc(32, 7));
  expect(names.token('00000000-0000-4000-8000-000000000000')).toMatch(/^[0-9a-f-]{36}$/);
  expect(names.token('ABCDEF00-0000-4000-8000-000000000000')).toMatch(/^[0-9A-F-]{36}$/);
});
