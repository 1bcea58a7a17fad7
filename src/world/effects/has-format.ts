import type { FieldFormat } from '../../model/field.ts';

/** Whether a text is what its field's format asks for; formats that any text has are always met. */
export function hasFormat(text: string, format: FieldFormat): boolean {
  switch (format) {
    case 'date-time':
      return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
    case 'epoch':
    case 'epoch-ms':
      return /^\d+(\.\d+)?$/.test(text);
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
    case 'phone':
      return /^\+?[\d\s().-]{5,}$/.test(text);
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
    case 'uri':
      return /^[a-z][a-z0-9+.-]*:\S+$/i.test(text);
    case 'money':
      return /^-?\d+([.,]\d+)?$/.test(text);
    case 'slug':
      return /^[a-z0-9]+([-_][a-z0-9]+)*$/i.test(text);
    case 'id':
    case 'prose':
    case 'name':
      return text !== '';
  }
}
