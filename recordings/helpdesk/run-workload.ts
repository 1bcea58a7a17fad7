import { Agent } from 'node:http';
import { Casebook } from './casebook.ts';
import type { VirtualClock } from './clock.ts';
import { STAFF_LOGINS } from './data/staff-logins.ts';
import type { StaffLogin } from './data/staff-logins.ts';
import { Desk } from './desk.ts';
import type { Tokens, TranscriptLine } from './desk.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { planShifts } from './schedule.ts';
import type { Shift } from './schedule.ts';
import type { Who } from './workflow.ts';
import { WORKLOAD } from './workload.ts';

export interface WorkloadOptions {
  /** Where to send requests: the helpdesk itself, or a recorder in front of it. */
  readonly baseUrl: string;
  /** The clock that the helpdesk runs on. */
  readonly clock: VirtualClock;
  /** The helpdesk's own seed, since the staff must know its cases. */
  readonly seed: string;
  readonly onSession?: (done: number, total: number) => void;
}

/** Lives through all sessions, one after the other. Throws at the first answer that is not what a workflow expects. */
export async function runWorkload({ baseUrl, clock, seed, onSession }: WorkloadOptions): Promise<TranscriptLine[]> {
  const http = new Agent({ keepAlive: true, maxSockets: 1 });
  const random = createRandom(`${seed}/workload`);
  const book = new Casebook(seed, random);
  const tokens = new Map<string, Tokens>();
  const transcript: TranscriptLine[] = [];
  const shifts = planShifts(WORKLOAD, random);
  let last: StaffLogin | undefined;
  try {
    for (const [i, shift] of shifts.entries()) {
      const { workflow, turn } = shift;
      clock.advance(shift.startAt - clock.now());
      const staff = pickStaff(shift, last, random);
      const desk = new Desk({
        baseUrl,
        http,
        clock,
        random,
        staff,
        session: sessionName(i, shift, staff),
        workflow: workflow.name,
        label: workflow.bad?.includes(turn) ? 'bad' : 'good',
        tokens,
        transcript,
        breakBefore: random.chance(0.09) && staff.grant === 'password' ? random.int(3, 6) : null,
      });
      if (!shift.isFollowUp || !desk.holdsToken()) await desk.signIn();
      await workflow.run({ desk, book, random, turn });
      if (random.chance(0.04)) await desk.signOut();
      last = staff;
      onSession?.(i + 1, shifts.length);
    }
  } finally {
    http.destroy();
  }
  return transcript;
}

function pickStaff({ workflow, turn, isFollowUp }: Shift, last: StaffLogin | undefined, random: Random): StaffLogin {
  const who = typeof workflow.who === 'function' ? workflow.who(turn) : workflow.who;
  const fitting = STAFF_LOGINS.filter((staff) => staff.active && fits(staff, who));
  if (isFollowUp && last !== undefined && fitting.includes(last)) return last;
  return random.pick(fitting);
}

function fits(staff: StaffLogin, who: Who): boolean {
  if (who === 'web-form' || who === 'monitor') return staff.login === `svc-${who}`;
  return staff.grant === 'password' && (who === 'anyone' || staff.role === who);
}

/** @example 2026-03-02-004-refund-order-adaeze */
function sessionName(index: number, { workflow, startAt }: Shift, staff: StaffLogin): string {
  const day = new Date(startAt).toISOString().slice(0, 10);
  const first = staff.grant === 'password' ? staff.name.split(' ')[0]?.toLowerCase() : staff.login;
  return `${day}-${String(index + 1).padStart(3, '0')}-${workflow.name}-${first}`;
}
