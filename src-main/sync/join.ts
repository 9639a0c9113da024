import { AppError } from '#shared/kernel/app-error.ts';
import type { ReplyOf } from '#shared/wire/messages.ts';
import { WIRE_VERSION } from '#shared/wire/version.ts';
import type { Ledger } from '../ledger/index.ts';
import { bindPerson, findSyncState, joinServer } from './store.ts';
import type { Answer, SyncNet } from './sync-net.ts';
import { NO_NETWORK, NOT_VALID } from './sync-net.ts';

/** A person of this ledger who joins. */
export type Joiner = { readonly id: string; readonly staffNo: string };
export type JoinRequest = { readonly url: string; readonly code: string; readonly deviceName: string; readonly person: Joiner };

/**
 * Joins a server with a one-time code: from now on the whole local history waits for it. Throws AppError
 * with a reason of the contract's `sync.enrol`.
 */
export async function joinByCode(ledger: Ledger, net: SyncNet, { url, code, deviceName, person }: JoinRequest): Promise<void> {
  if (ledger.read(findSyncState)) throw new AppError('conflict', 'already-enrolled');
  const answer = await net.enrol({
    wire: WIRE_VERSION,
    code,
    inc: ledger.device,
    deviceName,
    localPersonId: person.id,
    publicKey: net.publicKey,
  });
  const { epoch, serverName, person: known } = taken(answer, person);
  ledger.write((tx) => {
    joinServer(tx, { url, serverName, deviceName, inc: ledger.device, epoch, person: known });
    bindPerson(tx, person.id, known);
  });
}

/** One more person of a ledger that has joined. Throws AppError with a reason of the contract's `sync.enrolPerson`. */
export async function joinPerson(ledger: Ledger, net: SyncNet, { code, person }: Pick<JoinRequest, 'code' | 'person'>): Promise<string> {
  const state = ledger.read(findSyncState);
  if (!state) throw new AppError('conflict', 'not-enrolled');
  const { deviceName, inc } = state;
  const answer = await net.enrol({ wire: WIRE_VERSION, code, inc, deviceName, localPersonId: person.id, publicKey: net.publicKey });
  const { person: known } = taken(answer, person);
  ledger.write((tx) => bindPerson(tx, person.id, known));
  return known.id;
}

function taken(answer: Answer<ReplyOf<'enrol'>>, { staffNo }: Joiner): ReplyOf<'enrol'> {
  if (answer.ok) {
    if (answer.reply.person.staffNo !== staffNo) throw new AppError('conflict', 'staff-no-differs');
    return answer.reply;
  }
  switch (answer.refusal.reason) {
    case NO_NETWORK:
    case 'busy':
    case 'throttled':
      throw new AppError('unavailable', 'server-unreachable');
    case NOT_VALID:
    case 'failed':
    case 'not-found':
      throw new AppError('unavailable', 'server-not-valid');
    case 'upgrade-required':
      throw new AppError('conflict', 'upgrade-required');
    default:
      throw new AppError('conflict', 'code-not-valid', { detail: { told: answer.refusal.reason } });
  }
}
