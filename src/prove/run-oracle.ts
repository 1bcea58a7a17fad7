import type { SlotAssignment } from '../model/build-request.ts';
import { hash32 } from '../model/digest.ts';
import { isObject, jsonEquals, valueAt, type Json, type JsonObject, type JsonPath } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { OperationId, ResourceName } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { View } from '../model/template.ts';
import { indexModel, sameSlot } from '../model/model-index.ts';
import type {
  HandlerName,
  OraclePatch,
  OracleProgram,
  OracleStep,
  SlotValue,
  Value,
  WriteConfirmation,
} from '../model/oracle.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import type { ReportReason } from '../model/report-reason.ts';
import { pathInView, shownAt } from '../model/template-paths.ts';
import type { ToolSpec } from '../model/tools.ts';
import { ApiClient, type ApiAnswer } from './api-client.ts';
import { proseAbout } from './prose-about.ts';
import { scanList } from './scan-list.ts';

export const ALL_HANDLERS: readonly HandlerName[] = [
  'reauthenticate',
  'retry-after',
  'backoff',
  'confirm-before-retry',
  'verify-write',
  'follow-pages',
  'read-item',
  'alias',
  'look-before-create',
  'disambiguate',
  'check-conflict',
  'reject-garbage',
  'ask-user',
  'follow-redirect',
  'restart-scan',
];

export interface OracleOptions {
  readonly model: LearnedModel;
  readonly tools: readonly ToolSpec[];
  readonly without: readonly HandlerName[];
  /** Sends again at once whatever failed. */
  readonly resend: boolean;
  /** Words free text; another seed, another wording. */
  readonly wording: number;
  /** Changes the program on the way: mutants and variants. */
  readonly edit: (step: OracleStep, at: number) => readonly OracleStep[];
  /** Takes the first of a list, whatever was asked for. */
  readonly positional: boolean;
}

/** What the oracle does when nothing is left out or changed. */
export function oracleOptions(
  model: LearnedModel,
  tools: readonly ToolSpec[],
  changes: Partial<OracleOptions> = {},
): OracleOptions {
  return {
    model,
    tools,
    without: [],
    resend: false,
    wording: 0,
    edit: (step) => [step],
    positional: false,
    ...changes,
  };
}

/** Plays a program against a run, acting only on what the run answers, and ends it. */
export function runOracle(
  run: EpisodeRun,
  program: OracleProgram,
  patches: readonly OraclePatch[],
  options: OracleOptions,
): void {
  new OracleRun(run, patches, options).play(program);
}

interface Found {
  readonly resource: ResourceName;
  readonly doc: Json;
  readonly view: View | null;
  readonly body: Json | undefined;
}

/** The program cannot go on: what it looks for is not there, or more than one is. */
class Stuck extends Error {
  readonly reason: ReportReason;
  readonly evidence: readonly string[];

  constructor(reason: ReportReason, evidence: readonly string[]) {
    super(reason);
    this.reason = reason;
    this.evidence = evidence;
  }
}

class OracleRun {
  readonly #run: EpisodeRun;
  readonly #patches: readonly OraclePatch[];
  readonly #options: OracleOptions;
  readonly #handlers: ReadonlySet<HandlerName>;
  readonly #client: ApiClient;
  readonly #found = new Map<string, Found>();
  readonly #observed = new Set<string>();
  /** What the person said when asked: takes the place of what they said before. */
  #told: JsonObject = {};
  #turns = 0;
  #writes: readonly Extract<OracleStep, { kind: 'write' }>[] = [];

  constructor(run: EpisodeRun, patches: readonly OraclePatch[], options: OracleOptions) {
    this.#run = run;
    this.#options = options;
    this.#handlers = new Set(ALL_HANDLERS.filter((handler) => !options.without.includes(handler)));
    this.#patches = this.#handlers.has('alias')
      ? patches
      : patches.filter((patch) => patch.o !== 'alias' && patch.o !== 'request-alias');
    this.#client = new ApiClient(run, options.model, options.tools, this.#handlers, options.resend);
  }

  play(program: OracleProgram): void {
    this.#writes = program.steps.filter(
      (step): step is Extract<OracleStep, { kind: 'write' }> => step.kind === 'write',
    );
    try {
      let answer: Json | null = null;
      this.#ask(null);
      for (const [at, step] of program.steps.entries()) {
        for (const edited of this.#options.edit(step, at)) {
          if (this.#run.over) return;
          const said = this.#step(edited);
          if (said !== undefined) answer = said;
          if (this.#run.over) return;
        }
      }
      if (this.#reporting() !== null) this.#report();
      else this.#run.finish(answer);
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      if (this.#run.over) return;
      if (this.#reporting() !== null) this.#report();
      else this.#run.report(error.reason, error.evidence);
    }
  }

  /** The answer, where the step gives one. */
  #step(step: OracleStep): Json | undefined {
    switch (step.kind) {
      case 'find':
        this.#find(step);
        return undefined;
      case 'read':
        if (this.#handlers.has('read-item') || !this.#hasTwin(step)) this.#read(step);
        else this.#copyTwin(step);
        return undefined;
      case 'write': {
        const reporting = this.#reporting();
        // That something is refused or down is known only to who has tried.
        if (reporting !== null && reporting.reason !== 'unavailable' && reporting.reason !== 'not_allowed') {
          this.#report();
          return undefined;
        }
        const looks = this.#handlers.has('look-before-create');
        const skipped =
          looks && this.#patches.some((patch) => patch.o === 'skip-write' && patch.operation === step.operation);
        for (const patch of looks ? this.#patches : [])
          if (patch.o === 'before-write' && patch.operation === step.operation) this.#step(patch.step);
        if (!skipped && !this.#run.over) this.#write(step);
        if (!this.#run.over && this.#ask(step.operation) && !this.#run.over) this.#write(step);
        return undefined;
      }
      case 'report':
        this.#run.report(
          step.reason,
          step.evidence.map((value) => String(this.#resolve(value) ?? '')),
        );
        return undefined;
      case 'answer':
        if (this.#reporting() !== null) {
          this.#report();
          return undefined;
        }
        return this.#resolve(step.value) ?? null;
      default:
        return step satisfies never;
    }
  }

  /** Says what has to be said at this point; true where the answer tells something new. */
  #ask(after: OperationId | null): boolean {
    if (!this.#handlers.has('ask-user')) return false;
    const before = this.#told;
    for (const patch of this.#patches) {
      if (patch.o !== 'ask' || patch.after !== after) continue;
      for (let time = 0; time < patch.times && !this.#run.over; time += 1) {
        this.#run.say(patch.text);
        this.#told = { ...this.#told, ...this.#run.episode.user?.turns[this.#turns]?.inputs };
        this.#turns += 1;
      }
    }
    return this.#told !== before;
  }

  #find(step: Extract<OracleStep, { kind: 'find' }>): void {
    const operation = this.#operation(step.operation);
    const matches: Found[] = [];
    const first: Found[] = [];
    const other = this.#handlers.has('disambiguate')
      ? this.#patches.find((patch) => patch.o === 'find-by' && patch.resource === step.resource)
      : undefined;
    const where = other?.o === 'find-by' ? [{ path: other.path, equals: other.equals }] : step.where;
    const slots = other === undefined ? step.slots : step.slots.filter(({ slot }) => slot.in !== 'query');
    for (const page of scanList(
      operation,
      this.#values(operation, slots),
      (values) => this.#client.send(operation, values, null),
      this.#handlers.has('follow-pages'),
      this.#handlers.has('restart-scan'),
    )) {
      this.#observe(page.answer);
      if (page.restarts) matches.length = 0;
      for (const doc of page.items) {
        const found: Found = { resource: step.resource, doc, view: page.view, body: doc };
        if (first.length === 0) first.push(found);
        if (where.every(({ path, equals }) => sameText(this.#fieldOf(found, path), this.#resolve(equals))))
          matches.push(found);
      }
      if (this.#run.over) return;
    }
    const chosen = this.#options.positional ? (first[0] ?? null) : this.#choose(step.resource, matches);
    if (chosen === null) throw new Stuck('not_found', []);
    this.#found.set(step.as, chosen);
  }

  #choose(resource: ResourceName, matches: readonly Found[]): Found | null {
    if (matches.length <= 1 || !this.#handlers.has('disambiguate')) return matches[0] ?? null;
    const narrowing = this.#patches.flatMap((patch) =>
      patch.o === 'narrow' && patch.resource === resource ? [patch] : [],
    );
    const narrowed = matches
      .map((match) => this.#detailed(match, narrowing))
      .filter((match) =>
        narrowing.every(({ path, equals }) => sameText(this.#fieldOf(match, path), this.#resolve(equals))),
      );
    if (narrowed.length === 1) return narrowed[0] ?? null;
    if (this.#reporting() !== null) return matches[0] ?? null;
    const ids = matches.map((match) => String(this.#idOf(match) ?? ''));
    throw new Stuck('conflict', ids);
  }

  /** The item itself, where the list does not show what tells two records apart. */
  #detailed(match: Found, narrowing: readonly { readonly path: JsonPath }[]): Found {
    if (narrowing.every(({ path }) => this.#fieldOf(match, path) !== undefined)) return match;
    const read = indexModel(this.#options.model)
      .readsOf(match.resource)
      .find((operation) => operation.target !== null && operation.parents.length === 0);
    const id = this.#idOf(match);
    if (read === undefined || read.target === null || id === undefined) return match;
    return this.#shown(read, this.#client.send(read, [{ slot: read.target, value: id }], null)) ?? match;
  }

  #read(step: Extract<OracleStep, { kind: 'read' }>): void {
    const operation = this.#operation(step.operation);
    const answer = this.#client.send(operation, this.#values(operation, step.slots), null);
    this.#observe(answer);
    const found = answer.status < 300 ? this.#shown(operation, answer) : null;
    if (found !== null) {
      this.#found.set(step.as, found);
      return;
    }
    if (this.#run.over) return;
    if (this.#reporting() !== null) this.#report();
    else
      throw new Stuck(
        answer.status === 404 || answer.status === 410
          ? 'not_found'
          : answer.status === 403
            ? 'not_allowed'
            : 'unavailable',
        [],
      );
  }

  /** A `read` of a record that a `find` has already shown. */
  #hasTwin(step: Extract<OracleStep, { kind: 'read' }>): boolean {
    return this.#twinOf(step) !== undefined;
  }

  #copyTwin(step: Extract<OracleStep, { kind: 'read' }>): void {
    const twin = this.#twinOf(step);
    if (twin !== undefined) this.#found.set(step.as, twin);
  }

  #twinOf(step: Extract<OracleStep, { kind: 'read' }>): Found | undefined {
    const from = step.slots.flatMap(({ value }) => (value.v === 'from' ? [value.step] : [])).at(-1);
    const twin = from === undefined ? undefined : this.#found.get(from);
    return twin?.resource === step.resource ? twin : undefined;
  }

  #write(step: Extract<OracleStep, { kind: 'write' }>): void {
    const operation = this.#operation(step.operation);
    const values = this.#values(operation, step.slots);
    const confirm = step.confirm;
    const asked = confirm === null ? null : () => this.#confirm(operation, confirm);
    let answer = this.#client.send(operation, values, asked ?? (() => null));
    if (
      this.#handlers.has('verify-write') &&
      confirm?.c === 'read' &&
      confirm.expect !== 'gone' &&
      confirm.expect.length > 0
    ) {
      for (
        let again = 0;
        again < 2 && answer.status < 300 && !this.#run.over && this.#confirm(operation, confirm) === null;
        again += 1
      ) {
        answer = this.#client.send(operation, values, asked);
      }
    }
    this.#observe(answer);
    if (this.#run.over) return;
    const found =
      this.#shown(operation, answer) ??
      (isObject(answer.body) && step.resource !== null
        ? { resource: step.resource, doc: answer.body, view: null, body: answer.body }
        : null);
    if (found !== null) this.#found.set(step.as, found);
    if (answer.status >= 400 || answer.status === 0) throw new Stuck(refusalReason(answer.status), []);
  }

  /** The record as it shows now when the write has happened, else null. */
  #confirm(write: Operation, confirm: WriteConfirmation): ApiAnswer | null {
    const operation = this.#operation(confirm.operation);
    const values = this.#values(operation, confirm.slots);
    if (confirm.c === 'read') {
      const answer = this.#client.send(operation, values, null);
      this.#observe(answer);
      if (confirm.expect === 'gone')
        return answer.status === 404 || answer.status === 410 ? { ...answer, status: 204, body: undefined } : null;
      const found = answer.status < 300 ? this.#shown(operation, answer) : null;
      const done =
        found !== null &&
        confirm.expect.length > 0 &&
        confirm.expect.every(({ path, equals }) => sameText(this.#fieldOf(found, path), this.#resolve(equals)));
      return done ? answer : null;
    }
    const resource = write.resource ?? '';
    for (const page of scanList(operation, values, (next) => this.#client.send(operation, next, null), true)) {
      for (const doc of page.items) {
        const found: Found = { resource, doc, view: page.view, body: doc };
        const shownHere = confirm.where.filter(({ path }) => this.#fieldOf(found, path) !== undefined);
        if (
          shownHere.length > 0 &&
          shownHere.every(({ path, equals }) => sameText(this.#fieldOf(found, path), this.#resolve(equals)))
        ) {
          return { ...page.answer, status: 201, body: enveloped(write, doc), sound: true, ambiguous: false };
        }
      }
    }
    return null;
  }

  #shown(operation: Operation, answer: ApiAnswer): Found | null {
    const shown = shownAt(operation, 'entity');
    const doc = shown === undefined ? undefined : valueAt(answer.body, shown.path);
    return shown === undefined || doc === undefined || operation.resource === null
      ? null
      : { resource: operation.resource, doc, view: shown.view, body: answer.body };
  }

  #fieldOf(found: Found, path: JsonPath): Json | undefined {
    const at = found.view === null ? path : pathInView(found.view, path);
    const value = valueAt(found.doc, at);
    if (value !== undefined) return value;
    for (const patch of this.#patches) {
      if (
        patch.o !== 'alias' ||
        patch.resource !== found.resource ||
        !patch.from.every((step, index) => path[index] === step)
      )
        continue;
      const moved = [...patch.to, ...path.slice(patch.from.length)];
      const aliased =
        valueAt(found.doc, found.view === null ? moved : pathInView(found.view, moved)) ?? valueAt(found.doc, moved);
      if (aliased !== undefined) return aliased;
    }
    return undefined;
  }

  #idOf(found: Found): Json | undefined {
    const path = indexModel(this.#options.model).resource(found.resource)?.idPath;
    return path === undefined ? undefined : this.#fieldOf(found, path);
  }

  #values(operation: Operation, slots: readonly SlotValue[]): readonly SlotAssignment[] {
    return slots.flatMap(({ slot, value }) => {
      const changed = this.#patches.find(
        (patch) => patch.o === 'value' && patch.operation === operation.id && sameSlot(patch.slot, slot),
      );
      const renamed = this.#patches.find(
        (patch) => patch.o === 'request-alias' && patch.operation === operation.id && sameSlot(patch.from, slot),
      );
      const resolved = this.#resolve(changed?.o === 'value' ? changed.value : value);
      if (resolved === undefined && slot.in === 'path') throw new Stuck('not_found', []);
      return resolved === undefined
        ? []
        : [{ slot: renamed?.o === 'request-alias' ? renamed.to : slot, value: resolved }];
    });
  }

  #resolve(value: Value): Json | undefined {
    switch (value.v) {
      case 'input':
        return this.#told[value.name] ?? this.#run.view.inputs[value.name];
      case 'constant':
        return value.value;
      case 'from': {
        const found = this.#found.get(value.step);
        return found === undefined ? undefined : this.#fieldOf(found, value.path);
      }
      case 'prose':
        return proseAbout(
          value.facts.map((fact) => String(this.#resolve(fact) ?? '')).filter((fact) => fact !== ''),
          this.#options.wording,
        );
      case 'list':
        return value.items.map((item) => this.#resolve(item) ?? null);
      case 'fresh':
        return `k-${hash32(`${this.#run.episode.id} ${this.#options.wording}`).toString(16).padStart(8, '0')}`;
      default:
        return value satisfies never;
    }
  }

  #reporting(): Extract<OraclePatch, { o: 'report' }> | null {
    if (!this.#handlers.has('check-conflict')) return null;
    const patch = this.#patches.find((candidate) => candidate.o === 'report');
    return patch?.o === 'report' ? patch : null;
  }

  /** Says why nothing is to be done, with ids that were seen; looks for those not seen yet. */
  #report(): void {
    const patch = this.#reporting();
    if (patch === null || this.#run.over) return;
    for (const { resource, id } of patch.evidence) if (!this.#observed.has(id)) this.#tryToFind(resource, id);
    if (!this.#run.over)
      this.#run.report(
        patch.reason,
        patch.evidence.map(({ id }) => id).filter((id) => this.#observed.has(id)),
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
    for (const operation of indexModel(this.#options.model).listsOf(resource)) {
      if (operation.parents.length > 0) continue;
      for (const page of scanList(operation, [], (values) => this.#client.send(operation, values, null), true)) {
        this.#observe(page.answer);
        if (this.#observed.has(id) || this.#run.over) return;
      }
    }
    for (const { resource: written, confirm } of this.#writes) {
      if (written !== resource || confirm?.c !== 'find') continue;
      const operation = this.#operation(confirm.operation);
      for (const page of scanList(
        operation,
        this.#values(operation, confirm.slots),
        (values) => this.#client.send(operation, values, null),
        true,
      )) {
        this.#observe(page.answer);
        if (this.#observed.has(id) || this.#run.over) return;
      }
    }
  }

  #observe(answer: ApiAnswer): void {
    collectScalars(answer.body, this.#observed);
  }

  #operation(id: string): Operation {
    const operation = indexModel(this.#options.model).operation(id);
    if (operation === undefined) throw new Error(`The program names an operation that the model does not have: ${id}`);
    return operation;
  }
}

function collectScalars(value: Json | undefined, into: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectScalars(item as Json, into);
  else if (isObject(value)) for (const item of Object.values(value)) collectScalars(item, into);
  else if (typeof value === 'string' || typeof value === 'number') into.add(String(value));
}

/** Equal as a person reads them: `"12"` and `12`, lists in any order. */
function sameText(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length && left.every((item) => right.some((other) => sameText(item as Json, other as Json)))
    );
  }
  if (typeof left === 'object' || typeof right === 'object') return jsonEquals(left, right);
  return String(left) === String(right) || (isNumeric(left) && isNumeric(right) && Number(left) === Number(right));
}

function isNumeric(value: Json): boolean {
  return (
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
  );
}

/** A list item put where the write's own answer shows its record. */
function enveloped(write: Operation, doc: Json): Json {
  const shown = shownAt(write, 'entity');
  return shown === undefined ? doc : shown.path.reduceRight<Json>((inner, step) => ({ [String(step)]: inner }), doc);
}

function refusalReason(status: number): ReportReason {
  if (status === 403) return 'not_allowed';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 409 || status === 412) return 'conflict';
  return status >= 500 || status === 0 ? 'unavailable' : 'other';
}
