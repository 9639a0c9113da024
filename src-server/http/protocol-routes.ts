import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '#shared/kernel/app-error.ts';
import { MESSAGES } from '#shared/wire/messages.ts';
import type { ReplyOf, RequestOf } from '#shared/wire/messages.ts';
import { LIMITS, PATHS, WIRE_VERSION } from '#shared/wire/version.ts';
import { peopleOfDevice } from '../accounts/accounts.ts';
import type { Account } from '../accounts/accounts.ts';
import type { Caller } from '../accounts/devices.ts';
import { enrol } from '../accounts/enrol.ts';
import type { EnrolOutcome } from '../accounts/enrol.ts';
import { readEpoch } from '../accounts/epoch.ts';
import { grantedStreams } from '../accounts/grants.ts';
import { isSignedBy, takeNonce } from '../accounts/signed-request.ts';
import { claimOf } from './authenticate.ts';
import { readMessage, sendJson } from './bodies.ts';
import { authenticate, refuseRevoked, takePlace } from './front.ts';
import type { Front } from './front.ts';

type SignedName = 'push' | 'pull' | 'facts' | 'rekey' | 'checksum';

/** The messages of the protocol. */
export function addProtocolRoutes(app: FastifyInstance, front: Front): void {
  addEnrol(app, front);
  addPush(app, front);
  addSigned(app, front, 'pull');
  addSigned(app, front, 'facts');
  addSigned(app, front, 'rekey');
  addSigned(app, front, 'checksum');
  addHeartbeat(app, front);
}

function addEnrol(app: FastifyInstance, front: Front): void {
  app.post(PATHS.enrol, async (request, reply) => {
    front.addresses.take(request.ip);
    takePlace(front, reply, 'hand-over');
    const claim = claimOf(request);
    const message = await readMessage(request, MESSAGES.enrol.request, () => LIMITS.pushBytes);
    if (message.inc !== claim.inc || !isSignedBy(claim, message.publicKey)) throw new AppError('forbidden', 'unsigned');
    const now = front.clock.now();
    const { outcome, epoch } = await front.database.transaction(async (tx) => {
      await takeNonce(tx, claim, now);
      return { outcome: await enrol(tx, message, now), epoch: await readEpoch(tx) };
    });
    front.log.info('enrolment', { inc: claim.inc, outcome: outcome.ok ? 'joined' : outcome.reason });
    return sendJson(request, reply, enrolReply(front, outcome, { epoch, now }));
  });
}

function enrolReply(front: Front, outcome: EnrolOutcome, { epoch, now }: { epoch: string; now: number }): ReplyOf<'enrol'> {
  if (!outcome.ok) throw new AppError('forbidden', outcome.reason, { detail: outcome.reason === 'revoked' ? { wipe: true } : {} });
  return { epoch, serverTime: now, serverName: front.serverName, person: enrolledPerson(outcome.person) };
}

function enrolledPerson({ personId, staffNo, name, role, station }: Account): ReplyOf<'enrol'>['person'] {
  return { id: personId, staffNo, name, role, station };
}

/** A push is taken in every version, and from a revoked device too: then it is only kept. */
function addPush(app: FastifyInstance, front: Front): void {
  app.post(PATHS.push, async (request, reply) => {
    takePlace(front, reply, 'hand-over');
    const caller = await authenticate(front, request);
    const message = await readMessage(request, MESSAGES.push.request, pushLimit);
    sameIncarnation(message, caller);
    const answer = await front.oplog.push(front.database, message, caller);
    front.metrics.push(answer);
    if (caller.revoked) throw new AppError('forbidden', 'revoked', { detail: { wipe: true, lmid: answer.lmid } });
    return sendJson(request, reply, answer);
  });
}

/** One mutation alone may be longer than a whole push: it must be able to arrive somehow. */
function pushLimit(value: unknown): number {
  const mutations = typeof value === 'object' && value !== null && 'mutations' in value ? value.mutations : undefined;
  return Array.isArray(mutations) && mutations.length === 1 ? LIMITS.bodyBytes : LIMITS.pushBytes;
}

function addSigned(app: FastifyInstance, front: Front, name: Exclude<SignedName, 'push'>): void {
  app.post(PATHS[name], async (request, reply) => {
    takePlace(front, reply, name === 'rekey' ? 'hand-over' : 'fetch');
    const caller = await authenticate(front, request);
    refuseRevoked(caller);
    return sendJson(request, reply, await ask(front, { name, request, caller }));
  });
}

type Asked = { name: Exclude<SignedName, 'push'>; request: FastifyRequest; caller: Caller };

async function ask(front: Front, { name, request, caller }: Asked): Promise<unknown> {
  const { oplog, database } = front;
  const read = async <Name extends SignedName>(which: Name): Promise<RequestOf<Name>> =>
    (await readMessage(request, MESSAGES[which].request, () => LIMITS.bodyBytes)) as RequestOf<Name>;
  switch (name) {
    case 'pull': {
      const message = await read('pull');
      sameIncarnation(message, caller);
      if (message.wire !== WIRE_VERSION) throw new AppError('conflict', 'upgrade-required', { detail: { wire: WIRE_VERSION } });
      return oplog.pull(database, message, caller);
    }
    case 'facts': {
      const message = await read('facts');
      sameIncarnation(message, caller);
      return oplog.facts(database, message, caller);
    }
    case 'checksum': {
      const message = await read('checksum');
      sameIncarnation(message, caller);
      return oplog.checksum(database, message, caller);
    }
    case 'rekey':
      return oplog.rekey(database, await read('rekey'), caller);
  }
}

/** A device speaks for the incarnation that it signs as, and for no other. */
function sameIncarnation(message: { inc: string }, caller: Caller): void {
  if (message.inc !== caller.inc) throw new AppError('forbidden', 'forbidden', { detail: { at: 'inc' } });
}

function addHeartbeat(app: FastifyInstance, front: Front): void {
  app.get(PATHS.heartbeat, async (request, reply) => {
    takePlace(front, reply, 'fetch');
    const caller = await authenticate(front, request);
    refuseRevoked(caller);
    const answer = await front.database.transaction(
      async (tx): Promise<unknown> => {
        const heads = await front.oplog.heads(tx);
        const granted = await grantedStreams(tx, caller.deviceId);
        return {
          epoch: await readEpoch(tx),
          serverTime: caller.now,
          serverName: front.serverName,
          heads: Object.fromEntries(granted.map((stream) => [stream, heads.get(stream) ?? 0])),
          people: (await peopleOfDevice(tx, caller.deviceId)).map(enrolledPerson),
        };
      },
      { isolation: 'repeatable read', readOnly: true },
    );
    return sendJson(request, reply, answer);
  });
}
