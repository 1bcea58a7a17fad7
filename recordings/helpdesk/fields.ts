import { invalid } from './errors.ts';
import type { FieldError } from './errors.ts';

/**
 * Reads the fields of a request body and collects every complaint, so that one 422 names them all.
 * `undefined` means "not sent"; call `done()` before using what was read.
 */
export class Fields {
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #errors: FieldError[] = [];
  readonly #known = new Set<string>();

  constructor(body: Readonly<Record<string, unknown>>) {
    this.#body = body;
  }

  text(field: string, rule: { required?: boolean; max?: number } = {}): string | undefined {
    const value = this.#take(field, rule.required);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') return this.#wrong(field, 'invalid_type', 'must be a string');
    if (value.trim() === '') return this.#wrong(field, 'blank', 'must not be blank');
    if (value.length > (rule.max ?? 5000)) return this.#wrong(field, 'too_long', `is longer than ${rule.max ?? 5000}`);
    return value;
  }

  textOrNull(field: string, max = 2000): string | null | undefined {
    if (this.#body[field] === null) {
      this.#known.add(field);
      return null;
    }
    return this.text(field, { max });
  }

  email(field: string, rule: { required?: boolean } = {}): string | undefined {
    const value = this.text(field, { ...rule, max: 254 });
    if (value === undefined || /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(value)) return value;
    return this.#wrong(field, 'invalid_format', 'is not an e-mail address');
  }

  phoneOrNull(field: string): string | null | undefined {
    const value = this.textOrNull(field, 32);
    if (typeof value !== 'string' || /^\+\d[\d ()-]{5,}$/.test(value)) return value;
    return this.#wrong(field, 'invalid_format', 'must be in international form, such as +44 20 7946 0000');
  }

  oneOf<T extends string>(field: string, allowed: readonly T[], rule: { required?: boolean } = {}): T | undefined {
    const value = this.#take(field, rule.required);
    if (value === undefined) return undefined;
    const found = allowed.find((candidate) => candidate === value);
    return found ?? this.#wrong(field, 'not_allowed_value', `must be one of: ${allowed.join(', ')}`);
  }

  flag(field: string): boolean | undefined {
    const value = this.#take(field);
    if (value === undefined || typeof value === 'boolean') return value;
    return this.#wrong(field, 'invalid_type', 'must be true or false');
  }

  integer(field: string, rule: { required?: boolean; min: number; max: number }): number | undefined {
    const value = this.#take(field, rule.required);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value))
      return this.#wrong(field, 'invalid_type', 'must be an integer');
    if (value < rule.min || value > rule.max)
      return this.#wrong(field, 'out_of_range', `must be between ${rule.min} and ${rule.max}`);
    return value;
  }

  object(field: string, rule: { required?: boolean } = {}): Readonly<Record<string, unknown>> | undefined {
    const value = this.#take(field, rule.required);
    if (value === undefined || isRecord(value)) return value;
    return this.#wrong(field, 'invalid_type', 'must be an object');
  }

  list(field: string, rule: { required?: boolean; min?: number } = {}): readonly unknown[] | undefined {
    const value = this.#take(field, rule.required);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return this.#wrong(field, 'invalid_type', 'must be a list');
    if (value.length < (rule.min ?? 0)) return this.#wrong(field, 'too_short', `needs at least ${rule.min} entries`);
    return value;
  }

  /** For complaints that need the state: unknown ids, remaining amounts. */
  reject(field: string, code: string, message: string): void {
    this.#wrong(field, code, message);
  }

  sent(field: string): boolean {
    return this.#body[field] !== undefined;
  }

  done(): void {
    for (const field of Object.keys(this.#body))
      if (!this.#known.has(field)) this.#wrong(field, 'unknown_field', 'is not a field that can be set here');
    if (this.#errors.length > 0) throw invalid(this.#errors);
  }

  #take(field: string, required = false): unknown {
    this.#known.add(field);
    const value = this.#body[field];
    if (required && (value === undefined || value === null)) return this.#wrong(field, 'required', 'is required');
    if (value === null) return this.#wrong(field, 'invalid_type', 'must not be null');
    return value;
  }

  #wrong(field: string, code: string, complaint: string): undefined {
    this.#errors.push({ field, code, message: `${field} ${complaint}` });
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
