import { probesOf } from '../define-probe.ts';
import type { SlotRef } from '../probe.ts';
import { TRACKER_ORIGIN } from './tracker-origin.ts';
import { COLD_PROJECTS, createTrackerWorld } from './tracker-world.ts';

type Handle = SlotRef & { readonly kind: 'handle' };

/** Access tokens by role; the stream logs in before they expire. */
export const ROLE_HANDLES = {
  member: { kind: 'handle', name: 'memberToken' },
  admin: { kind: 'handle', name: 'adminToken' },
  viewer: { kind: 'handle', name: 'viewerToken' },
} as const satisfies Record<string, Handle>;

export const MEMBER: Handle = ROLE_HANDLES.member;
export const SEED = createTrackerWorld(0);
export const issuePath = '/api/projects/{s}/issues/{n}';

export const probe = probesOf({
  origin: TRACKER_ORIGIN,
  headers: { authorization: 'Bearer {token}' },
  slots: { token: MEMBER },
  shows: '$',
});

/** A seed entity; projects are hot or cold as a whole, so only issue numbers count as untouched by themselves. */
export function cold(value: string | number): SlotRef {
  const untouched = typeof value === 'number' || value === 'design-system' || value === 'legacy-billing';
  return untouched ? { kind: 'literal', value, untouched } : { kind: 'literal', value };
}

/** Issues of cold projects were only ever search hits, which leave out the body. */
export function unseenBody(project: string, path = '$.body'): readonly string[] {
  return (COLD_PROJECTS as readonly string[]).includes(project) ? [path] : [];
}
