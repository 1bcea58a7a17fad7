import type { Json } from 'offscript';

/** What came back of a call, over HTTP or from a tool. */
export interface Answer {
  /** 0 where nothing came. */
  readonly status: number;
  readonly body: Json | undefined;
  readonly header: (name: string) => string | null;
  /** Why it is no answer: none came, it was cut short or is not the API's, or it lacks the body it should have. */
  readonly flaw: 'lost' | 'garbled' | 'empty' | null;
  readonly cause: unknown;
}
