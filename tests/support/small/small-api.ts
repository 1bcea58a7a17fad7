/** Small APIs written as one function, recorded by scripts, and their learned worlds asked the same things. */
import type { Interaction, Session } from '../../../src/model/recording.ts';
import type { LearnedModel } from '../../../src/model/learned-model.ts';
import { learn } from '../../../src/learn/learn.ts';
import { createWorld } from '../../../src/world/create-world.ts';
import { call, recorded, type CallOptions } from '../recorded-calls.ts';

export interface Said {
  readonly status: number;
  readonly body: unknown;
}

/** Answers a request at a moment (milliseconds). */
export type SmallApi = (method: string, path: string, body: Body, at: number) => Said;
export type Body = Readonly<Record<string, unknown>>;
/** @example send('PATCH /orders/7', { note: 'x' }) */
export type Send = (target: string, body?: Body) => Said;

/** When the n-th call of all sessions is made. */
const START = Date.UTC(2024, 2, 4, 9, 0, 0);
const momentOf = (n: number): number => START + n * 1000;

export function recordedFrom(api: SmallApi, scripts: readonly ((send: Send) => void)[]): readonly Session[] {
  let count = 0;
  return recorded(
    ...scripts.map((script) => {
      const calls: Interaction[] = [];
      script((target, body) => {
        const said = ask(api, target, body, momentOf(++count));
        calls.push(call(target, said.body, { status: said.status, ...sent(body) }));
        return said;
      });
      return calls;
    }),
  );
}

/** The API and its learned world side by side: what each says, in turn. */
export function besides(api: SmallApi, sessions: readonly Session[]): Beside {
  const model = learn(() => sessions);
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  let at = model.base.at;
  return {
    model,
    send(target, body) {
      at += 1000;
      const theirs = ask(api, target, body, at);
      const { request } = call(target, undefined, sent(body));
      const { outcome } = world.handle(request, at);
      if (outcome.kind !== 'response') throw new Error('no response');
      const text = new TextDecoder().decode(outcome.response.body);
      return {
        theirs,
        ours: { status: outcome.response.status, body: text === '' ? undefined : JSON.parse(text) },
      };
    },
  };
}

export interface Beside {
  readonly model: LearnedModel;
  readonly send: (target: string, body?: Body) => { readonly theirs: Said; readonly ours: Said };
}

function ask(api: SmallApi, target: string, body: Body | undefined, at: number): Said {
  const [method = 'GET', path = '/'] = target.split(' ');
  const said = api(method, path, body === undefined ? {} : isForm(body) ? (body[FORM] as Body) : body, at);
  return { status: said.status, body: said.body === undefined ? undefined : JSON.parse(JSON.stringify(said.body)) };
}

/** Forms are recorded as such, and reach the API as their texts by name. */
export function form(fields: Readonly<Record<string, string>>): Body {
  return { [FORM]: fields };
}

const FORM = '\u0000form';

function sent(body: Body | undefined): CallOptions {
  if (body === undefined) return {};
  return isForm(body) ? { form: body[FORM] as Readonly<Record<string, string>> } : { body };
}

function isForm(body: Body): boolean {
  return Object.hasOwn(body, FORM);
}

/** Numbers that look drawn, the same in every run. */
export function drawing(seed: number): { below(n: number): number; pick<T>(from: readonly T[]): T } {
  let state = seed >>> 0;
  const below = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number] };
}
