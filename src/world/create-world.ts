import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../model/json.ts';
import type { HttpRequest } from '../model/http.ts';
import type { Entity } from '../model/base-state.ts';
import type { EntityKey, ResourceName } from '../model/names.ts';
import type { EntityChange } from '../model/trace.ts';
import type { CreateWorld, DeliveredFault, World, WorldAnswer, WorldEvent, WorldSpec } from '../model/world.ts';
import { answerRequest } from './answer-request.ts';
import { WorldCore } from './world-core.ts';

/**
 * A world at reset. What is common to all worlds of a model is prepared with the first of them; each further one costs
 * what its patches cost.
 */
export const createWorld: CreateWorld = (spec) => new SimulatedWorld(spec, new WorldCore(spec));

class SimulatedWorld implements World {
  readonly #spec: WorldSpec;
  readonly #core: WorldCore;

  constructor(spec: WorldSpec, core: WorldCore) {
    this.#spec = spec;
    this.#core = core;
  }

  handle(request: HttpRequest, at: number): WorldAnswer {
    return answerRequest(this.#core, request, at);
  }

  fork(): World {
    return new SimulatedWorld(this.#spec, new WorldCore(this.#spec, this.#core));
  }

  diff(): readonly EntityChange[] {
    return this.#core.diff();
  }

  events(): readonly WorldEvent[] {
    return this.#core.events;
  }

  entity(key: EntityKey): Entity | null {
    return this.#core.state.live(key)?.entity ?? null;
  }

  *entitiesOf(resource: ResourceName): Iterable<Entity> {
    for (const rec of this.#core.state.recs(resource)) yield rec.entity;
  }

  digest(): string {
    const { state, compiled } = this.#core;
    const lines: string[] = [];
    for (const rec of state.allTouched()) {
      const base = compiled.base.get(rec.key);
      const [was, is] = [
        base?.dead === null ? canonicalJson(base.doc) : 'null',
        rec.dead === null ? canonicalJson(rec.doc as Json) : 'null',
      ];
      if (was !== is) lines.push(`${JSON.stringify(rec.key)}:${is}`);
    }
    return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
  }

  delivered(): readonly DeliveredFault[] {
    return this.#core.delivered();
  }
}
