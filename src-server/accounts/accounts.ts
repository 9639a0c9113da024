import { and, asc, eq } from 'drizzle-orm';
import type { Tx } from '../platform/database.ts';
import { accounts, devicePersons, personAliases } from './tables.ts';
import { typed } from './typed.ts';

/** A person as the person ops have made them. `clients` are client codes. */
export type Account = typeof accounts.$inferSelect;

export async function findAccount(tx: Tx, personId: string): Promise<Account | undefined> {
  const [found] = await typed(tx).select().from(accounts).where(eq(accounts.personId, personId));
  return found;
}

/** Somebody present by their 工号. */
export async function findByStaffNo(tx: Tx, staffNo: string): Promise<Account | undefined> {
  const [found] = await typed(tx)
    .select()
    .from(accounts)
    .where(and(eq(accounts.staffNo, staffNo), eq(accounts.removed, false)));
  return found;
}

/** Writes what the fold of a person's ops has come to. */
export async function saveAccount(tx: Tx, account: Account): Promise<void> {
  const { personId: _id, ...rest } = account;
  await typed(tx).insert(accounts).values(account).onConflictDoUpdate({ target: accounts.personId, set: rest });
}

/** The people who joined on a device and are not removed, in order of their ids. */
export async function peopleOfDevice(tx: Tx, deviceId: string): Promise<readonly Account[]> {
  const rows = await typed(tx)
    .select({ account: accounts })
    .from(accounts)
    .innerJoin(devicePersons, eq(devicePersons.personId, accounts.personId))
    .where(and(eq(devicePersons.deviceId, deviceId), eq(accounts.removed, false)))
    .orderBy(asc(accounts.personId));
  return rows.map(({ account }) => account);
}

/**
 * Whose act it is when a device says `actor`: a person who joined there, by the id of the server or by
 * the one that the machine had given before. Null: nobody of this device. Removed people are found too,
 * since their earlier acts are theirs; what a removed person may do is for the caller to judge.
 */
export async function findActor(tx: Tx, deviceId: string, actor: string): Promise<Account | null> {
  const queries = typed(tx);
  const [alias] = await queries
    .select({ personId: personAliases.personId })
    .from(personAliases)
    .where(and(eq(personAliases.deviceId, deviceId), eq(personAliases.localId, actor)));
  const [found] = await queries
    .select({ account: accounts })
    .from(accounts)
    .innerJoin(devicePersons, eq(devicePersons.personId, accounts.personId))
    .where(and(eq(devicePersons.deviceId, deviceId), eq(accounts.personId, alias?.personId ?? actor)));
  return found?.account ?? null;
}
