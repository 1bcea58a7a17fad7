/** A recorded session read through a model: what each call meant, where its values came from, and what it changed. */
import { headerValue } from '../../model/http.ts';
import { valueAt } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { TracedSession, TracedStep } from '../../model/trace.ts';
import type { Session } from '../../model/recording.ts';
import { credentialOf } from '../auth/credential.ts';
import { principalName } from '../auth/login-name.ts';
import { principalIndex } from '../auth/principal-index.ts';
import { baseChronicle, SessionTracks } from '../records/base-chronicle.ts';
import { exchangeOf, isSuccessStatus, type Exchange } from '../reading/exchange.ts';
import { closed, knownOf } from '../reading/expansions.ts';
import { openedViews } from '../records/opened-views.ts';
import { createValueSources, type ValueSources } from './value-sources.ts';
import { modelRouter } from '../paths/model-router.ts';
import { modelKeyRules, modelViews, type ModelView } from '../records/model-views.ts';
import { changesOf, stepScene } from './traced-changes.ts';

export function traceSession(model: LearnedModel, session: Session): TracedSession {
  const tracks = new SessionTracks(baseChronicle(model).tracks);
  const sources = createValueSources(model);
  const known = knownOf(model);
  const steps: TracedStep[] = [];
  let principal: string | null = null;
  for (const interaction of session.interactions) {
    const exchange = closed(exchangeOf(interaction), known);
    principal ??= principalOf(model, exchange);
    steps.push(traceStep(model, exchange, tracks, sources, principal));
  }
  return {
    id: session.id,
    workflow: session.workflow,
    label: session.label,
    use: session.use,
    task: session.task,
    startedAt: session.startedAt,
    principal,
    steps,
  };
}

function traceStep(
  model: LearnedModel,
  exchange: Exchange,
  tracks: SessionTracks,
  sources: ValueSources,
  principal: string | null,
): TracedStep {
  const base = { seq: exchange.seq, at: exchange.at, status: exchange.status };
  const found = modelRouter(model)(exchange);
  if (found === null) return { ...base, operation: null, success: false, values: [], views: [], changes: [] };
  const { operation, params } = found;
  const success = isSuccess(model, exchange);
  const scene = stepScene(model, operation, params, exchange, tracks, principal);
  const values = sources.valuesOf(operation, scene.call);
  const views: readonly ModelView[] = success
    ? [...modelViews(model, operation, exchange.answer, scene.parents), ...openedModelViews(model, exchange)]
    : [];
  const changes = success ? changesOf(model, operation, scene, views, tracks) : [];
  for (const view of views) {
    const before = tracks.get(view.key)?.versions.at(-1)?.doc ?? null;
    tracks.know(view.key, view.resource, { ...(before ?? {}), ...view.doc }, null);
  }
  for (const change of changes)
    if (!views.some(({ key }) => key === change.key)) tracks.know(change.key, change.resource, change.after, null);
  sources.remember(exchange, views);
  return {
    ...base,
    operation: operation.id,
    success,
    values,
    views: views.map(({ key, doc, at }) => ({ key, doc, at })),
    changes,
  };
}

/** Records that the answer showed in place of their ids. */
function openedModelViews(model: LearnedModel, exchange: Exchange): readonly ModelView[] {
  return openedViews(exchange, model.expansions, modelKeyRules(model), NO_SHARES).map(({ view }) => ({
    key: view.key,
    resource: view.resource,
    doc: view.doc,
    at: view.at,
    main: false,
  }));
}

const NO_SHARES: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map();

/** Good by status and, where the API says so in bodies, by the answer fitting a good branch better than a bad one. */
function isSuccess(model: LearnedModel, exchange: Exchange): boolean {
  if (!isSuccessStatus(exchange.status)) return false;
  const found = modelRouter(model)(exchange);
  const bad = found?.operation.branches.filter((branch) => !branch.success && branch.status === exchange.status) ?? [];
  for (const branch of bad) {
    if (branch.body.t !== 'object') continue;
    const telling = branch.body.fields.find(
      ({ key, value }) =>
        /^(?:ok|success|errors?)$/i.test(key) &&
        (value.t !== 'expr' || value.value.k !== 'const' || value.value.value === false),
    );
    const value = telling === undefined ? undefined : valueAt(exchange.answer, [telling.key]);
    if (value === false || (typeof value === 'object' && value !== null) || (typeof value === 'string' && value !== ''))
      return false;
  }
  return true;
}

/** The caller: named in a login, known by a token, or by the name in Basic credentials. */
function principalOf(model: LearnedModel, exchange: Exchange): string | null {
  const { byId, byToken } = principalIndex(model);
  const named = principalName(exchange.body);
  if (named !== null && byId.has(named) && model.auth.some(({ issue }) => issue !== null)) return named;
  const credential = credentialOf(exchange, new Map());
  if (credential === null) return null;
  const owner = byToken.get(credential.token);
  if (owner !== undefined) return owner.id;
  if (/^basic /i.test(headerValue(exchange.headers, 'authorization') ?? '')) {
    const name = Buffer.from(credential.token, 'base64').toString('utf8').split(':')[0] ?? '';
    if (byId.has(name)) return name;
  }
  return byId.size === 1 ? ([...byId.keys()][0] ?? null) : null;
}
