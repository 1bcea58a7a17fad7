import type { Entity } from '../../model/base-state.ts';
import type { HttpRequest } from '../../model/http.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import type { EntityChange } from '../../model/trace.ts';
import type { CreateWorld, DeliveredFault, World, WorldAnswer, WorldEvent, WorldSpec } from '../../model/world.ts';

/** Episodes that are being proven at a time: the mutated one at three seeds, and neutral twins. */
const MOST_TREES = 8;

/**
 * Worlds that share what they did. Reference policies of one episode mostly begin alike (the oracle and its mutants,
 * all that crawl first), and a world is deterministic in its requests: what one of them asked, no other computes again.
 */
export function rememberedWorlds(createWorld: CreateWorld): CreateWorld {
  const trees: { readonly spec: WorldSpec; readonly root: Moment }[] = [];
  return (spec) => {
    let tree = trees.find((known) => isSame(known.spec, spec));
    if (tree === undefined) {
      tree = { spec, root: { before: null, answer: null, next: new Map(), world: createWorld(spec), facts: {} } };
      trees.push(tree);
      if (trees.length > MOST_TREES) trees.shift();
    }
    return new RememberedWorld(tree.root);
  };
}

function isSame(left: WorldSpec, right: WorldSpec): boolean {
  return (
    left.model === right.model &&
    left.patches === right.patches &&
    left.recorded === right.recorded &&
    left.seed === right.seed &&
    left.startAt === right.startAt
  );
}

/** A state of the world as a point in the tree of all requests that were made of it. */
interface Moment {
  readonly before: { readonly moment: Moment; readonly request: HttpRequest; readonly at: number } | null;
  readonly answer: WorldAnswer | null;
  readonly next: Map<string, Moment>;
  /** The world as it is here, not to be asked anything; null where only the way here is known. */
  world: World | null;
  readonly facts: { digest?: string; diff?: readonly EntityChange[] };
}

class RememberedWorld implements World {
  #moment: Moment;
  /** This run's own world at the moment; null while it only goes where others have been. */
  #own: World | null = null;

  constructor(moment: Moment) {
    this.#moment = moment;
  }

  handle(request: HttpRequest, at: number): WorldAnswer {
    const key = keyOf(request, at);
    const known = this.#moment.next.get(key);
    if (known !== undefined && known.answer !== null) {
      this.#giveUpOwn();
      this.#moment = known;
      return known.answer;
    }
    const world = this.#own ?? worldAt(this.#moment).fork();
    const answer = world.handle(request, at);
    const moment: Moment = {
      before: { moment: this.#moment, request, at },
      answer,
      next: new Map(),
      world: null,
      facts: {},
    };
    this.#moment.next.set(key, moment);
    this.#moment = moment;
    this.#own = world;
    return answer;
  }

  fork(): World {
    this.#giveUpOwn();
    return new RememberedWorld(this.#moment);
  }

  diff(): readonly EntityChange[] {
    return (this.#moment.facts.diff ??= this.#read().diff());
  }

  digest(): string {
    return (this.#moment.facts.digest ??= this.#read().digest());
  }

  events(): readonly WorldEvent[] {
    return this.#read().events();
  }

  entity(key: EntityKey): Entity | null {
    return this.#read().entity(key);
  }

  entitiesOf(resource: ResourceName): Iterable<Entity> {
    return this.#read().entitiesOf(resource);
  }

  delivered(): readonly DeliveredFault[] {
    return this.#read().delivered();
  }

  #read(): World {
    this.#giveUpOwn();
    return worldAt(this.#moment);
  }

  /** From here on it belongs to the moment, for whoever looks or goes on from there. */
  #giveUpOwn(): void {
    this.#moment.world ??= this.#own;
    this.#own = null;
  }
}

/** The world of a moment, made again from the last moment before it that still has one. */
function worldAt(moment: Moment): World {
  if (moment.world !== null) return moment.world;
  const way: { readonly request: HttpRequest; readonly at: number }[] = [];
  let from = moment;
  while (from.world === null && from.before !== null) {
    way.push(from.before);
    from = from.before.moment;
  }
  const world = (from.world as World).fork();
  for (const { request, at } of way.toReversed()) world.handle(request, at);
  moment.world = world;
  return world;
}

function keyOf({ method, origin, target, headers, body }: HttpRequest, at: number): string {
  const text = body.length === 0 ? '' : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  return `${at} ${method} ${origin}${target}\n${headers.map(([name, value]) => `${name}: ${value}\n`).join('')}\n${text}`;
}
