import type { Json, JsonPath } from './json.ts';
import type { EntityKey, OperationId } from './names.ts';
import type { Slot } from './slot.ts';

export interface AuthModel {
  readonly origin: string;
  readonly carrier:
    | { readonly in: 'header'; readonly name: string; readonly prefix: string }
    | { readonly in: 'cookie'; readonly name: string }
    | { readonly in: 'query'; readonly name: string };
  /** A second secret each write must carry (CSRF), and where it is handed out. */
  readonly companion: {
    readonly header: string;
    readonly from: Slot | null;
    /** Operations that never worked without it; absent: every unsafe method. */ readonly required?: readonly OperationId[];
    /** Only logins hand it out: any other value is wrong. */ readonly ofLogin?: boolean;
  } | null;
  readonly principals: readonly Principal[];
  /** How tokens are handed out; null for static credentials. */
  readonly issue: TokenGrant | null;
  readonly refresh: TokenGrant | null;
  /** Further operations that hand out credentials: another way in, a session for a caller not known yet. */
  readonly also?: readonly TokenGrant[];
  /** Operations after which the credential they carried no longer worked: logouts. */
  readonly ends?: readonly OperationId[];
  /** Operations seen to answer without a credential. */
  readonly open: readonly OperationId[];
}

export interface TokenGrant {
  readonly operation: OperationId;
  readonly tokenPath: JsonPath;
  readonly refreshPath: JsonPath | null;
  /** Where the request carries the refresh token; null for logins. */
  readonly refreshSlot: Slot | null;
  readonly expiresPath: JsonPath | null;
  /** Seconds; null where tokens were never seen to end. */
  readonly ttlSeconds: number | null;
  /** A refresh also replaces the refresh token, and ends the old one. */
  readonly rotates: boolean;
  /** Cookies that the answer sets, with attributes as written; value null for the one that is the token. */
  readonly cookies?: readonly { readonly name: string; readonly attributes: string; readonly value: string | null }[];
}

export interface Principal {
  /** Stable name: a user name, client id, or a digest of the credential. */
  readonly id: string;
  /** The entity that stands for it, where one is known (`/me`). */
  readonly entity: EntityKey | null;
  /** The credential as sent last in the recording, without prefix. */
  readonly token: string;
  readonly tokenIssuedAt: number;
  readonly refreshToken: string | null;
  /** The login request's body fields as recorded (pseudonyms); null for static credentials. */
  readonly login: {
    readonly operation: OperationId;
    readonly body: Json;
    /** Fields that need not agree: sequence numbers, nonces. */ readonly varying?: readonly JsonPath[];
  } | null;
}
