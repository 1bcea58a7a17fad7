/** Words that only ever break ties: evidence from values comes first everywhere in this stage. */

const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  data: 'datum',
  media: 'medium',
  indices: 'index',
  addresses: 'address',
  statuses: 'status',
  ips: 'ip',
  vms: 'vm',
  aliases: 'alias',
  analyses: 'analysis',
  news: 'news',
  series: 'series',
  settings: 'settings',
  boxes: 'box',
  matches: 'match',
  branches: 'branch',
  batches: 'batch',
  invoices: 'invoice',
};

/** @example singularOf('categories') === 'category' */
export function singularOf(word: string): string {
  const lower = word.toLowerCase();
  const known = IRREGULAR[lower];
  if (known !== undefined) return known;
  const at = lower.lastIndexOf('_') + 1;
  if (at > 0) return lower.slice(0, at) + singularOf(lower.slice(at));
  if (/(?:ss|us|is)$/.test(lower) || lower.length < 4) return lower;
  if (lower.endsWith('ies')) return `${lower.slice(0, -3)}y`;
  if (/(?:ches|shes|sses|xes|zes)$/.test(lower)) return lower.slice(0, -2);
  return lower.endsWith('s') ? lower.slice(0, -1) : lower;
}

/** @example pluralOf('category') === 'categories' */
export function pluralOf(word: string): string {
  const lower = word.toLowerCase();
  if (singularOf(lower) !== lower) return lower;
  const at = lower.lastIndexOf('_') + 1;
  if (at > 0) return lower.slice(0, at) + pluralOf(lower.slice(at));
  const irregular = Object.entries(IRREGULAR).find(([, one]) => one === lower);
  if (irregular !== undefined) return irregular[0];
  if (/[^aeiou]y$/.test(lower)) return `${lower.slice(0, -1)}ies`;
  if (/(?:ch|sh|ss|x|z)$/.test(lower)) return `${lower}es`;
  return lower.endsWith('s') ? lower : `${lower}s`;
}

/** `orderItems`, `order-items`, `order_items` all become `order_items`. */
export function snakeOf(word: string): string {
  return word
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toLowerCase();
}

/** Path words that are commands or views, not ids, wherever they stand. */
export const COMMAND_WORDS: ReadonlySet<string> = new Set(
  (
    'search export import bulk login logout signin signup register count counts stats statistics summary new health status ping version config settings batch upload download preview validate verify ' +
    'refresh token tokens authorize revoke oauth auth session sessions cancel close open reopen archive unarchive activate deactivate enable disable start stop pause resume approve reject publish unpublish ' +
    'assign unassign move copy clone restore merge split submit complete finish confirm pay ship refund capture void send resend reset lock unlock invite accept decline subscribe unsubscribe show_many ' +
    'create_many update_many destroy_many create_or_update destroy recent autocomplete lookup query graphql rpc webhook webhooks latest all api rest public private admin internal v1 v2 v3'
  ).split(' '),
);

/** Path words that stand for the caller. */
export const SELF_WORDS: ReadonlySet<string> = new Set([
  'me',
  'self',
  'current',
  'whoami',
  'current_user',
  'myself',
  '@me',
]);

/** Names under which lists put their items. */
export const ENVELOPE_NAMES: ReadonlySet<string> = new Set([
  'data',
  'items',
  'results',
  'value',
  'values',
  'content',
  'elements',
  'records',
  'list',
  'rows',
  'entries',
  'result',
  'objects',
  'nodes',
  'edges',
  'hits',
  'collection',
]);

/** Names that ids of documents have, best first. */
export const ID_NAMES: readonly string[] = [
  'id',
  '_id',
  'uuid',
  'guid',
  'uid',
  'gid',
  'key',
  'slug',
  'code',
  'sku',
  'number',
  'sid',
  'arn',
  'handle',
  'login',
  'username',
  'name',
  'label',
  'ref',
  'reference',
  'token',
];

export const SORT_NAMES: ReadonlySet<string> = new Set([
  'sort',
  'sort_by',
  'order_by',
  'orderby',
  'order',
  'sortby',
  'ordering',
  '$orderby',
  'sort[by]',
  'sortfield',
  'sort_field',
]);
export const DIRECTION_NAMES: ReadonlySet<string> = new Set([
  'order',
  'direction',
  'sort_order',
  'dir',
  'sort_dir',
  'sort_direction',
  'sortorder',
  'order_dir',
]);
export const PAGE_NAMES: ReadonlySet<string> = new Set([
  'page',
  'page[number]',
  'page_number',
  'pagenumber',
  'p',
  'pageno',
  'page_no',
  'pageindex',
]);
export const SIZE_NAMES: ReadonlySet<string> = new Set([
  'per_page',
  'page_size',
  'pagesize',
  'limit',
  'size',
  'count',
  'page[size]',
  'page[limit]',
  'perpage',
  'max',
  'maxresults',
  'max_results',
  'top',
  '$top',
  'first',
  'n',
  'take',
  'length',
  'results_per_page',
]);
export const OFFSET_NAMES: ReadonlySet<string> = new Set([
  'offset',
  'skip',
  'start',
  'from',
  '$skip',
  'page[offset]',
  'startat',
  'start_at',
  'start_index',
  'startindex',
]);
export const CURSOR_NAMES: ReadonlySet<string> = new Set([
  'cursor',
  'after',
  'page_token',
  'pagetoken',
  'starting_after',
  'next',
  'continuation',
  'continuation_token',
  'page[after]',
  'page[cursor]',
  'marker',
  'next_token',
  'nexttoken',
  'since_id',
  'max_id',
  'next_cursor',
  'before',
  'scroll_id',
  'bookmark',
]);

/** Fields that name a kind of thing rather than a thing. */
export const KIND_NAMES: ReadonlySet<string> = new Set([
  'type',
  'object',
  'kind',
  'resource',
  'resource_type',
  'result_type',
  '__typename',
  'status',
  'state',
  'event',
]);
