/** A scene for an exchange that no operation stands for. */
import type { Exchange } from '../reading/exchange.ts';
import type { OperationLayout } from '../paths/layout.ts';
import type { Scene } from './scene.ts';
import type { SceneMaker } from './scenes.ts';
import type { PathTemplate } from '../paths/router.ts';
import { createOperationFacts } from '../reading/facts.ts';

export function unroutedScene(exchange: Exchange, maker: SceneMaker): Scene {
  const template: PathTemplate = { origin: exchange.origin, text: exchange.path, parts: [], methods: new Set() };
  const layout: OperationLayout = {
    facts: createOperationFacts({
      id: '',
      method: exchange.method,
      origin: exchange.origin,
      template,
      discriminator: null,
      number: null,
    }),
    kind: 'compute',
    resource: null,
    target: null,
    parents: [],
    places: [],
    paramResources: new Map(),
  };
  // The path stands in as a parameter, so that messages quoting it are recognised.
  const call = {
    operation: '',
    template,
    params: { path: exchange.path },
    discriminator: null,
    number: null,
    exchange,
    success: false,
    session: 0,
    tick: Number.MAX_SAFE_INTEGER,
  };
  return {
    call,
    now: exchange.at,
    layout,
    targetKey: null,
    parentKeys: [],
    createdKey: null,
    after: null,
    afterKnown: false,
    principal: null,
    principalId: null,
    world: maker.world,
  };
}

/** A moment in which nothing was asked: for rules that hold within documents. */
export function blankScene(maker: SceneMaker): Scene {
  const nothing = new Uint8Array(0);
  return unroutedScene(
    {
      seq: 0,
      at: 0,
      method: 'GET',
      origin: '',
      path: '',
      segments: [],
      query: {},
      headers: [],
      contentType: null,
      form: false,
      body: undefined,
      malformed: false,
      status: 200,
      answerHeaders: [],
      answer: undefined,
      answerText: null,
      bigIntegers: [],
      latency: null,
      answerBytes: nothing,
    },
    maker,
  );
}
