import { isJsonObject, parseJson } from '../reference-apis/json.ts';
import type { JsonValue } from '../reference-apis/json.ts';
import type { ReferenceResponse } from '../reference-apis/reference-api.ts';

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
 * Key sets and types of the reference's own answers, by operation and status. A key that the reference sometimes leaves
 * out, and a type it sometimes shows, are no shape error when the world does so elsewhere; the field's value is.
 */
export class AnswerShapes {
  readonly #known = new Map<string, Shape>();

  add(operation: string | undefined, response: ReferenceResponse): void {
    const key = `${operation} ${response.status}`;
    const shape = this.#known.get(key) ?? new Map<string, Place>();
    this.#known.set(key, shape);
    addBody(shape, response);
  }

  /** The first place where the shapes differ, or null. */
  difference(operation: string | undefined, theirs: ReferenceResponse, ours: ReferenceResponse): string | null {
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

function addBody(shape: Shape, { body }: ReferenceResponse): Shape {
  if (body.length > 0) addValue(shape, parseJson(body) ?? new TextDecoder().decode(body), '$', undefined);
  return shape;
}

function addValue(shape: Shape, value: JsonValue, path: string, parent: Place | undefined): void {
  const place = shape.get(path) ?? { parent, kinds: new Set(), present: 0, objects: 0 };
  shape.set(path, place);
  place.kinds.add(kindOf(value));
  place.present += 1;
  if (Array.isArray(value)) {
    for (const item of value) addValue(shape, item as JsonValue, `${path}[*]`, undefined);
  } else if (isJsonObject(value)) {
    place.objects += 1;
    for (const [key, child] of Object.entries(value)) {
      addValue(shape, child, `${path}.${key.replaceAll('.', '_')}`, place);
    }
  }
}

function kindOf(value: JsonValue): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as Kind;
}
