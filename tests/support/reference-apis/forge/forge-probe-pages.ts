import type { Scenario } from '../probe-source.ts';
import { anyRepo, coldSpot, fromOutside, getIssue, known, probe, TIDEWATER } from './forge-probe-kit.ts';

export const PAGES: readonly Scenario[] = [
  function* links(context) {
    const { random } = context;
    const path = `GET ${TIDEWATER}/${random.pick(['issues', 'labels', 'pulls'])}`;
    const per_page = String(random.pick([2, 3, 5]));
    yield probe('page', path, { query: { per_page } });
    yield probe('page', path, { query: { per_page, page: '2' } });
  },
  function* revisited(context) {
    const spot = coldSpot(context);
    const e = context.fresh('etag');
    const item = getIssue(spot);
    yield { ...item, bind: e.kind === 'handle' ? [{ name: e.name, header: 'etag' }] : [] };
    yield probe('filter', `GET ${spot.repo}/issues/{n}`, {
      slots: { n: spot.n, e },
      headers: { 'if-none-match': '{e}' },
    });
  },
  function* filtered(context) {
    const { random } = context;
    const repo = anyRepo(context);
    yield probe('filter', `GET ${repo}/issues`, {
      query: { labels: random.pick(['bug', 'question', 'bug,enhancement']) },
    });
    yield probe('filter', `GET ${repo}/issues`, {
      query: { assignee: random.pick(['none', 'tlau']), state: 'all', per_page: '7' },
    });
    yield probe('filter', `GET ${repo}/issues`, { query: { creator: 'mira', direction: 'asc', per_page: '5' } });
  },
  function* searched({ random }) {
    yield probe('filter', 'GET /search/issues', {
      query: {
        q: random.pick(['is:issue is:open label:bug', 'author:jonas-w is:closed', 'is:pr is:open']),
        per_page: '6',
      },
    });
    yield probe('filter', 'GET /search/issues', {
      query: { q: random.pick(['repo:mira/dotfiles is:open', 'panic', 'assignee:tlau -label:bug']), per_page: '4' },
    });
  },
  function* people({ random }) {
    yield probe('filter', 'GET /users/{u}', { slots: { u: known(random.pick(['mira', 'tlau', 'harborlabs'])) } });
    yield probe('filter', 'GET /user', { headers: random.chance(0.5) ? fromOutside : {} });
    yield probe('page', 'GET /user/repos', { query: { per_page: '2', page: '2' } });
  },
];
