import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { AppError } from '#shared/kernel/app-error.ts';
import { beginEpoch } from '../accounts/epoch.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';
import type { Ids } from '../platform/ids.ts';
import { migrate } from '../platform/migrator.ts';
import type { Migration } from '../platform/migrator.ts';
import { BACKUP_FORMAT, BACKUP_VERSION } from './backup.ts';
import { listTables, quoted } from './tables.ts';

const heading = z.object({
  format: z.literal(BACKUP_FORMAT),
  version: z.literal(BACKUP_VERSION),
  epoch: z.string(),
  takenAt: z.number(),
  migrations: z.array(z.object({ number: z.number().int(), name: z.string(), sha256: z.string() })).min(1),
});
const line = z.union([
  z.object({ row: z.string() }),
  z.object({ table: z.string() }),
  z.object({ end: z.literal(true), counts: z.record(z.string(), z.number()), sha256: z.string() }),
]);

export type RestoreOptions = {
  readonly database: Database;
  readonly file: string;
  /** What stands in the database goes. Without it a database that holds anything is refused: `database-not-empty`. */
  readonly replace: boolean;
  readonly migrations: readonly Migration[];
  readonly clock: Clock;
  readonly ids: Ids;
};
export type RestoreResult = { readonly epoch: string; readonly before: string; readonly counts: Readonly<Record<string, number>> };

const ROWS_AT_ONCE = 500;

/**
 * Brings a copy back, in one transaction, under a new epoch: devices then send again what the copy lacks.
 * The file is read through and checked first (`backup-damaged`). The schema is made as it was when
 * the copy was taken, and brought to today's steps after.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreResult> {
  const { database, clock, ids, migrations } = options;
  const { steps, epoch: before, counts } = await examine(options);
  const epoch = await database.transaction(async (tx) => {
    await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await makeRoom(tx, options.replace);
    for (const step of steps) await applyStep(tx, step, clock.now());
    await load(tx, options.file);
    return beginEpoch(tx, { reason: 'restored', now: clock.now(), ids });
  });
  await migrate({ database, migrations, clock });
  return { epoch, before, counts };
}

type Examined = { steps: readonly Migration[]; epoch: string; counts: Record<string, number> };

/** Reads the whole file: heading, every line, counts and hash. Touches nothing. */
async function examine({ file, migrations }: RestoreOptions): Promise<Examined> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  let table = '';
  let head: z.infer<typeof heading> | undefined;
  let isWhole = false;
  for await (const text of textLines(file)) {
    if (isWhole) throw damaged();
    if (head === undefined) head = parsed(heading, text);
    else {
      const value = parsed(line, text);
      if ('table' in value) counts[(table = value.table)] = 0;
      else if ('row' in value) counts[table] = (counts[table] ?? 0) + 1;
      else isWhole = isEnd(value, hash.copy().digest('hex'), counts);
    }
    hash.update(`${text}\n`, 'utf8');
  }
  if (head === undefined || !isWhole) throw damaged();
  return { steps: stepsOf(head.migrations, migrations), epoch: head.epoch, counts };
}

function isEnd(end: { sha256: string; counts: Record<string, number> }, sha256: string, counts: Record<string, number>): boolean {
  const agrees = end.sha256 === sha256 && Object.keys(counts).length === Object.keys(end.counts).length;
  if (!agrees || Object.entries(counts).some(([table, count]) => end.counts[table] !== count)) throw damaged();
  return true;
}

function stepsOf(taken: readonly { number: number; sha256: string }[], known: readonly Migration[]): readonly Migration[] {
  if (taken.length > known.length)
    throw new AppError('conflict', 'database-newer', { detail: { found: taken.length - 1, known: known.length - 1 } });
  taken.forEach(({ sha256 }, index) => {
    if (known[index]?.sha256 !== sha256) throw new AppError('conflict', 'database-changed-migration', { detail: { number: index } });
  });
  return known.slice(0, taken.length);
}

/** Drops our tables when asked to; otherwise none may hold anything. */
async function makeRoom(tx: Tx, replace: boolean): Promise<void> {
  const tables = await listTables(tx);
  if (!replace) {
    for (const table of tables.filter((name) => name !== 'sync_epoch')) {
      const rows = await tx.query(`SELECT 1 AS one FROM ${quoted(table)} LIMIT 1`);
      if (rows.length > 0) throw new AppError('conflict', 'database-not-empty', { detail: { table } });
    }
  }
  for (const table of [...tables, 'nonce', 'schema_migration']) await tx.query(`DROP TABLE IF EXISTS ${quoted(table)} CASCADE`);
}

async function applyStep(tx: Tx, { number, name, sha256, sql }: Migration, now: number): Promise<void> {
  await tx.query(sql);
  await tx.query('INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)', [number, name, sha256, now]);
}

async function load(tx: Tx, file: string): Promise<void> {
  let table = '';
  let rows: string[] = [];
  const put = async (): Promise<void> => {
    if (rows.length > 0) {
      await tx.query(`INSERT INTO ${quoted(table)} SELECT * FROM json_populate_recordset(NULL::${quoted(table)}, $1::json)`, [
        `[${rows.join(',')}]`,
      ]);
    }
    rows = [];
  };
  let isHeading = true;
  for await (const text of textLines(file)) {
    const value = isHeading ? undefined : parsed(line, text);
    isHeading = false;
    if (value === undefined) continue;
    if ('row' in value) rows.push(value.row);
    if (!('row' in value) || rows.length >= ROWS_AT_ONCE) await put();
    if ('table' in value) table = value.table;
  }
}

async function* textLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const unzipped = source.pipe(createGunzip());
  source.on('error', (error) => unzipped.destroy(error));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for await (const chunk of unzipped) {
      const parts = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).syscall !== undefined;
    throw isMissing ? new AppError('unavailable', 'file-not-readable', { cause }) : damaged(cause);
  }
  if (rest !== '') throw damaged();
}

function parsed<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): AppError {
  return new AppError('invalid-input', 'backup-damaged', { cause });
}
