import { describe, expect, it } from 'vitest';
import { toolsOf } from '../../src/learn/tools-of.ts';
import type { Operation } from '../../src/model/operation.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';

describe('the functions of a list', () => {
  const list = DESK_MODEL.operations.find((operation): operation is Operation => operation.kind === 'list');
  const paged = (paging: NonNullable<Operation['list']>['paging']) => {
    if (list?.list === null || list === undefined) throw new Error('The desk has no list.');
    const bare = { ...list, request: { ...list.request, query: [] }, list: { ...list.list, paging } };
    return toolsOf({ ...DESK_MODEL, operations: [bare] })[0];
  };

  it('take the page, although no recorded call went on to another one', () => {
    const tool = paged({
      kind: 'page',
      page: { in: 'query', name: 'page' },
      size: { in: 'query', name: 'per_page' },
      defaultSize: 10,
      maxSize: null,
      first: 1,
    });
    expect(tool?.arguments).toEqual([
      { name: 'page', slot: { in: 'query', name: 'page' } },
      { name: 'per_page', slot: { in: 'query', name: 'per_page' } },
    ]);
    expect(tool?.parameters['required']).toEqual([]);
  });

  it('take a cursor as answers give it', () => {
    const tool = paged({
      kind: 'cursor',
      cursor: { in: 'query', name: 'after' },
      size: null,
      defaultSize: 10,
      maxSize: null,
      form: 'token',
    });
    expect(tool?.parameters['properties']).toMatchObject({ after: { type: 'string' } });
  });

  it('take nothing where the list comes whole', () => {
    expect(paged({ kind: 'none' })?.arguments).toEqual([]);
  });
});
