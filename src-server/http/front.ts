import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Caller } from '../accounts/devices.ts';
import { checkRequest } from '../accounts/signed-request.ts';
import { readEpoch } from '../accounts/epoch.ts';
import type { Database } from '../platform/database.ts';
import { claimOf } from './authenticate.ts';
import { createGate, createLimiter } from './limits.ts';
import type { Gate, Limiter } from './limits.ts';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { DEFAULT_LIMITS } from './parts.ts';
import type { HttpLimits, HttpParts } from './parts.ts';

/** What all routes share. */
export type Front = Omit<HttpParts, 'limits'> & {
  /** The measured one. */
  readonly database: Database;
  readonly limits: HttpLimits;
  readonly metrics: Metrics;
  readonly gate: Gate;
  readonly devices: Limiter;
  readonly addresses: Limiter;
};

export function createFront(parts: HttpParts): Front {
  const limits = { ...DEFAULT_LIMITS, ...parts.limits };
  const metrics = createMetrics({ process: parts.processMetrics === true });
  return {
    ...parts,
    database: metrics.observed(parts.database),
    limits,
    metrics,
    gate: createGate(limits.inFlight),
    devices: createLimiter(limits.perDevice, parts.clock),
    addresses: createLimiter(limits.perAddress, parts.clock),
  };
}

/** Who sends a request. Failures are counted against its address, so that guessing gets slow. */
export async function authenticate(front: Front, request: FastifyRequest): Promise<Caller> {
  const { clock, database } = front;
  const now = clock.now();
  try {
    const claim = claimOf(request);
    const { deviceId, revoked } = await database.transaction((tx) => checkRequest(tx, claim, now));
    front.devices.take(deviceId);
    return { deviceId, revoked, inc: claim.inc, now };
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') front.addresses.take(request.ip);
    throw error;
  }
}

/** Refuses a revoked device with the order to wipe itself. */
export function refuseRevoked(caller: Caller): void {
  if (caller.revoked) throw new AppError('forbidden', 'revoked', { detail: { wipe: true } });
}

/** Holds a place among the requests that are answered at once, until this one is over, however it ends. */
export function takePlace(front: Front, reply: FastifyReply, kind: 'hand-over' | 'fetch'): void {
  const leave = front.gate.enter(kind);
  reply.raw.once('close', leave);
  reply.raw.once('finish', leave);
}

export async function currentEpoch({ database }: Front): Promise<string> {
  return database.transaction((tx) => readEpoch(tx), { readOnly: true });
}
