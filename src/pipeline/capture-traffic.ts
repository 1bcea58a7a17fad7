import { runCapture, type CaptureCounts, type CaptureOptions } from '../capture/proxy/run-capture.ts';
import { openRecorder, type Recorder, type RecorderOptions } from './open-recorder.ts';

export interface CaptureResult extends CaptureCounts {
  /** How the program that was run ended; null where none was. */
  readonly program: { readonly code: number | null; readonly signal: string | null } | null;
  readonly recording: string;
  readonly redacted: number;
}

/** Records what passes through a local proxy, until `signal` is aborted. */
export async function captureTraffic(options: CaptureOptions & RecorderOptions): Promise<CaptureResult> {
  let recorder: Recorder | null = null;
  const counts = await runCapture(options, () => (recorder = openRecorder(options)));
  return { recording: options.out, ...counts, redacted: (recorder as Recorder | null)?.redacted ?? 0 };
}
