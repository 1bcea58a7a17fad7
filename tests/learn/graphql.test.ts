import { expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { modelRouter } from '../../src/learn/paths/model-router.ts';
import { exchangeOf } from '../../src/learn/reading/exchange.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

interface Book {
  readonly id: string;
  readonly title: string;
  readonly stars: number | null;
}

const ONE = 'query Book($id: ID!) { book(id: $id) { id title stars } }';
const ALL = 'query { books { id title stars } }';
const ADD = 'mutation AddBook($title: String!) { addBook(title: $title) { id title stars } }';
const RATE = 'mutation Rate($id: ID!, $stars: Int!) { rate(id: $id, stars: $stars) { id title stars } }';

/** Three clients that lay out the same documents differently. */
const LAYOUTS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('{', '{\n  ').replaceAll(/(query|mutation) (\w+)/g, '$1 My$2'),
  (text) => `# ours\n${text.replaceAll(' id ', ' id\n')}`,
];

const post = (query: string, variables: object, field: string, answer: unknown): Interaction =>
  call('POST /graphql', { data: { [field]: answer } }, { body: { query, variables } });

function sessions(): ReturnType<typeof recorded> {
  const books: Book[] = [];
  const all: Interaction[][] = [];
  for (let n = 0; n < 12; n++) {
    const layout = LAYOUTS[n % 3] ?? ((text: string) => text);
    const book = { id: `b${1000 + n * 37}`, title: `Book ${n}`, stars: null };
    books.push(book);
    const rated = { ...book, stars: 1 + (n % 5) };
    all.push([
      post(layout(ADD), { title: book.title }, 'addBook', book),
      post(layout(ALL), {}, 'books', [...books]),
      post(layout(RATE), { id: book.id, stars: rated.stars }, 'rate', rated),
      post(layout(ONE), { id: book.id }, 'book', rated),
    ]);
    books[n] = rated;
  }
  return recorded(...all);
}

it('tells operations of one endpoint by the fields they ask of the root, whatever the layout', () => {
  const model = learn(sessions);
  expect(model.operations.map(({ name, kind }) => `${kind} ${name}`).sort()).toEqual([
    'action rate',
    'create add_book',
    'list books',
    'read book',
  ]);
});

it('answers a document nobody recorded, and remembers what it changed', () => {
  const model = learn(sessions);
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  const ask = (query: string, variables: object): unknown => {
    const { request } = call('POST /graphql', undefined, { body: { query, variables } });
    const { outcome } = world.handle(request, model.base.at + 1000);
    if (outcome.kind !== 'response') throw new Error('no response');
    return (JSON.parse(new TextDecoder().decode(outcome.response.body)) as { data: unknown }).data;
  };
  const rate = 'mutation Stars($a: ID!, $b: Int!) { rate( id: $a, stars: $b ){ stars } }';
  expect(ask(rate.replaceAll('$a', '$id').replaceAll('$b', '$stars'), { id: 'b1037', stars: 4 })).toMatchObject({
    rate: { stars: 4 },
  });
  expect(ask('{ book(id: $id) { title, stars } }', { id: 'b1037' })).toMatchObject({
    book: { title: 'Book 1', stars: 4 },
  });
});

it('recognises recorded calls by the finished model, so that sessions can be traced', () => {
  const recognise = modelRouter(learn(sessions));
  const named = sessions()[0]?.interactions.map((one) => recognise(exchangeOf(one))?.operation.name);
  expect(named).toEqual(['add_book', 'books', 'rate', 'book']);
});

it('words a fault after the errors that are answered under 200', () => {
  const wrong = call(
    'POST /graphql',
    { data: null, errors: [{ message: 'No such book', code: 'INPUT_ERROR' }] },
    { body: { query: ONE, variables: { id: 'b1' } } },
  );
  const model = learn(() => [...sessions(), ...recorded([wrong], [wrong], [wrong])]);
  const operation = model.operations.find(({ name }) => name === 'book')?.id ?? '';
  const fault = { f: 'status', status: 503, headers: [], body: null, message: 'Locked for 20 s.' } as const;
  const world = createWorld({
    model,
    patches: [
      {
        p: 'fault',
        match: { operations: [operation], kinds: null, key: null },
        from: 0,
        count: 1,
        phase: 'before',
        fault,
      },
    ],
    seed: 1,
    startAt: model.base.at,
  });
  const { outcome } = world.handle(
    call('POST /graphql', {}, { body: { query: ONE, variables: { id: 'b1000' } } }).request,
    model.base.at,
  );
  const body: unknown = outcome.kind === 'response' ? JSON.parse(Buffer.from(outcome.response.body).toString()) : null;
  expect(body).toMatchObject({ data: null, errors: [{ message: 'Locked for 20 s.' }] });
});
