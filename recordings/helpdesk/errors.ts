/** The helpdesk's one error envelope. */

export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    extra: { fields?: readonly FieldError[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = extra.fields ?? [];
    this.headers = extra.headers ?? {};
  }

  toBody(requestId: string): unknown {
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.fields.length > 0 ? { fields: this.fields } : {}),
        request_id: requestId,
      },
    };
  }
}

export function notFound(what: string): ApiError {
  return new ApiError(404, `${what}_not_found`, `No such ${what}.`);
}

export function invalid(fields: readonly FieldError[]): ApiError {
  return new ApiError(422, 'validation_failed', 'The request has invalid fields.', { fields });
}

export function badParameter(field: string, message: string): ApiError {
  return new ApiError(400, 'invalid_parameter', 'A query parameter is invalid.', {
    fields: [{ field, code: 'invalid', message }],
  });
}

export function conflict(code: string, message: string): ApiError {
  return new ApiError(409, code, message);
}

export function forbidden(code: string, message: string): ApiError {
  return new ApiError(403, code, message);
}

export function unauthorized(code: 'missing_token' | 'invalid_token' | 'token_expired', message: string): ApiError {
  const detail = code === 'missing_token' ? '' : `, error="invalid_token", error_description="${message}"`;
  return new ApiError(401, code, message, { headers: { 'WWW-Authenticate': `Bearer realm="helpdesk"${detail}` } });
}
