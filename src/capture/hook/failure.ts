const CODES: Readonly<Record<string, string>> = {
  refused: 'ECONNREFUSED',
  dns: 'ENOTFOUND',
  timeout: 'ETIMEDOUT',
  tls: 'ERR_TLS_CERT_ALTNAME_INVALID',
  garbage: 'HPE_INVALID_CONSTANT',
};

/** `refused connect ECONNREFUSED 127.0.0.1:80` as the error the program would have had. */
export function failureOf(told: string): Error {
  const space = told.indexOf(' ');
  const message = told.slice(space + 1);
  const code = /\b(E[A-Z]{3,}|[A-Z]+(?:_[A-Z]+)+)\b/.exec(message)?.[1] ?? CODES[told.slice(0, space)] ?? 'ECONNRESET';
  return Object.assign(new Error(message), { code });
}
