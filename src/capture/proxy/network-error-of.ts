import type { NetworkError, NetworkErrorKind } from '../../model/http.ts';

const KIND_OF_CODE: Readonly<Record<string, NetworkErrorKind>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ETIMEDOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  EPROTO: 'tls',
};

/** What node reports of an upstream connection, in the words of the recording. */
export function networkErrorOf(error: unknown, answerBegan: boolean): NetworkError {
  const { code, message } = causeOf(error);
  return {
    kind: kindOf(code, message, answerBegan),
    message: code === '' || message.includes(code) ? message : `${message} (${code})`,
  };
}

function kindOf(code: string, message: string, answerBegan: boolean): NetworkErrorKind {
  if (code.startsWith('HPE_')) return 'garbage';
  if (answerBegan) return 'truncated';
  if (message === 'socket hang up') return 'empty';
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/.test(code)) return 'tls';
  if (message.startsWith('Client network socket disconnected before secure TLS')) return 'tls';
  return KIND_OF_CODE[code] ?? 'reset';
}

/** A name with several addresses fails with all their errors together; the first says enough. */
function causeOf(error: unknown): { readonly code: string; readonly message: string } {
  const first =
    error instanceof AggregateError && error.errors.length > 0 ? (error.errors as readonly unknown[])[0] : error;
  if (!(first instanceof Error)) return { code: '', message: String(first) };
  const code = (first as NodeJS.ErrnoException).code;
  return { code: typeof code === 'string' ? code : '', message: first.message };
}
