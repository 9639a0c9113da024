import type { FastifyInstance } from 'fastify';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Poker } from './poke.ts';
import { currentEpoch } from './front.ts';
import type { Front } from './front.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** `/health`: the process lives. `/ready`: its database answers and has an epoch. `/metrics`: to this machine alone. */
export function addHealthRoutes(app: FastifyInstance, front: Front, poker: Poker): void {
  app.get('/health', async (_request, reply) => reply.send({ ok: true }));
  app.get('/ready', async (_request, reply) => {
    try {
      return await reply.send({ ok: true, epoch: await currentEpoch(front) });
    } catch (cause) {
      throw new AppError('unavailable', 'busy', { cause });
    }
  });
  app.get('/metrics', async (request, reply) => {
    if (!LOOPBACK.has(request.ip)) throw new AppError('not-found', 'not-found');
    const gauges = { epoch: await currentEpoch(front), inFlight: front.gate.inside(), listeners: poker.listeners() };
    return reply.header('content-type', 'text/plain; version=0.0.4; charset=utf-8').send(await front.metrics.render(gauges));
  });
}
