/** The seed of the embedded recording. */
export const RECORDED_SEED = 'tillhouse';
