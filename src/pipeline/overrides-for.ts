import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ContentError } from '../errors.ts';
import type { Overrides } from '../learn/overrides.ts';
import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts';

export const OVERRIDES_FILE = 'offscript.overrides.json';

/** The overrides beside a recording, else those in the current folder; none where there is neither. */
export function overridesFor(recording: string): Overrides {
  const places = [join(dirname(resolve(recording)), OVERRIDES_FILE), resolve(OVERRIDES_FILE)];
  const file = places.find((path) => existsSync(path));
  return file === undefined ? {} : checked(file, parsed(file));
}

function parsed(file: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(readFileSync(file, 'utf8')) as Json;
  } catch (error) {
    throw wrong(file, `is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!isObject(value)) throw wrong(file, 'holds no object');
  return value;
}

const KEYS = ['literal', 'param', 'idField', 'effects'];

function checked(file: string, value: JsonObject): Overrides {
  for (const [key, part] of Object.entries(value)) {
    if (!KEYS.includes(key)) throw wrong(file, `has "${key}"; known are ${KEYS.join(', ')}`);
    const isList = isArray(part) && part.every((one) => typeof one === 'string');
    const isMap = isObject(part);
    if (key === 'literal' || key === 'param') {
      if (!isList) throw wrong(file, `"${key}" is no list of paths`);
    } else if (!isMap) throw wrong(file, `"${key}" is no object`);
    else if (key === 'idField' && !Object.values(part).every((path) => typeof path === 'string' && path !== ''))
      throw wrong(file, '"idField" gives something else than a dotted path');
    else if (key === 'effects' && !Object.values(part).every(isEffect))
      throw wrong(file, '"effects" gives something else than "none", "delete" or {"set": {FIELD: VALUE}}');
  }
  return value as unknown as Overrides;
}

function isEffect(value: Json): boolean {
  if (value === 'none' || value === 'delete') return true;
  return isObject(value) && Object.keys(value).join() === 'set' && isObject(value['set']);
}

function wrong(file: string, problem: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_BAD_OVERRIDES',
    `${file} ${problem}.`,
    'For example {"literal": ["https://api.example.com/users/me"], "idField": {"tickets": "number"}, "effects": {"POST /orders/{id}/close": {"set": {"status": "closed"}}}}.',
  );
}
