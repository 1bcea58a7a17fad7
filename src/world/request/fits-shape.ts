import type { IdShape } from '../../model/id-shape.ts';
import { numberIn } from '../../model/number-in.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a path segment looks like an id of this shape. */
export function fitsShape(shape: IdShape, text: string): boolean {
  switch (shape.kind) {
    case 'integer':
      return /^-?\d{1,20}$/.test(text);
    case 'uuid':
      return UUID.test(text);
    case 'prefixed':
      return text.startsWith(shape.prefix) && text.length > shape.prefix.length;
    case 'pattern':
      return numberIn(shape, text) !== null;
    case 'opaque':
      return text.length > 0;
    case 'slug':
      return text.length > 0;
  }
}
