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
 * @example 'subject', 0  ->  'title'
 * @example 'customer_name', 1  ->  'customerName'
 */
export function renamed(name: string, way: number, taken: ReadonlySet<string>): string {
  const camel = name.replaceAll(/[_-]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const snake = name.replaceAll(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, letter: string) => `${before}_${letter.toLowerCase()}`,
  );
  const isCamel = camel === name && /[A-Z]/.test(name);
  const suffixed = isCamel ? `${name}Value` : `${name}_value`;
  const other = camel === name ? snake : camel;
  const synonym = SYNONYMS[name.toLowerCase()] ?? suffixed;
  const candidates = [
    synonym,
    other === name ? suffixed : other,
    isCamel ? `current${name.charAt(0).toUpperCase()}${name.slice(1)}` : `current_${name}`,
  ];
  for (let at = 0; at < candidates.length; at += 1) {
    const candidate = candidates[(way + at) % candidates.length];
    if (candidate !== undefined && candidate !== name && !taken.has(candidate)) return candidate;
  }
  return `${name}_2`;
}
