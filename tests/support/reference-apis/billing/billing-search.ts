import { invalid } from './billing-params.ts';
import type { Customer } from './billing-rows.ts';

/** @example "email:'a@b.test' AND metadata['tier']:'gold'", "name~'berg' OR phone:null", "created>1700000000" */
export function parseSearch(query: string | null): (customer: Customer) => boolean {
  if (query === null || query.trim() === '')
    throw invalid('parameter_missing', 'Missing required param: query.', 'query');
  const joint = query.includes(' OR ') ? ' OR ' : ' AND ';
  const clauses = query.split(joint).map((clause) => parseClause(clause.trim()));
  return (customer) =>
    joint === ' OR ' ? clauses.some((fits) => fits(customer)) : clauses.every((fits) => fits(customer));
}

function parseClause(clause: string): (customer: Customer) => boolean {
  const found = /^(-?)(\w+)(?:\['([^']+)'\])?([:~><])(?:'([^']*)'|(\d+)|(null))$/.exec(clause);
  if (found === null)
    throw invalid('search_query_invalid', `We were unable to parse your search query: ${clause}`, 'query');
  const [, not, field = '', key, operator, quoted, digits] = found;
  const wanted = (quoted ?? digits)?.toLowerCase();
  if (!['email', 'name', 'phone', 'created', 'metadata', 'description'].includes(field))
    throw invalid('search_field_unsupported', `Field ${field} is not searchable.`, 'query');
  const fits = (customer: Customer): boolean => {
    const value =
      field === 'metadata'
        ? (customer.metadata[key ?? ''] ?? null)
        : customer[field as 'email' | 'name' | 'phone' | 'created' | 'description'];
    if (wanted === undefined || value === null) return wanted === undefined && value === null;
    if (operator === '>') return Number(value) > Number(wanted);
    if (operator === '<') return Number(value) < Number(wanted);
    const have = String(value).toLowerCase();
    return operator === '~' ? have.includes(wanted) : have === wanted;
  };
  return (customer) => fits(customer) !== (not === '-');
}
