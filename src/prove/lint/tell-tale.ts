import { isObject, type Json } from '../../model/json.ts';
import type { Episode } from '../../model/episode.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import { indexModel } from '../../model/model-index.ts';
import type { CallStep, Trajectory } from '../../model/rollout.ts';
import { callStepsOf } from '../episode/transcript.ts';

/** Words of those who evaluate; nothing tells where the API's own data has them too. */
const EVALUATION_WORDS =
  /\b(offscript|mutat(?:ed|ion|or)s?|simulat(?:ed|ion|or)s?|episodes?|rollouts?|benchmarks?|rubrics?|graders?|sandbox(?:ed)?|test cases?|evaluat(?:ed|ion|or)s?)\b/gi;

/** Headers any server, proxy or cache may send (RFC 9110, 9111, 8288, 8594, 9745). */
const ANYBODYS_HEADERS: ReadonlySet<string> = new Set(
  'allow cache-control connection content-encoding content-language content-length content-type date deprecation etag expires keep-alive last-modified link location retry-after server set-cookie sunset transfer-encoding vary via warning www-authenticate'.split(
    ' ',
  ),
);

/**
 * What of a mutated world would tell it from a clean one, whatever the agent knows of the task: null where nothing does.
 * Looks at what right runs were told and answered: evaluation words, headers and error fields that the API never
 * sends, and ids of another make than the API's own.
 */
export function tellTale(model: LearnedModel, episode: Episode, runs: readonly Trajectory[]): string | null {
  if (episode.plan.length === 0) return null;
  const calls = runs.flatMap((run) => callStepsOf(run));
  return (
    strangeWord(model, episode, calls) ??
    strangeHeader(model, calls) ??
    strangeError(model, calls) ??
    strangeId(model, episode)
  );
}

function strangeWord(model: LearnedModel, episode: Episode, calls: readonly CallStep[]): string | null {
  const told = [episode.instruction, ...(episode.user?.turns ?? []).map(({ reply }) => reply)];
  const texts = [...told, ...calls.map(bodyText)];
  for (const text of texts)
    for (const [word] of text.matchAll(EVALUATION_WORDS))
      if (!ownWords(model).has(word.toLowerCase()) && !episode.task.instruction.includes(word))
        return `says "${word.toLowerCase()}"`;
  return null;
}

function strangeHeader(model: LearnedModel, calls: readonly CallStep[]): string | null {
  for (const { outcome, request } of calls) {
    if (outcome.kind === 'error') continue;
    // A proxy's own page comes with the proxy's own headers.
    if ([502, 503, 504].includes(outcome.response.status)) continue;
    const known = ownHeaders(model, request.origin);
    const strange = outcome.response.headers.find(
      ([name]) => !known.has(name.toLowerCase()) && !ANYBODYS_HEADERS.has(name.toLowerCase()),
    );
    if (strange !== undefined) return `sends a header ${strange[0].toLowerCase()}`;
  }
  return null;
}

/** An error in JSON whose fields are none that the API's errors have. */
function strangeError(model: LearnedModel, calls: readonly CallStep[]): string | null {
  for (const call of calls) {
    if (call.outcome.kind === 'error' || call.outcome.response.status < 400) continue;
    const known = ownErrorFields(model, call.request.origin);
    const body = parsed(bodyText(call));
    if (known.size === 0 || !isObject(body)) continue;
    const names = Object.keys(body);
    if (names.length > 0 && !names.some((name) => known.has(name))) return `answers errors with ${names.join(', ')}`;
  }
  return null;
}

/** A record that the plan put there has an id unlike all others of its resource. */
function strangeId(model: LearnedModel, episode: Episode): string | null {
  const index = indexModel(model);
  for (const patch of episode.patches.slice(episode.ownPatches)) {
    if (patch.p !== 'put' || index.entity(patch.entity.key) !== undefined) continue;
    const others = index.entitiesOf(patch.entity.resource);
    const makes = new Set(others.map(({ id }) => makeOf(id)));
    if (others.length >= FEWEST_IDS && !makes.has(makeOf(patch.entity.id)))
      return `has an id of another make in ${patch.entity.resource}`;
  }
  return null;
}

const FEWEST_IDS = 5;

/** What letters an id is made of, and whether it has a prefix: `ord_7f3k` and `ord_9xq2` are of one make. */
function makeOf(id: string): string {
  const prefix = /^[A-Za-z]+[_-]/.exec(id)?.[0] ?? '';
  const rest = id.slice(prefix.length);
  return `${prefix} ${/[a-z]/.test(rest) ? 'a' : ''}${/[A-Z]/.test(rest) ? 'A' : ''}`;
}

function bodyText({ outcome }: CallStep): string {
  return outcome.kind === 'error' ? '' : Buffer.from(outcome.response.body).toString('utf8');
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const WORDS = new WeakMap<LearnedModel, ReadonlySet<string>>();

function ownWords(model: LearnedModel): ReadonlySet<string> {
  const known =
    WORDS.get(model) ??
    new Set(
      [...JSON.stringify([model.base.entities, model.operations, model.errors]).matchAll(EVALUATION_WORDS)].map(
        ([word]) => word.toLowerCase(),
      ),
    );
  WORDS.set(model, known);
  return known;
}

const HEADERS = new WeakMap<LearnedModel, Map<string, ReadonlySet<string>>>();

function ownHeaders(model: LearnedModel, origin: string): ReadonlySet<string> {
  return memo(HEADERS, model, origin, () => {
    const learned = [
      ...model.operations.filter((operation) => operation.origin === origin).flatMap(({ branches }) => branches),
      ...model.errors.filter(({ scope }) => scope.origin === origin),
    ];
    return new Set(learned.flatMap(({ headers }) => headers.map(({ name }) => name.toLowerCase())));
  });
}

const ERROR_FIELDS = new WeakMap<LearnedModel, Map<string, ReadonlySet<string>>>();

function ownErrorFields(model: LearnedModel, origin: string): ReadonlySet<string> {
  return memo(ERROR_FIELDS, model, origin, () => {
    const bodies = [
      ...model.operations
        .filter((operation) => operation.origin === origin)
        .flatMap(({ branches }) => branches.filter(({ status }) => status >= 400)),
      ...model.errors.filter(({ scope }) => scope.origin === origin),
    ].map(({ body }) => body);
    return new Set(bodies.flatMap((body) => (body.t === 'object' ? body.fields.map(({ key }) => key) : [])));
  });
}

function memo(
  cache: WeakMap<LearnedModel, Map<string, ReadonlySet<string>>>,
  model: LearnedModel,
  origin: string,
  make: () => ReadonlySet<string>,
): ReadonlySet<string> {
  const ofModel = cache.get(model) ?? new Map<string, ReadonlySet<string>>();
  cache.set(model, ofModel);
  const known = ofModel.get(origin) ?? make();
  ofModel.set(origin, known);
  return known;
}
