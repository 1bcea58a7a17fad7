/** Words that APIs put in place of one another when they are cleaned up. */
const SYNONYMS: Readonly<Record<string, string>> = {
  subject: 'title',
  title: 'name',
  name: 'display_name',
  label: 'caption',
  description: 'details',
  body: 'content',
  content: 'text',
  text: 'message',
  comment: 'note',
  status: 'state',
  state: 'status',
  priority: 'urgency',
  type: 'kind',
  email: 'email_address',
  phone: 'phone_number',
  total: 'total_amount',
  amount: 'value',
  price: 'unit_price',
  quantity: 'count',
  tags: 'labels',
  region: 'location',
  size: 'capacity',
  url: 'link',
};

/**
 * What a field is called in the next version of an API; another `way`, another name.
 *
 * @example 'subject', 0, 'ticket'  ->  'title'
 * @example 'customer_name', 1, 'ticket'  ->  'customerName'
 * @example 'type', 1, 'ticket'  ->  'ticket_type'
 */
export function renamed(name: string, way: number, taken: ReadonlySet<string>, owner: string): string {
  const camel = name.replaceAll(/[_-]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const snake = name.replaceAll(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, letter: string) => `${before}_${letter.toLowerCase()}`,
  );
  const isCamel = camel === name && /[A-Z]/.test(name);
  const joined = (first: string): string =>
    isCamel ? `${first}${name.charAt(0).toUpperCase()}${name.slice(1)}` : `${first}_${name}`;
  const other = camel === name ? snake : camel;
  const owned = joined(owner);
  const candidates = [SYNONYMS[name.toLowerCase()] ?? owned, other === name ? owned : other, joined('current')];
  for (let at = 0; at < candidates.length; at += 1) {
    const candidate = candidates[(way + at) % candidates.length];
    if (candidate !== undefined && candidate !== name && !taken.has(candidate)) return candidate;
  }
  return `${name}_2`;
}
