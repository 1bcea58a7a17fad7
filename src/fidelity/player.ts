import type { HttpRequest, HttpResponse } from '../model/http.ts';

/** Something that answers requests as the API would: the learned world, or a baseline. */
export interface Player {
  answer(request: HttpRequest, at: number, operation: string | null): PlayerAnswer;
}

export interface PlayerAnswer {
  readonly response: HttpResponse;
  readonly noAnswer: boolean;
  readonly unverified: boolean;
}

export const NOTHING_TO_SAY: PlayerAnswer = {
  response: { status: 501, headers: [], body: new Uint8Array() },
  noAnswer: true,
  unverified: false,
};
