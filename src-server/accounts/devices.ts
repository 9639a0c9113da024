import { asc, eq, isNull, and } from 'drizzle-orm';
import type { Tx } from '../platform/database.ts';
import { accounts, devicePersons, devices } from './tables.ts';
import { typed } from './typed.ts';

export type Device = typeof devices.$inferSelect;

/** Who sends a request, once its signature was checked. `now`: the server's time of its arrival. */
export type Caller = { readonly deviceId: string; readonly inc: string; readonly revoked: boolean; readonly now: number };

export async function findDevice(tx: Tx, deviceId: string): Promise<Device | undefined> {
  const [found] = await typed(tx).select().from(devices).where(eq(devices.deviceId, deviceId));
  return found;
}

export type ListedDevice = Omit<Device, 'publicKey'> & { readonly people: readonly string[] };

/** All devices with the ids of their people. */
export async function listDevices(tx: Tx): Promise<readonly ListedDevice[]> {
  const queries = typed(tx);
  const rows = await queries.select().from(devices).orderBy(asc(devices.enrolledAt), asc(devices.deviceId));
  const people = await queries
    .select({ deviceId: devicePersons.deviceId, personId: accounts.personId })
    .from(devicePersons)
    .innerJoin(accounts, eq(accounts.personId, devicePersons.personId))
    .orderBy(asc(accounts.personId));
  return rows.map(({ publicKey: _key, ...device }) => ({
    ...device,
    people: people.filter(({ deviceId }) => deviceId === device.deviceId).map(({ personId }) => personId),
  }));
}

/** From now on the device is answered by an order to wipe itself. False: there is no such device, or it was revoked before. */
export async function revoke(tx: Tx, deviceId: string, now: number): Promise<boolean> {
  const changed = await typed(tx)
    .update(devices)
    .set({ revokedAt: now })
    .where(and(eq(devices.deviceId, deviceId), isNull(devices.revokedAt)))
    .returning({ deviceId: devices.deviceId });
  return changed.length > 0;
}
