/** Rollouts for a trainer that owns the loop: it asks for one, lets its agent play over HTTP, and asks what it earned. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { ControlHub } from './control-hub.ts';
import { serveJson, type JsonAnswer, type JsonRequest } from './json-server.ts';
import { TrainerDesk, type TrainerDeskOptions } from './trainer-desk.ts';

export interface TrainerOptions extends TrainerDeskOptions {
  readonly port: number;
}

export interface TrainerServer {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

export async function serveTrainer(options: TrainerOptions): Promise<TrainerServer> {
  const hub = await ControlHub.open();
  const desk = new TrainerDesk(options, hub);
  const token = randomBytes(24).toString('base64url');
  const sweep = setInterval(() => void desk.expire(), Math.max(50, Math.min(options.idleMs / 4, 5_000)));
  try {
    const server = await serveJson(
      (request) => (isAuthorized(request, token) ? desk.handle(request) : UNAUTHORIZED),
      options.port,
    );
    const close = async (): Promise<void> => {
      clearInterval(sweep);
      await server.close();
      await desk.close();
      await hub.close();
    };
    return { url: server.url, token, close };
  } catch (error) {
    clearInterval(sweep);
    await hub.close();
    throw error;
  }
}

function isAuthorized({ authorization }: JsonRequest, token: string): boolean {
  const given = Buffer.from(authorization?.replace(/^Bearer\s+/i, '') ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const UNAUTHORIZED: JsonAnswer = {
  status: 401,
  body: {
    error: 'unauthorized',
    message: 'Send "Authorization: Bearer TOKEN" with the token that the server printed first.',
  },
};
