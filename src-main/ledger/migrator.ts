import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '#shared/kernel/assert.ts';
import type { SqliteDatabase } from './connection.ts';
import { ledgerError } from './sqlite-errors.ts';

/** One step of the schema. `sha256` is taken over the text with LF line ends, 64 hexadecimal digits. */
export type Migration = {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
  readonly sql: string;
};

type Applied = { number: number; name: string; sha256: string };
const FILE_NAME = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/** A step from its file name (`0007-tickets.sql`) and content; a bundle builds its list by this. */
export function migrationOf(fileName: string, content: string): Migration {
  const match = FILE_NAME.exec(fileName);
  assert(match?.[1] !== undefined && match[2] !== undefined, `migration file name ${fileName}`);
  const sql = content.replace(/\r\n/g, '\n');
  const sha256 = createHash('sha256').update(sql, 'utf8').digest('hex');
  return { number: Number(match[1]), name: match[2], sha256, sql };
}

/** The steps lying in a folder, in order. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => migrationOf(name, readFileSync(join(folder, name), 'utf8')));
}

export type MigrateOptions = {
  readonly migrations: readonly Migration[];
  readonly nowMs: number;
  readonly appVersion: string;
  /** Called once before the first step when the database holds data already. */
  readonly backUp: (fromNumber: number) => void;
};

/**
 * Brings the schema to the last step. Position, names and hashes of the steps already applied
 * must agree with the list; a longer history is `ledger-newer`, a different one
 * `ledger-changed-migration`. Each step is one transaction with its record.
 * Returns the number of steps applied now.
 */
export function migrate(database: SqliteDatabase, options: MigrateOptions): number {
  checkOrder(options.migrations);
  const applied = listApplied(database);
  checkHistory(applied, options.migrations);
  const pending = options.migrations.slice(applied.length);
  if (pending.length > 0 && applied.length > 0 && hasData(database)) options.backUp(applied.length - 1);
  for (const step of pending) applyStep(database, step, options);
  return pending.length;
}

function checkOrder(migrations: readonly Migration[]): void {
  migrations.forEach((step, index) => {
    assert(step.number === index, `migration ${step.number} stands at position ${index}`);
  });
}

function listApplied(database: SqliteDatabase): Applied[] {
  const exists = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration'").get();
  if (exists === undefined) return [];
  return database.prepare<[], Applied>('SELECT number, name, sha256 FROM schema_migration ORDER BY number').all();
}

/** Refuses a ledger whose history is not the beginning of ours; for read-only connections too. */
export function checkSchema(database: SqliteDatabase, migrations: readonly Migration[]): 'current' | 'older' {
  const applied = listApplied(database);
  checkHistory(applied, migrations);
  return applied.length === migrations.length ? 'current' : 'older';
}

function checkHistory(applied: readonly Applied[], migrations: readonly Migration[]): void {
  applied.forEach((row, index) => {
    const known = migrations[index];
    if (known === undefined) {
      throw ledgerError('ledger-newer', { detail: { found: applied.length - 1, known: migrations.length - 1 } });
    }
    if (row.number !== known.number || row.name !== known.name || row.sha256 !== known.sha256) {
      throw ledgerError('ledger-changed-migration', { detail: { number: row.number } });
    }
  });
}

function hasData(database: SqliteDatabase): boolean {
  const tables = database
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       AND name NOT IN ('schema_migration', 'meta')`,
    )
    .pluck()
    .all() as string[];
  return tables.some((table) => database.prepare(`SELECT 1 FROM "${table.replace(/"/g, '""')}" LIMIT 1`).get() !== undefined);
}

function applyStep(database: SqliteDatabase, step: Migration, options: MigrateOptions): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(step.sql);
    database
      .prepare('INSERT INTO schema_migration (number, name, sha256, applied_at, app_version) VALUES (?, ?, ?, ?, ?)')
      .run(step.number, step.name, step.sha256, options.nowMs, options.appVersion);
    const broken = database.prepare('PRAGMA foreign_key_check').get();
    assert(broken === undefined, `migration ${step.number} leaves broken references`);
    database.exec('COMMIT');
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK');
  }
}
