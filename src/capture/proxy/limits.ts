/** What the proxy takes from either side before it says no or stops keeping. */
export interface ProxyLimits {
  /** Bytes of one body that are kept; a larger one passes through, unrecorded and marked so. */
  readonly maxBody: number;
  /** Bytes of one body that are held in memory; a larger one goes into the recording as it comes. */
  readonly heldBody: number;
  /** Bytes of all bodies under way that are kept at one time, so that memory stays bounded. */
  readonly maxBodiesTogether: number;
  /** Bytes of request line and headers from a client (node counts both together). */
  readonly maxHeaderBytes: number;
  readonly maxTarget: number;
  readonly maxHeaders: number;
  readonly maxConnections: number;
  /** Milliseconds a client may take for its headers, and for its whole request. */
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  /** Milliseconds that running answers get when the proxy closes. */
  readonly closingGrace: number;
}

export const PROXY_LIMITS: ProxyLimits = {
  maxBody: 32 * 1024 * 1024,
  heldBody: 8 * 1024 * 1024,
  maxBodiesTogether: 512 * 1024 * 1024,
  maxHeaderBytes: 32 * 1024,
  maxTarget: 16 * 1024,
  maxHeaders: 1000,
  maxConnections: 2048,
  headersTimeout: 15_000,
  requestTimeout: 300_000,
  closingGrace: 5000,
};
