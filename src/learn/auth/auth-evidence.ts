/** What a recording shows of credentials: which calls carried which, which answers handed them out, how long they lived. */
import type { Json, JsonPath } from '../../model/json.ts';
import type { OperationId } from '../../model/names.ts';
import type { Slot } from '../../model/slot.ts';

export type Carrier =
  | { readonly in: 'header'; readonly name: string; readonly prefix: string }
  | { readonly in: 'cookie'; readonly name: string }
  | { readonly in: 'query'; readonly name: string };

export interface Credential {
  readonly carrier: Carrier;
  readonly token: string;
}

/** An answer that showed a token. */
export interface Handout {
  readonly operation: OperationId;
  readonly tokenPath: JsonPath;
  readonly at: number;
  /** Principal by name, from the request that got it. */
  readonly principal: string;
  readonly body: Json | undefined;
  readonly answer: Json;
  readonly refreshSlot: Slot | null;
  /** Cookies that the answer set, as written. */
  readonly cookies: readonly string[];
}

/** What the logins of one principal had in common: sequence numbers and nonces beside the credentials differ. */
export interface Logins {
  readonly leaves: Map<string, { readonly path: JsonPath; readonly value: Json }>;
  readonly varying: Map<string, JsonPath>;
  n: number;
}

export interface AuthEvidence {
  readonly handouts: Map<string, Handout>;
  /** By origin: carriers with how they fared. */
  readonly carriers: Map<string, Map<string, { readonly carrier: Carrier; ok: number; refused: number }>>;
  readonly uses: Map<
    string,
    {
      readonly origin: string;
      readonly token: string;
      readonly carrier: Carrier;
      count: number;
      lastAt: number;
      ok: number;
      last: OperationId | null;
    }
  >;
  /** By operation: good calls with and without a credential. */
  readonly byOperation: Map<
    OperationId,
    { origin: string; withCredential: number; without: number; refusedWithout: number }
  >;
  /** Votes for the operation and path that hand out used tokens. */
  readonly grants: Map<string, { readonly origin: string; readonly handout: Handout; n: number }>;
  /** By granting operation: longest time a token was seen to work, and shortest at which it was refused, by the call before that refusal. */
  readonly lives: Map<OperationId, { worked: number; readonly refusedAfter: Map<OperationId, number> }>;
  /** Operations after which a token went on working, and those after which it did not. */
  readonly ends: Map<OperationId, { continued: number; ended: number }>;
  /** By operation and principal. */
  readonly logins: Map<string, Logins>;
  /** Headers of writes whose values an answer had shown: CSRF. */
  readonly companions: Map<string, { header: string; n: number; from: Slot | null; readonly givers: Set<OperationId> }>;
}

export function createAuthEvidence(): AuthEvidence {
  return {
    handouts: new Map(),
    carriers: new Map(),
    uses: new Map(),
    byOperation: new Map(),
    grants: new Map(),
    lives: new Map(),
    ends: new Map(),
    logins: new Map(),
    companions: new Map(),
  };
}
