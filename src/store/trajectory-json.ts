/** Trajectories as JSON and back: bodies are text where they are UTF-8, base64 where not. */
import { isUtf8 } from 'node:buffer';
import type { Step, Trajectory } from '../model/rollout.ts';

type StoredBytes = string | { readonly base64: string };

export function trajectoryToJson(trajectory: Trajectory): unknown {
  return {
    ...trajectory,
    steps: trajectory.steps.map((step) => (step.kind === 'call' ? changed(step, bytesToJson) : step)),
  };
}

export function jsonToTrajectory(stored: unknown): Trajectory {
  const trajectory = stored as Trajectory;
  return {
    ...trajectory,
    steps: trajectory.steps.map((step) => (step.kind === 'call' ? (changed(step, jsonToBytes) as Step) : step)),
  };
}

function changed<From, To>(step: Extract<Step, { kind: 'call' }>, change: (bytes: From) => To): unknown {
  const request = { ...step.request, body: change(step.request.body as From) };
  if (step.outcome.kind === 'error') return { ...step, request };
  const response = { ...step.outcome.response, body: change(step.outcome.response.body as From) };
  return { ...step, request, outcome: { ...step.outcome, response } };
}

function bytesToJson(bytes: Uint8Array): StoredBytes {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return isUtf8(buffer) ? buffer.toString('utf8') : { base64: buffer.toString('base64') };
}

function jsonToBytes(stored: StoredBytes): Uint8Array {
  return typeof stored === 'string' ? Buffer.from(stored, 'utf8') : Buffer.from(stored.base64, 'base64');
}
