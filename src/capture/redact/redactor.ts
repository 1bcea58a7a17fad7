/** Pass-through for now; see createRedactor. */
import type { Interaction } from '../../model/recording.ts';
import type { RedactionRules } from './rules.ts';

export interface Redacted {
  readonly interaction: Interaction;
  /** Values replaced. */
  readonly count: number;
}

export interface Redactor {
  /** Replaces what is secret or personal. The given interaction is not changed; the same one comes back where nothing was found. */
  interaction(interaction: Interaction): Redacted;
  /** The same rules on loose text: a session's task, a label. */
  text(text: string): string;
  /** True where values were recognised after earlier interactions had passed: those rows need {@link Redactor.late}. */
  readonly owesLate: boolean;
  /** Replaces values recognised since in an interaction that has passed already; nothing else is touched. */
  late(interaction: Interaction): Redacted;
  /** Keyed digests of the values recognised, to be kept in the recording; takes those of earlier runs. */
  takeRecognised(): readonly Uint8Array[];
}

export function createRedactor(_options: { readonly key: Uint8Array; readonly rules?: RedactionRules; readonly recognised?: readonly Uint8Array[] }): Redactor {
  return {
    interaction: (interaction) => ({ interaction, count: 0 }),
    text: (text) => text,
    owesLate: false,
    late: (interaction) => ({ interaction, count: 0 }),
    takeRecognised: () => [],
  };
}
