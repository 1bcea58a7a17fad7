/** What is said of a call that takes from a quota what others were to have. */
export const QUOTA_OVERDRAWN = 'quota of others';
