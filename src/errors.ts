/**
 * Every failure a user can meet, in one place, so that the messages can be read as prose.
 * Exit codes: 1 judged and found wanting, 2 wrong usage or content, 3 the environment, 70 our bug.
 */
export type ExitCode = 1 | 2 | 3;

export abstract class OffscriptError extends Error {
  abstract override readonly name: string;
  /** Stable and greppable, `OFFSCRIPT_...`. */
  abstract readonly code: string;
  /** One line: what to do about it. */
  abstract readonly remedy: string;
  abstract readonly exitCode: ExitCode;
}

/** The command line was used wrongly. */
export class UsageError extends OffscriptError {
  override readonly name = 'UsageError';
  readonly code = 'OFFSCRIPT_USAGE';
  readonly exitCode = 2;
  readonly remedy: string;

  constructor(message: string, remedy = 'See offscript --help.') {
    super(message);
    this.remedy = remedy;
  }
}

/** A named file holds something other than what was asked for. */
export class ContentError extends OffscriptError {
  override readonly name = 'ContentError';
  readonly code: string;
  readonly exitCode = 2;
  readonly remedy: string;

  constructor(code: `OFFSCRIPT_${string}`, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

/** The machine said no: missing, locked, read-only, full, port taken, upstream down. */
export class EnvironmentError extends OffscriptError {
  override readonly name = 'EnvironmentError';
  readonly code: string;
  readonly exitCode = 3;
  readonly remedy: string;

  constructor(code: `OFFSCRIPT_${string}`, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

/** The command did its work and the answer is not good enough. */
export class FoundWantingError extends OffscriptError {
  override readonly name = 'FoundWantingError';
  readonly code: string;
  readonly exitCode = 1;
  readonly remedy: string;

  constructor(code: `OFFSCRIPT_${string}`, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}
