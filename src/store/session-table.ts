import type { HttpRequest } from '../model/http.ts';
import type { Interaction, Session, SessionHeader, SessionUse } from '../model/recording.ts';
import type { Interner } from './interner.ts';
import type { BodyWriter, LargeBody } from './large-bodies.ts';
import {
  interactionToRow,
  rowToHeader,
  rowToInteraction,
  rowToRequest,
  type PartedBodies,
  type SessionRow,
} from './recording-rows.ts';
import { noSession, noSplit } from './recording-problems.ts';
import { guardedEach } from './sqlite-problems.ts';
import type { SessionChange } from './session-edit.ts';
import type { RecordingStatements } from './recording-statements.ts';

/** A session to begin: what is not known yet may be left out. A taken `id` gets a number appended. */
export type NewSession = Pick<SessionHeader, 'id' | 'source' | 'startedAt'> & Partial<SessionHeader>;

const MAX_REMEMBERED = 10_000;
/** Parts of the recording that a sample is taken from. */
const STRETCHES = 16;

/** Sessions and their interactions as rows, within whatever transaction is open. */
export class SessionTable {
  readonly #path: string;
  readonly #rows: RecordingStatements;
  readonly #interner: Interner;
  /** Ids of sessions written to lately -> their rows. */
  readonly #rowids = new Map<string, number>();

  constructor(path: string, rows: RecordingStatements, interner: Interner) {
    this.#path = path;
    this.#rows = rows;
    this.#interner = interner;
  }

  insert(session: NewSession): { readonly rowid: number; readonly id: string } {
    const id = this.#freeId(session.id);
    const { source, startedAt, label = null, use = 'yes', workflow = null, task = null } = session;
    const { lastInsertRowid } = this.#rows.addSession.run(
      id,
      source,
      startedAt,
      label,
      use satisfies SessionUse,
      workflow,
      task,
    );
    return { rowid: Number(lastInsertRowid), id };
  }

  insertWhole(session: Session): string {
    const { rowid, id } = this.insert(session);
    for (const interaction of session.interactions) this.insertInteraction(rowid, interaction);
    return id;
  }

  insertInteraction(session: number, interaction: Interaction, parted?: PartedBodies): void {
    this.#rows.addInteraction.run(interactionToRow(session, interaction, this.#interner, parted));
  }

  /** In the place of the one with its `seq`; bodies too large to be loaded stay. */
  rewriteInteraction(id: string, interaction: Interaction): void {
    const session = this.rowidOf(id);
    const former = this.#rows.interaction.get(session, interaction.seq);
    const { large } = this.#interner;
    const kept = (body: number | null = null): number | null => (large.unloadedSize(body) === null ? null : body);
    this.#rows.deleteInteraction.run(session, interaction.seq);
    this.insertInteraction(session, interaction, {
      request: kept(former?.request_body),
      response: kept(former?.response_body),
    });
  }

  /** @throws ContentError OFFSCRIPT_NO_SESSION */
  rowOf(id: string): SessionRow {
    const row = this.#rows.sessionById.get(id);
    if (row === undefined) throw noSession(this.#path, id, this.#rows.someIds.all());
    return row;
  }

  /** @throws ContentError OFFSCRIPT_NO_SESSION */
  rowidOf(id: string): number {
    const known = this.#rowids.get(id);
    if (known !== undefined) return known;
    const { rowid } = this.rowOf(id);
    if (this.#rowids.size >= MAX_REMEMBERED) this.#rowids.clear();
    this.#rowids.set(id, rowid);
    return rowid;
  }

  /** `most`: of its interactions, from the first. */
  load(rowid: number, most = Infinity): Session | null {
    const row = this.#rows.sessionByRow.get(rowid);
    if (row === undefined) return null;
    const { interactions, someInteractions } = this.#rows;
    const items = most === Infinity ? interactions.all(rowid) : someInteractions.all(rowid, most);
    return { ...rowToHeader(row), interactions: items.map((item) => rowToInteraction(item, this.#interner)) };
  }

  *all(): Generator<Session> {
    for (const { rowid } of this.#rows.sessionOrder.all()) {
      const session = this.load(rowid);
      if (session !== null) yield session;
    }
  }

  *sample(wanted: number): Generator<Session> {
    const order = this.#rows.sessionOrder.all();
    const stretch = Math.ceil(order.length / STRETCHES);
    for (let from = 0; from < order.length; from += stretch) {
      let left = Math.ceil(wanted / STRETCHES);
      for (const { rowid } of order.slice(from, from + stretch)) {
        const session = this.load(rowid, left);
        if (session === null) continue;
        yield session;
        left -= session.interactions.length;
        if (left <= 0) break;
      }
    }
  }

  bodyWriter(write: (work: () => void) => void): BodyWriter {
    return this.#interner.large.writer(write);
  }

  largeBodies(): readonly LargeBody[] {
    const { large } = this.#interner;
    return large.unloaded().map(({ id, size }) => ({
      id,
      size,
      parts: () => guardedEach(this.#path, () => large.parts(id)),
      used: this.#useOf(id),
    }));
  }

  /** The first message with this body. */
  #useOf(body: number): LargeBody['used'] {
    const row = this.#rows.useOfBody.get(body, body);
    if (row === undefined) return null;
    const { id, seq, target, request_headers, request_body, response_headers } = row;
    const list = request_body === body ? request_headers : response_headers;
    return { session: id, seq, target, headers: list === null ? [] : this.#interner.headers(list) };
  }

  *requests(): Generator<HttpRequest> {
    for (const row of this.#rows.requests.iterate()) yield rowToRequest(row, this.#interner);
  }

  update(id: string, change: SessionChange): void {
    const row = this.rowOf(id);
    const next = { ...rowToHeader(row), ...change };
    this.#rows.updateSession.run(next.label, next.use, next.workflow, next.task, row.rowid);
  }

  delete(id: string): void {
    this.#rows.deleteSession.run(this.rowidOf(id));
    this.#rowids.delete(id);
  }

  merge(ids: readonly string[]): string {
    const rowids = [...new Set(ids)].map((id) => this.rowidOf(id));
    const [first = 0, ...others] = rowids;
    const rows = rowids
      .flatMap((rowid) => this.#rows.interactions.all(rowid))
      .toSorted((a, b) => a.request_at - b.request_at);
    for (const rowid of rowids) this.#rows.deleteInteractions.run(rowid);
    for (const [seq, row] of rows.entries()) this.#rows.addInteraction.run({ ...row, session: first, seq });
    for (const rowid of others) this.#rows.deleteSession.run(rowid);
    this.#rowids.clear();
    const [earliest] = rows;
    if (earliest !== undefined) this.#rows.setStart.run(earliest.request_at, first);
    return ids[0] ?? '';
  }

  /** @throws ContentError OFFSCRIPT_NO_SPLIT where one half would be empty */
  split(id: string, seq: number): string {
    const from = this.rowOf(id);
    const rows = this.#rows.interactions.all(from.rowid);
    const moved = rows.filter((row) => row.seq >= seq);
    const [first] = moved;
    if (first === undefined || moved.length === rows.length) throw noSplit(id, seq, rows.length);
    const part = this.insert({ ...rowToHeader(from), startedAt: first.request_at });
    for (const [index, row] of moved.entries()) {
      this.#rows.deleteInteraction.run(from.rowid, row.seq);
      this.#rows.addInteraction.run({ ...row, session: part.rowid, seq: index });
    }
    return part.id;
  }

  /** After a rollback or a sweep: what was remembered may be gone. */
  forget(): void {
    this.#interner.forget();
    this.#rowids.clear();
  }

  #freeId(wanted: string): string {
    if (this.#rows.sessionById.get(wanted) === undefined) return wanted;
    for (let number = 2; ; number++) {
      const id = `${wanted}~${number}`;
      if (this.#rows.sessionById.get(id) === undefined) return id;
    }
  }
}
