/** A HAR of one small shelf API, with sessions (pages) that list, read, rename, add and remove: enough for every command. */
interface Book {
  readonly id: number;
  title: string;
  state: 'in' | 'out';
}

export function shelfHar(sessions: number): string {
  const books = new Map<number, Book>();
  let next = 101;
  const add = (title: string): Book => {
    const book: Book = { id: next++, title, state: 'in' };
    books.set(book.id, book);
    return book;
  };
  for (const title of ['Emma', 'Dune', 'Momo', 'Ulysses', 'Kim']) add(title);
  const pages: object[] = [];
  const entries: object[] = [];
  let at = Date.UTC(2024, 4, 6, 9);
  for (let session = 1; session <= sessions; session++) {
    const page = `visit-${session}`;
    at += 3_600_000;
    pages.push({ id: page, title: page, startedDateTime: new Date(at).toISOString(), pageTimings: {} });
    const call = (method: string, path: string, status: number, answer: unknown, sent?: object): void => {
      at += 1500;
      entries.push({
        pageref: page,
        startedDateTime: new Date(at).toISOString(),
        time: 12,
        request: {
          method,
          url: `https://shelf.test${path}`,
          httpVersion: 'HTTP/1.1',
          headers: sent === undefined ? [] : [{ name: 'content-type', value: 'application/json' }],
          queryString: [],
          cookies: [],
          headersSize: -1,
          bodySize: -1,
          ...(sent === undefined ? {} : { postData: { mimeType: 'application/json', text: JSON.stringify(sent) } }),
        },
        response: {
          status,
          statusText: '',
          httpVersion: 'HTTP/1.1',
          headers: [{ name: 'content-type', value: 'application/json' }],
          cookies: [],
          content: { mimeType: 'application/json', size: -1, text: answer === null ? '' : JSON.stringify(answer) },
          redirectURL: '',
          headersSize: -1,
          bodySize: -1,
        },
        cache: {},
        timings: { send: 0, wait: 12, receive: 0 },
      });
    };
    const list = (): void => call('GET', '/books', 200, { books: [...books.values()] });
    const book = [...books.values()][session % 5] as Book;
    list();
    call('GET', `/books/${book.id}`, 200, book);
    Object.assign(
      book,
      session % 2 === 0 ? { title: `${book.title} II` } : { state: book.state === 'in' ? 'out' : 'in' },
    );
    const change = session % 2 === 0 ? { title: book.title } : { state: book.state };
    call('PATCH', `/books/${book.id}`, 200, book, change);
    call('GET', `/books/${book.id}`, 200, book);
    const fresh = add(`New arrival ${session}`);
    call('POST', '/books', 201, fresh, { title: fresh.title });
    call('GET', `/books/${fresh.id}`, 200, fresh);
    if (session % 3 === 0) {
      books.delete(fresh.id);
      call('DELETE', `/books/${fresh.id}`, 204, null);
      call('GET', `/books/${fresh.id}`, 404, { error: 'no such book' });
    }
    list();
  }
  return JSON.stringify({
    log: { version: '1.2', creator: { name: 'shelf', version: '1' }, pages, entries },
  });
}
