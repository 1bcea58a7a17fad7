import type { Json } from '../model/json.ts';
import type { TimeFormat } from '../model/learned.ts';

/** A moment (epoch milliseconds) the way an API writes it. */
export function formatTime(at: number, format: TimeFormat): Json {
  const iso = new Date(at).toISOString();
  switch (format) {
    case 'iso-ms':
      return iso;
    case 'iso-seconds':
      return `${iso.slice(0, 19)}Z`;
    case 'iso-offset':
      return `${iso.slice(0, 19)}+00:00`;
    case 'iso-local':
      return iso.slice(0, 19);
    case 'date':
      return iso.slice(0, 10);
    case 'epoch':
      return Math.floor(at / 1000);
    case 'epoch-ms':
      return Math.floor(at);
    case 'http-date':
      return new Date(at).toUTCString();
  }
}
