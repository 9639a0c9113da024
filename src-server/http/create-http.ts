import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SIGNATURE_HEADERS } from '#shared/wire/signature.ts';
import { LIMITS } from '#shared/wire/version.ts';
import { forgetNonces } from '../accounts/signed-request.ts';
import { errorFields } from '../platform/log.ts';
import type { LogFields } from '../platform/log.ts';
import { addBlobRoutes } from './blob-routes.ts';
import { addHealthRoutes } from './health-routes.ts';
import type { HttpParts } from './parts.ts';
import { addPoke } from './poke.ts';
import { addProtocolRoutes } from './protocol-routes.ts';
import { answerOf } from './refusals.ts';
import { createFront } from './front.ts';
import type { Front } from './front.ts';

export type Http = {
  readonly app: FastifyInstance;
  /** Looks once for changes that waiting devices may see. */
  poke(): Promise<void>;
  /** What grows by traffic and must be forgotten: numbers of requests, unfinished files. */
  sweep(): Promise<void>;
  /** Takes no new requests, finishes those that run, lets go of those who wait. */
  close(): Promise<void>;
};

const REQUEST_TIMEOUT_MS = 120_000;
const KEEP_ALIVE_MS = 72_000;

/** The server's face: everything that comes from outside passes here. It owns neither database nor files. */
export function createHttp(parts: HttpParts): Http {
  const front = createFront(parts);
  const app = createApp(parts);
  app.addHook('onResponse', (request, reply, done) => {
    logRequest(front, request, reply);
    done();
  });
  app.setErrorHandler((error, request, reply) => refuse(front, { error, request, reply }));
  app.setNotFoundHandler((request, reply) => refuse(front, { error: { statusCode: 404 }, request, reply }));
  addProtocolRoutes(app, front);
  addBlobRoutes(app, front);
  const poker = addPoke(app, front);
  addHealthRoutes(app, front, poker);
  app.addHook('preClose', (done) => {
    poker.stop();
    done();
  });
  return {
    app,
    poke: poker.look,
    sweep: async () => {
      const now = front.clock.now();
      await front.database.transaction((tx) => forgetNonces(tx, now));
      await front.files.sweep(now);
    },
    close: () => app.close(),
  };
}

function createApp({ tls, behindProxy = false }: HttpParts): FastifyInstance {
  const options = {
    logger: false,
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    // Only machines of the own network may say whose request they pass on.
    trustProxy: behindProxy ? ['loopback', 'linklocal', 'uniquelocal'] : false,
    exposeHeadRoutes: false,
  } as const;
  const app: FastifyInstance =
    tls === undefined
      ? Fastify(options)
      : (Fastify({ ...options, https: { ...tls, minVersion: 'TLSv1.2' } }) as unknown as FastifyInstance);
  // Signatures are taken over the bytes as they came; nothing is parsed before one was checked.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  return app;
}

type Refused = { error: unknown; request: FastifyRequest; reply: FastifyReply };

function refuse(front: Front, { error, request, reply }: Refused): FastifyReply {
  const { status, body, retryAfterSeconds } = answerOf(error);
  const { reason } = body.error;
  front.metrics.refused(reason);
  const fields = { route: routeOf(request), inc: incOf(request), reason };
  if (status === 500) front.log.error('request-failed', { ...fields, ...errorFields(error) });
  else front.log.warn('request-refused', { ...fields, ...(status > 500 && causeFields(error)) });
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  return reply.code(status).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Why the server itself could not: its database was away, or its locks were held. */
function causeFields(error: unknown): LogFields {
  return error instanceof Error && error.cause !== undefined ? errorFields(error.cause) : {};
}

function logRequest({ metrics, log }: Front, request: FastifyRequest, reply: FastifyReply): void {
  const route = routeOf(request);
  metrics.request(route, reply.statusCode, reply.elapsedTime / 1000);
  log.info('request', { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), inc: incOf(request) });
}

/** The pattern, never the path itself: a path may hold anything. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none';
}

/** As claimed; whatever is not an incarnation stays out of the log. */
function incOf(request: FastifyRequest): string | null {
  const inc = request.headers[SIGNATURE_HEADERS.inc];
  return typeof inc === 'string' && /^[0-9a-f~]{32,60}$/u.test(inc) ? inc : null;
}
