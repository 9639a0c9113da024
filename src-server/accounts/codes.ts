import { createHash, timingSafeEqual } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { AppError } from '#shared/kernel/app-error.ts';
import { MINUTE_MS } from '#shared/kernel/instant.ts';
import type { Tx } from '../platform/database.ts';
import type { Ids } from '../platform/ids.ts';
import { findAccount } from './accounts.ts';
import { enrolmentCodes } from './tables.ts';
import { typed } from './typed.ts';

/** Digits and letters that are not taken for one another when read out. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_MINUTES = 10;
const SELECTOR_LENGTH = 4;
const SECRET_LENGTH = 8;
const MAX_TRIES = 5;

export type MadeCode = { readonly code: string; readonly expiresAt: number };
export type CodeRow = typeof enrolmentCodes.$inferSelect;

/**
 * A one-time code for a person, valid for 10 minutes, as `XXXX-XXXX-XXXX`. Only the hash of its secret
 * part is stored; an earlier unused code of the person ends.
 */
export async function makeCode(tx: Tx, { personId, now, ids }: { personId: string; now: number; ids: Ids }): Promise<MadeCode> {
  const account = await findAccount(tx, personId);
  if (account === undefined || account.removed) throw new AppError('not-found', 'not-found', { detail: { personId } });
  const queries = typed(tx);
  await queries
    .delete(enrolmentCodes)
    .where(sql`${enrolmentCodes.expiresAt} < ${now} OR ${enrolmentCodes.personId} = ${personId} AND ${enrolmentCodes.usedAt} IS NULL`);
  const selector = letters(ids, SELECTOR_LENGTH);
  const secret = letters(ids, SECRET_LENGTH);
  const expiresAt = now + CODE_MINUTES * MINUTE_MS;
  const row = { hash: hashOf(selector, secret), personId, madeAt: now, expiresAt, tries: 0, usedAt: null, deviceId: null };
  await queries
    .insert(enrolmentCodes)
    .values({ selector, ...row })
    .onConflictDoUpdate({ target: enrolmentCodes.selector, set: row });
  return { code: `${selector}-${secret.slice(0, 4)}-${secret.slice(4)}`, expiresAt };
}

/**
 * The row of a code that is valid now, locked; undefined otherwise. A wrong secret counts as a try, which
 * stands only if the transaction commits: refuse by a value, not by throwing.
 */
export async function tryCode(tx: Tx, code: string, now: number): Promise<CodeRow | undefined> {
  const text = code.replace(/[\s-]/gu, '').toUpperCase();
  const [selector, secret] = [text.slice(0, SELECTOR_LENGTH), text.slice(SELECTOR_LENGTH)];
  const queries = typed(tx);
  const [row] = await queries.select().from(enrolmentCodes).where(eq(enrolmentCodes.selector, selector)).for('update');
  if (row === undefined || row.tries >= MAX_TRIES || row.expiresAt <= now) return undefined;
  if (timingSafeEqual(Buffer.from(row.hash, 'hex'), Buffer.from(hashOf(selector, secret), 'hex'))) return row;
  await queries
    .update(enrolmentCodes)
    .set({ tries: row.tries + 1 })
    .where(eq(enrolmentCodes.selector, selector));
  return undefined;
}

export async function markUsed(tx: Tx, { selector, deviceId, now }: { selector: string; deviceId: string; now: number }): Promise<void> {
  await typed(tx).update(enrolmentCodes).set({ usedAt: now, deviceId }).where(eq(enrolmentCodes.selector, selector));
}

function hashOf(selector: string, secret: string): string {
  return createHash('sha256').update(`${selector}:${secret}`, 'utf8').digest('hex');
}

/** Bytes beyond the largest multiple of the alphabet's length are drawn again, so that all letters are equally likely. */
function letters(ids: Ids, length: number): string {
  const limit = 256 - (256 % LETTERS.length);
  let text = '';
  while (text.length < length) {
    const byte = ids.bytes(1)[0] ?? 255;
    if (byte < limit) text += LETTERS[byte % LETTERS.length];
  }
  return text;
}
