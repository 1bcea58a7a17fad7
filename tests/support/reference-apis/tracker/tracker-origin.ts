export const TRACKER_ORIGIN = 'https://tracker.test';
