import type { Json } from '../../model/json.ts';
import type { OperationId, ResourceName } from '../../model/names.ts';
import { indexModel } from '../../model/model-index.ts';
import type { HandlerName, OraclePatch, OracleProgram, OracleStep } from '../../model/oracle.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import { ApiClient } from '../client/api-client.ts';
import { findRecord } from './find-record.ts';
import { OracleMemory } from './oracle-memory.ts';
import type { OracleParts } from './oracle-parts.ts';
import { ALL_HANDLERS, type OracleOptions } from './oracle-options.ts';
import { scanList } from './scan-list.ts';
import { skips } from './skips.ts';
import { refusalReason, Stuck } from './stuck.ts';
import { writeRecord } from './write-record.ts';

/** Plays a program against a run, acting only on what the run answers, and ends it. */
export function runOracle(
  run: EpisodeRun,
  program: OracleProgram,
  patches: readonly OraclePatch[],
  options: OracleOptions,
): void {
  new OracleRun(run, program, patches, options).play();
}

class OracleRun implements OracleParts {
  readonly run: EpisodeRun;
  readonly options: OracleOptions;
  readonly handlers: ReadonlySet<HandlerName>;
  readonly memory: OracleMemory;
  readonly client: ApiClient;
  readonly #program: OracleProgram;

  constructor(run: EpisodeRun, program: OracleProgram, patches: readonly OraclePatch[], options: OracleOptions) {
    this.run = run;
    this.options = options;
    this.#program = program;
    this.handlers = new Set(ALL_HANDLERS.filter((handler) => !options.without.includes(handler)));
    this.memory = new OracleMemory(run, patches, options, this.handlers);
    this.client = new ApiClient(run, options.model, options.tools, this.handlers, options.resend);
  }

  play(): void {
    try {
      let answer: Json | null = null;
      this.#ask(null);
      for (const [at, step] of this.#program.steps.entries()) {
        for (const edited of this.options.edit(step, at)) {
          if (this.run.over) return;
          const said = this.#step(edited);
          if (said !== undefined) answer = said;
          if (this.run.over) return;
        }
      }
      if (this.reporting() !== null) this.#report();
      else this.run.finish(answer);
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      if (this.run.over) return;
      if (this.reporting() !== null) this.#report();
      else if (this.options.whenStuck !== null) this.#step(this.options.whenStuck);
      else this.run.report(error.reason, error.evidence);
    }
  }

  reporting(): Extract<OraclePatch, { o: 'report' }> | null {
    if (!this.handlers.has('check-conflict')) return null;
    const patch = this.memory.patches.find((candidate) => candidate.o === 'report');
    return patch?.o === 'report' ? patch : null;
  }

  /** The answer, where the step gives one. */
  #step(step: OracleStep): Json | undefined {
    switch (step.kind) {
      case 'find': {
        const found = findRecord(this, step);
        if (!this.run.over) this.memory.keep(step.as, found);
        return undefined;
      }
      case 'read': {
        const twin = this.handlers.has('read-item') ? undefined : this.memory.twinOf(step);
        if (twin === undefined) this.#read(step);
        else this.memory.keep(step.as, twin);
        return undefined;
      }
      case 'write':
        this.#write(step);
        return undefined;
      case 'report':
        this.run.report(
          step.reason,
          step.evidence.map((value) => String(this.memory.resolve(value) ?? '')),
        );
        return undefined;
      case 'answer':
        if (this.reporting() === null) return this.memory.resolve(step.value) ?? null;
        this.#report();
        return undefined;
      default:
        return step satisfies never;
    }
  }

  #write(step: Extract<OracleStep, { kind: 'write' }>): void {
    const reporting = this.reporting();
    // That something is refused or down is known only to who has tried.
    if (reporting !== null && reporting.reason !== 'unavailable' && reporting.reason !== 'not_allowed')
      return this.#report();
    const looks = this.handlers.has('look-before-create');
    const { patches } = this.memory;
    const skipped = looks && patches.some((patch) => skips(patch, step));
    for (const patch of looks ? patches : [])
      if (patch.o === 'before-write' && patch.operation === step.operation) this.#step(patch.step);
    if (!skipped && !this.run.over) writeRecord(this, step);
    if (!this.run.over && this.#ask(step.operation) && !this.run.over) writeRecord(this, step);
  }

  /** Says what has to be said at this point; true where the answer tells something new. */
  #ask(after: OperationId | null): boolean {
    if (!this.handlers.has('ask-user')) return false;
    let news = false;
    for (const patch of this.memory.patches) {
      if (patch.o !== 'ask' || patch.after !== after) continue;
      for (let time = 0; time < patch.times && !this.run.over; time += 1) news = this.memory.say(patch.text) || news;
    }
    return news;
  }

  #read(step: Extract<OracleStep, { kind: 'read' }>): void {
    const operation = this.memory.operation(step.operation);
    // What the list shows of a record will do, where the record itself cannot be had.
    const twin = this.handlers.has('other-way') ? this.memory.twinOf(step) : undefined;
    if (twin !== undefined && this.memory.isDead(operation.id)) return this.memory.keep(step.as, twin);
    const answer = this.client.send(operation, this.memory.values(operation, step.slots), null);
    this.memory.observe(answer);
    const found = answer.status < 300 ? this.memory.shown(operation, answer) : null;
    if (found !== null) return this.memory.keep(step.as, found);
    if (this.run.over) return;
    if (answer.status >= 500) {
      this.memory.bury(operation.id);
      if (twin !== undefined) return this.memory.keep(step.as, twin);
    }
    if (this.reporting() !== null) return this.#report();
    const reason = refusalReason(answer.status);
    throw new Stuck(reason === 'not_found' || reason === 'not_allowed' ? reason : 'unavailable', []);
  }

  /** Says why nothing is to be done, with ids that were seen; looks for those not seen yet. */
  #report(): void {
    const patch = this.reporting();
    if (patch === null || this.run.over) return;
    for (const { resource, id } of patch.evidence) if (!this.memory.hasSeen(id)) this.#tryToFind(resource, id);
    if (!this.run.over)
      this.run.report(
        patch.reason,
        patch.evidence.map(({ id }) => id).filter((id) => this.memory.hasSeen(id)),
      );
  }

  #tryToFind(resource: ResourceName, id: string): void {
    try {
      this.#lookFor(resource, id);
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
    }
  }

  #lookFor(resource: ResourceName, id: string): void {
    const confirming = this.#program.steps.flatMap((step) =>
      step.kind === 'write' && step.resource === resource && step.confirm?.c === 'find' ? [step.confirm] : [],
    );
    const lists = indexModel(this.options.model)
      .listsOf(resource)
      .filter(({ parents }) => parents.length === 0)
      .map((operation) => ({ operation, slots: [] as const }));
    for (const { operation, slots } of [
      ...lists,
      ...confirming.map((confirm) => ({
        operation: this.memory.operation(confirm.operation),
        slots: confirm.slots,
      })),
    ]) {
      const values = this.memory.values(operation, slots);
      for (const page of scanList(operation, values, (next) => this.client.send(operation, next, null), true)) {
        this.memory.observe(page.answer);
        if (this.memory.hasSeen(id) || this.run.over) return;
      }
    }
  }
}
