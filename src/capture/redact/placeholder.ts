/** Values that say nothing: somebody redacted them before, or they were never secrets. */
const PLACEHOLDER =
  /^(?:<[^<>]{0,80}>|\[[^\][]{0,80}\]|\{\{[^{}]{0,80}\}\}|\$\{[^{}]{0,80}\}|[*•·.#-]+|x{3,}|null|undefined|none|nil|true|false|yes|no|deleted|hidden|0|1|n\/a)$/i;
/** `REDACTED`, `__filtered__`: the word alone, between marks. */
const SAID_SO = /^[\W_]*(?:redacted|filtered|masked|scrubbed|sanitized|removed)[\W_]*$/i;

export function isPlaceholder(value: string): boolean {
  const bare = value.trim();
  return bare === '' || PLACEHOLDER.test(bare) || SAID_SO.test(bare);
}

/** `must be at least 8 characters`: what an API says about a password is no password. */
const ABOUT =
  /\b(?:must|should|cannot|can't|can’t|invalid|required|missing|too|incorrect|wrong|least|blank|empty|match)\b/i;

export function isProse(value: string): boolean {
  return /\S\s+\S+\s+\S/.test(value) && ABOUT.test(value);
}

/** A word in lower or title case is a word, not a token. */
export function looksLikeToken(value: string): boolean {
  return value.length >= 8 && !/\s/.test(value) && (/\d/.test(value) || value.length >= 24 || /[a-z][A-Z]/.test(value));
}

/** `ssh-ed25519 AAAA...`, `-----BEGIN PUBLIC KEY-----`: made to be shown. */
export function isPublicKey(value: string): boolean {
  return /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\w+|sk-(?:ssh|ecdsa)[\w@.-]+) |^-----BEGIN (?:RSA )?(?:PUBLIC KEY|CERTIFICATE)/.test(
    value,
  );
}
