import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { Clock } from './clock.ts';
import type { Database, Tx } from './database.ts';

/** One step of the schema. `sha256` is taken over the text with LF line ends. */
export type Migration = { readonly number: number; readonly name: string; readonly sha256: string; readonly sql: string };

type Applied = { number: number; name: string; sha256: string };
const FILE_NAME = /^(\d{4})-([a-z0-9-]+)\.sql$/u;
/** Any number that nobody else takes: the lock of this work in the database. */
const MIGRATION_LOCK = 7_105_301;

export function migrationOf(fileName: string, content: string): Migration {
  const match = FILE_NAME.exec(fileName);
  assert(match?.[1] !== undefined && match[2] !== undefined, `migration file name ${fileName}`);
  const sql = content.replace(/\r\n/gu, '\n');
  return { number: Number(match[1]), name: match[2], sha256: createHash('sha256').update(sql, 'utf8').digest('hex'), sql };
}

/** The steps lying in a folder, in order; default: those of this program. */
export function readMigrations(folder = join(import.meta.dirname, '../../migrations/server')): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => migrationOf(name, readFileSync(join(folder, name), 'utf8')));
}

export type Migrating = { readonly database: Database; readonly migrations: readonly Migration[]; readonly clock: Clock };

/**
 * Brings the schema to the last step, each in one transaction with its record, under a lock of the
 * database: of two starts at once one waits and finds the work done. A database with other steps is
 * refused: `database-newer`, `database-changed-migration`. Returns how many steps were applied here.
 */
export async function migrate(work: Migrating): Promise<number> {
  work.migrations.forEach((step, index) => assert(step.number === index, `migration ${step.number} stands at position ${index}`));
  let applied = 0;
  while (await work.database.transaction((tx) => applyNext(tx, work))) applied++;
  return applied;
}

/** Steps that the database lacks; refuses one with other steps. */
export async function pendingMigrations(tx: Tx, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const applied = await listApplied(tx);
  checkHistory(applied, migrations);
  return migrations.slice(applied.length);
}

async function applyNext(tx: Tx, { migrations, clock }: Migrating): Promise<boolean> {
  // Whoever waits here waits for a step that another start is running, which may take longer than any lock of traffic.
  await tx.query('SET LOCAL lock_timeout = 0');
  await tx.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
  const [step] = await pendingMigrations(tx, migrations);
  if (step === undefined) return false;
  await tx.query(step.sql);
  await tx.query('INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)', [
    step.number,
    step.name,
    step.sha256,
    clock.now(),
  ]);
  return true;
}

async function listApplied(tx: Tx): Promise<Applied[]> {
  const [found] = await tx.query<{ known: boolean }>("SELECT to_regclass('schema_migration') IS NOT NULL AS known");
  if (found?.known !== true) return [];
  return tx.query<Applied>('SELECT number, name, sha256 FROM schema_migration ORDER BY number');
}

function checkHistory(applied: readonly Applied[], migrations: readonly Migration[]): void {
  applied.forEach((row, index) => {
    const known = migrations[index];
    if (known === undefined) {
      throw new AppError('conflict', 'database-newer', { detail: { found: applied.length - 1, known: migrations.length - 1 } });
    }
    if (row.number !== known.number || row.name !== known.name || row.sha256 !== known.sha256) {
      throw new AppError('conflict', 'database-changed-migration', { detail: { number: row.number } });
    }
  });
}
