/** An error's texts without the reason they give: `can't be blank` of one field says nothing of another's wrong type. */
import { isArray, isObject, type Json } from '../../model/json.ts';
import type { Template } from '../../model/template.ts';
import type { Violation } from './unlearned-violation.ts';

const TEXTS = /^(?:message|messages|msg|detail|description|title|error_?message|error_?description|reason|text)$/i;

export function withGeneralWords(template: Template, field: string, kind: Violation['kind']): Template {
  const phrase = PHRASES[kind];
  const change = (value: Json, key: string): Json => {
    if (isArray(value)) return value.map((item) => change(item, key));
    if (!isObject(value)) return value;
    if (value['k'] === 'const') return { ...value, value: reword(value['value'] ?? null, key) };
    if (value['k'] === 'concat' && (TEXTS.test(key) || key === '')) return { k: 'const', value: `${field} ${phrase}` };
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const label = value['key'];
        return [name, change(item, name === 'value' && typeof label === 'string' ? label : key)];
      }),
    );
  };
  const reword = (value: Json, key: string): Json => {
    if (isArray(value)) return value.map((item) => reword(item, key));
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, reword(item, name)]));
    if (typeof value !== 'string' || !(TEXTS.test(key) || (key === '' && / /.test(value)))) return value;
    if (!/ /.test(value)) return value;
    const at = new RegExp(`(?<![A-Za-z0-9_])${escaped(field)}(?![A-Za-z0-9_])`, 'i').exec(value);
    return at === null ? capitalLike(value, phrase) : `${capitalLike(value, at[0])} ${phrase}`;
  };
  return change(template as unknown as Json, '') as unknown as Template;
}

const PHRASES: Readonly<Record<Violation['kind'], string>> = {
  missing: 'is required',
  type: 'is invalid',
  set: 'is invalid',
  format: 'is invalid',
  range: 'is out of range',
  reference: 'does not exist',
  media: 'is invalid',
};

function capitalLike(example: string, text: string): string {
  return /^[A-Z][a-z]/.test(example) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

function escaped(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]+/g, '[^A-Za-z0-9]?');
}
