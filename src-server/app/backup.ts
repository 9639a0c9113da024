import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { readEpoch } from '../accounts/epoch.ts';
import type { Database, Tx } from '../platform/database.ts';
import { listTables, quoted } from './tables.ts';

export type BackupResult = {
  readonly file: string;
  readonly epoch: string;
  /** Of the lines before the last, uncompressed. */
  readonly sha256: string;
  readonly counts: Readonly<Record<string, number>>;
};

export const BACKUP_FORMAT = 'youshao-server-backup';
export const BACKUP_VERSION = 1;
const ROWS_AT_ONCE = 500;

type Tally = { readonly hash: Hash; readonly counts: Record<string, number>; epoch: string };

/**
 * Copies all tables as they stand at one moment into a gzip file of JSON lines: a heading, rows, and a
 * last line with counts and hash. It needs no program of PostgreSQL and fits every version of it. The
 * file takes its name only when it is whole and flushed.
 */
export async function writeBackup(database: Database, { file, now }: { file: string; now: number }): Promise<BackupResult> {
  const half = `${file}.${process.pid}.half`;
  const tally: Tally = { hash: createHash('sha256'), counts: {}, epoch: '' };
  try {
    await database.transaction(
      async (tx) => {
        await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0');
        await pipeline(Readable.from(lines(tx, tally, now)), createGzip(), createWriteStream(half, { mode: 0o600 }));
      },
      { isolation: 'repeatable read', readOnly: true },
    );
    await flush(half);
    await rename(half, file);
    await flush(dirname(file));
  } finally {
    await rm(half, { force: true });
  }
  return { file, epoch: tally.epoch, sha256: tally.hash.digest('hex'), counts: tally.counts };
}

async function* lines(tx: Tx, tally: Tally, now: number): AsyncGenerator<string> {
  const counted = (value: object): string => {
    const line = `${JSON.stringify(value)}\n`;
    tally.hash.update(line, 'utf8');
    return line;
  };
  const migrations = await tx.query('SELECT number, name, sha256 FROM schema_migration ORDER BY number');
  tally.epoch = await readEpoch(tx);
  yield counted({ format: BACKUP_FORMAT, version: BACKUP_VERSION, epoch: tally.epoch, takenAt: now, migrations });
  for (const table of await listTables(tx)) {
    tally.counts[table] = 0;
    yield counted({ table });
    for await (const rows of rowsOf(tx, table)) {
      tally.counts[table] += rows.length;
      yield rows.map((row) => counted({ row })).join('');
    }
  }
  yield `${JSON.stringify({ end: true, counts: tally.counts, sha256: tally.hash.copy().digest('hex') })}\n`;
}

/** The database writes each row as JSON itself, so that every type comes back as it was. */
async function* rowsOf(tx: Tx, table: string): AsyncGenerator<readonly string[]> {
  await tx.query(`DECLARE copied NO SCROLL CURSOR FOR SELECT row_to_json(source)::text AS row FROM ${quoted(table)} source`);
  for (;;) {
    const rows = await tx.query<{ row: string }>(`FETCH ${ROWS_AT_ONCE} FROM copied`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await tx.query('CLOSE copied');
}

async function flush(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}
