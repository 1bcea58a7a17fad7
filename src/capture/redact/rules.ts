/** What a user adds to the default redaction, or takes from it. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ContentError, EnvironmentError } from '../../errors.ts';
import { isArray, isObject, type Json } from '../../model/json.ts';
import { refuseSlowPattern } from './slow-pattern.ts';

export interface RedactionRules {
  /** Names of keys, fields, headers or parameters whose values are secret; `*` stands for anything. */
  readonly keys: readonly string[];
  /** Values to replace wherever they occur; global. */
  readonly patterns: readonly RegExp[];
  /** Names of keys, and whole values, that are never replaced. */
  readonly allow: readonly string[];
}

export const DEFAULT_RULES: RedactionRules = { keys: [], patterns: [], allow: [] };

const FIELDS = ['keys', 'patterns', 'allow'] as const;
const REMEDY =
  'A rules file is YAML or JSON with any of the lists keys, patterns, allow. Example: keys: [employee_no, "x-acme-*"]';

/** @throws ContentError where the file holds no rules, EnvironmentError where it cannot be read */
export function loadRules(path: string): RedactionRules {
  const document = readRules(path);
  if (!isObject(document)) throw bad(path, 'it holds no mapping');
  const unknown = Object.keys(document).find((key) => !(FIELDS as readonly string[]).includes(key));
  if (unknown !== undefined) throw bad(path, `it has no field "${unknown}"`);
  return {
    keys: textsOf(path, 'keys', document['keys']),
    patterns: textsOf(path, 'patterns', document['patterns']).map((source) => patternOf(path, source)),
    allow: textsOf(path, 'allow', document['allow']),
  };
}

function readRules(path: string): Json {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new EnvironmentError(
      'OFFSCRIPT_NO_RULES',
      `The redaction rules ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      'Give default, off, or the path of a rules file.',
    );
  }
  try {
    return parse(text) as Json;
  } catch (error) {
    throw bad(path, error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it is no YAML');
  }
}

function textsOf(path: string, field: string, value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!isArray(value) || !value.every((item) => typeof item === 'string' && item !== ''))
    throw bad(path, `${field} must be a list of texts`);
  return value as readonly string[];
}

function patternOf(path: string, source: string): RegExp {
  let pattern: RegExp;
  try {
    pattern = new RegExp(source, 'gu');
  } catch (error) {
    throw bad(path, error instanceof Error ? error.message : `"${source}" is no regular expression`);
  }
  const problem = refuseSlowPattern(source);
  if (problem !== null) throw bad(path, `the pattern "${source}" ${problem}`);
  return pattern;
}

function bad(path: string, problem: string): ContentError {
  return new ContentError('OFFSCRIPT_BAD_RULES', `${path} holds no redaction rules: ${problem}.`, REMEDY);
}
