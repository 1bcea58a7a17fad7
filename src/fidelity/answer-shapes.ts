import { decodeBody } from '../model/body.ts';
import type { HttpResponse } from '../model/http.ts';
import { isArray, isObject, type Json } from '../model/json.ts';

type Kind = 'null' | 'boolean' | 'number' | 'string' | 'object' | 'array';

interface Place {
  readonly parent: Place | undefined;
  readonly kinds: Set<Kind>;
  /** how often something, and how often an object, stood here */
  present: number;
  objects: number;
}

/** What is at each place of a body: array indices are one place, keys are places of their own. */
type Shape = Map<string, Place>;

/**
 * Key sets and types of the real API's own answers, by operation and status. A key that the API sometimes leaves out,
 * and a type it sometimes shows, are no shape error when the world does so elsewhere; the field's value is.
 */
export class AnswerShapes {
  readonly #known = new Map<string, Shape>();

  add(operation: string, response: HttpResponse): void {
    const key = `${operation} ${response.status}`;
    const shape = this.#known.get(key) ?? new Map<string, Place>();
    this.#known.set(key, shape);
    addBody(shape, response);
  }

  /** The first place where the shapes differ, or null. */
  difference(operation: string, theirs: HttpResponse, ours: HttpResponse): string | null {
    const known = this.#known.get(`${operation} ${theirs.status}`) ?? new Map<string, Place>();
    const expected = addBody(new Map(), theirs);
    const found = addBody(new Map(), ours);
    for (const [path, place] of found) {
      const wanted = expected.get(path);
      const usual = known.get(path);
      if (wanted === undefined && usual === undefined) return `${path} is extra`;
      const kind = [...place.kinds].find((each) => wanted?.kinds.has(each) !== true && usual?.kinds.has(each) !== true);
      if (kind !== undefined) return `${path} is ${kind}`;
      const mayLack = (wanted !== undefined && !isRequired(wanted)) || !isRequired(usual ?? wanted);
      if (!isRequired(place) && !mayLack) return `${path} is missing in some`;
    }
    for (const [path, place] of expected) {
      const isMissable = path.endsWith('[*]') || !isRequired(known.get(path) ?? place);
      if (found.has(path) || isMissable) continue;
      if (place.parent === undefined || (found.get(parentOf(path))?.objects ?? 0) > 0) return `${path} is missing`;
    }
    return null;
  }
}

function isRequired(place: Place | undefined): boolean {
  return place !== undefined && place.present >= (place.parent?.objects ?? 1);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'));
}

function addBody(shape: Shape, { headers, body }: HttpResponse): Shape {
  const decoded = decodeBody(headers, body);
  if (decoded.kind === 'json') addValue(shape, decoded.value, '$', undefined);
  else if (decoded.kind !== 'empty') addValue(shape, '', '$', undefined);
  return shape;
}

function addValue(shape: Shape, value: Json, path: string, parent: Place | undefined): void {
  const place = shape.get(path) ?? { parent, kinds: new Set(), present: 0, objects: 0 };
  shape.set(path, place);
  place.kinds.add(kindOf(value));
  place.present += 1;
  if (isArray(value)) {
    for (const item of value) addValue(shape, item, `${path}[*]`, undefined);
  } else if (isObject(value)) {
    place.objects += 1;
    for (const [key, child] of Object.entries(value)) {
      addValue(shape, child, `${path}.${key.replaceAll('.', '_')}`, place);
    }
  }
}

function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  return typeof value as Kind;
}
