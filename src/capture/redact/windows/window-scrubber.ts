/** A body scrubbed piece by piece as it streams by: memory holds a window of it, however large it is. */
export interface WindowScrubber {
  /** What is ready of the body so far. @throws BodyTooDense */
  add(bytes: Uint8Array): readonly Uint8Array[];
  end(): readonly Uint8Array[];
}
