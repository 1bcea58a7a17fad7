import { UsageError } from '../../errors.ts';

/** How requests of one client on one case are told from others, where the client does not say. */
export type SessionRule =
  /** By credential or cookie, until a pause. */
  | { readonly kind: 'inferred' }
  /** By the value of a header. */
  | { readonly kind: 'header'; readonly name: string }
  /** By the record worked on: one service token for everybody is normal. */
  | { readonly kind: 'entity'; readonly resource: string };

/** @example parseSessionRule('entity:tickets') -> { kind: 'entity', resource: 'tickets' } */
export function parseSessionRule(text: string | null): SessionRule {
  if (text === null) return { kind: 'inferred' };
  const [, kind, name] = /^(header|entity):([A-Za-z0-9_.-]+)$/.exec(text) ?? [];
  if (kind === 'header' && name !== undefined) return { kind, name };
  if (kind === 'entity' && name !== undefined) return { kind, resource: name };
  throw new UsageError(
    `--session-by ${text} is not understood.`,
    'Give header:NAME (as header:X-Case-Id) or entity:RESOURCE (as entity:tickets).',
  );
}
