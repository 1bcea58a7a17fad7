import type { Json } from '../model/json.ts';
import type { TimeFormat } from '../model/expr.ts';

/** Every answer has a date, and most share their second with the one before. */
let last = { second: Number.NaN, text: '' };

/** A moment (epoch milliseconds) the way an API writes it. */
export function formatTime(at: number, format: TimeFormat): Json {
  const second = Math.floor(at / 1000);
  if (format === 'http-date') {
    if (second !== last.second) last = { second, text: new Date(second * 1000).toUTCString() };
    return last.text;
  }
  if (format === 'epoch') return second;
  if (format === 'epoch-ms') return Math.floor(at);
  const iso = new Date(at).toISOString();
  switch (format) {
    case 'iso-ms':
      return iso;
    case 'iso-seconds':
      return `${iso.slice(0, 19)}Z`;
    case 'iso-offset':
      return `${iso.slice(0, 19)}+00:00`;
    case 'iso-ms-offset':
      return iso.replace('Z', '+00:00');
    case 'sql':
      return iso.slice(0, 19).replace('T', ' ');
    case 'iso-local':
      return iso.slice(0, 19);
    case 'date':
      return iso.slice(0, 10);
  }
}
