import type { IdShape } from '../../model/id-shape.ts';
import type { Json } from '../../model/json.ts';
import { idShapeOf } from '../records/id-shape.ts';

const FEWEST = 4;
const SHORTEST = 6;

/** The shape of texts that a server draws anew each time (a share token, a receipt code); null where they may mean something. */
export function tokenShape(values: readonly (Json | undefined)[]): IdShape | null {
  const texts = values.filter((value): value is string => typeof value === 'string');
  if (texts.length < FEWEST || texts.length < values.length || new Set(texts).size < texts.length) return null;
  if (!texts.every((text) => text.length >= SHORTEST && /^[A-Za-z0-9_-]+$/.test(text))) return null;
  const shape = idShapeOf(texts);
  return shape.kind === 'opaque' || shape.kind === 'prefixed' || shape.kind === 'uuid' ? shape : null;
}
