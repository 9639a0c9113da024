import type { RequestOf } from '#shared/wire/messages.ts';
import { deviceOf } from '#shared/wire/signature.ts';
import type { Tx } from '../platform/database.ts';
import { findAccount } from './accounts.ts';
import type { Account } from './accounts.ts';
import { markUsed, tryCode } from './codes.ts';
import type { CodeRow } from './codes.ts';
import { findDevice } from './devices.ts';
import { devicePersons, devices, personAliases } from './tables.ts';
import { typed } from './typed.ts';

export type EnrolOutcome =
  | { readonly ok: true; readonly person: Account }
  | { readonly ok: false; readonly reason: 'code-not-valid' | 'revoked' | 'forbidden' };

/**
 * Joins a person on a device by a one-time code; the device itself when it is new. The request has been
 * signed by the key that it names. The same request again, after its answer was lost, is answered alike.
 * Refusals are values: a wrong try is counted by committing.
 */
export async function enrol(tx: Tx, request: RequestOf<'enrol'>, now: number): Promise<EnrolOutcome> {
  const deviceId = deviceOf(request.inc);
  const code = await tryCode(tx, request.code, now);
  if (code === undefined) return { ok: false, reason: 'code-not-valid' };
  const device = await findDevice(tx, deviceId);
  if (device !== undefined && device.publicKey !== request.publicKey) return { ok: false, reason: 'forbidden' };
  if (device !== undefined && device.revokedAt !== null) return { ok: false, reason: 'revoked' };
  const person = await findAccount(tx, code.personId);
  if (person === undefined || person.removed || isSpent(code, deviceId)) return { ok: false, reason: 'code-not-valid' };
  if (!(await canBind(tx, request.localPersonId, person))) return { ok: false, reason: 'forbidden' };
  await write(tx, { request, deviceId, person, code, now });
  return { ok: true, person };
}

/** Used by another device; by the same one it is the answer that was lost. */
function isSpent(code: CodeRow, deviceId: string): boolean {
  return code.usedAt !== null && code.deviceId !== deviceId;
}

/** A local id may not be that of somebody else whom the server knows. */
async function canBind(tx: Tx, localId: string | null, person: Account): Promise<boolean> {
  return localId === null || localId === person.personId || (await findAccount(tx, localId)) === undefined;
}

type Joining = { request: RequestOf<'enrol'>; deviceId: string; person: Account; code: CodeRow; now: number };

async function write(tx: Tx, { request, deviceId, person, code, now }: Joining): Promise<void> {
  const queries = typed(tx);
  const { personId } = person;
  const { publicKey, deviceName: name, localPersonId: localId } = request;
  await queries
    .insert(devices)
    .values({ deviceId, publicKey, name, enrolledAt: now, enrolledBy: personId, revokedAt: null, lastSeenAt: now })
    .onConflictDoNothing();
  await queries.insert(devicePersons).values({ deviceId, personId, enrolledAt: now }).onConflictDoNothing();
  // What was done on the machine before keeps its author; the first binding of an id stays.
  if (localId !== null && localId !== personId) {
    await queries.insert(personAliases).values({ deviceId, localId, personId, boundAt: now }).onConflictDoNothing();
  }
  await markUsed(tx, { selector: code.selector, deviceId, now });
}
