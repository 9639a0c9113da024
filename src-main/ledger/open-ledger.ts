import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { Clock } from '../platform/clock.ts';
import { makeFolder } from '../platform/files.ts';
import { type Ids, systemIds } from '../platform/ids.ts';
import { sourceWorkerEntry, type WorkerEntry } from '../platform/worker-entry.ts';
import { type ConnectionOptions, KEY_BYTES, openConnection, type SqliteDatabase } from './connection.ts';
import { keyIdOf } from './key-wrap.ts';
import { findKeyId, keyringFileOf } from './keyring-file.ts';
import { Ledger } from './ledger.ts';
import { checkLocation, type LocationProbe, realFile } from './location.ts';
import { type LedgerLock, takeLock } from './lock.ts';
import { checkSchema, type Migration, migrate, readMigrations } from './migrator.ts';
import { ledgerError, toLedgerError } from './sqlite-errors.ts';

export type OpenLedgerOptions = {
  readonly file: string;
  /** 32 bytes; copied, the caller may zero its own. */
  readonly key: Buffer;
  readonly clock: Clock;
  readonly appVersion: string;
  readonly ids?: Ids;
  /** Without it a missing file is made. */
  readonly mustExist?: boolean;
  /** No lock, no migration, no mark; for a look beside the running program. */
  readonly readonly?: boolean;
  /** To prove the whole ledger: a broken chain is then a finding, not a reason to stay closed. */
  readonly forProof?: boolean;
  readonly nativeBinding?: string;
  /** The list inlined by a bundle; else the steps are read from `migrationsDir` or the sources. */
  readonly migrations?: readonly Migration[];
  readonly migrationsDir?: string;
  readonly locationProbe?: LocationProbe;
  readonly workerEntry?: WorkerEntry;
};

/**
 * Opens an encrypted ledger, makes it when missing, and brings its schema up to date.
 * Only cheap checks are made: key, header, schema position and hashes, shutdown mark, and the
 * chain of the last 1,000 ops. Throws AppError('unavailable', …) with a reason of LEDGER_REASONS.
 */
export function openLedger(options: OpenLedgerOptions): Ledger {
  assert(options.key.length === KEY_BYTES, 'a ledger key has 32 bytes');
  const file = prepareFile(options);
  const connection: ConnectionOptions = {
    file,
    keyHex: options.key.toString('hex'),
    ...(options.nativeBinding !== undefined && { nativeBinding: options.nativeBinding }),
  };
  return options.readonly === true ? openForReading(connection, options) : openForWriting(connection, options);
}

function prepareFile(options: OpenLedgerOptions): string {
  const given = resolve(options.file);
  const mayCreate = options.mustExist !== true && options.readonly !== true;
  if (!mayCreate && !existsSync(given)) throw ledgerError('ledger-missing');
  checkLocation(given, options.locationProbe);
  try {
    if (options.readonly !== true) refuseReadOnly(given);
    makeFolder(dirname(given));
    const file = realFile(given);
    if (file !== given) checkLocation(file, options.locationProbe);
    return file;
  } catch (error) {
    throw toLedgerError(error);
  }
}

/** SQLite itself, and the making of folders, would only say that something cannot be opened. */
export function refuseReadOnly(file: string): void {
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  accessSync(folder, constants.W_OK);
  if (existsSync(file)) accessSync(file, constants.W_OK);
}

function openForWriting(connection: ConnectionOptions, options: OpenLedgerOptions): Ledger {
  const lock = takeLock(connection.file, {
    nowMs: options.clock.now(),
    appVersion: options.appVersion,
    nativeBinding: options.nativeBinding,
  });
  let database: SqliteDatabase | undefined;
  try {
    const isNew = !existsSync(connection.file);
    database = openWithKey(connection, 'write', options.key);
    bringUpToDate(database, connection.file, options);
    return buildLedger({ database, connection, lock, isNew, options });
  } catch (error) {
    database?.close();
    lock.release();
    throw toLedgerError(error);
  }
}

function openForReading(connection: ConnectionOptions, options: OpenLedgerOptions): Ledger {
  const database = openWithKey(connection, 'read', options.key);
  try {
    checkSchema(database, migrationsOf(options));
    return buildLedger({ database, connection, lock: { release: () => undefined }, isNew: false, options });
  } catch (error) {
    database.close();
    throw toLedgerError(error);
  }
}

/** A key that the keyring vouches for is not wrong: then it is the first page that is damaged. */
function openWithKey(connection: ConnectionOptions, mode: 'read' | 'write', key: Buffer): SqliteDatabase {
  try {
    return openConnection(connection, mode);
  } catch (error) {
    const isRefused = isAppError(error) && error.reason === 'ledger-wrong-key';
    const isVouched = isRefused && findKeyId(keyringFileOf(connection.file)) === keyIdOf(key);
    throw isVouched ? ledgerError('ledger-corrupt', { cause: error, detail: { firstPage: true } }) : error;
  }
}

function bringUpToDate(database: SqliteDatabase, file: string, options: OpenLedgerOptions): void {
  migrate(database, {
    migrations: migrationsOf(options),
    nowMs: options.clock.now(),
    appVersion: options.appVersion,
    backUp: (fromNumber) => {
      const target = `${file}.schema-${String(fromNumber).padStart(4, '0')}-${options.clock.now()}.bak`;
      database.prepare('VACUUM INTO ?').run(target);
    },
  });
}

function buildLedger(parts: {
  database: SqliteDatabase;
  connection: ConnectionOptions;
  lock: LedgerLock;
  isNew: boolean;
  options: OpenLedgerOptions;
}): Ledger {
  const { options, ...rest } = parts;
  return new Ledger({
    ...rest,
    clock: options.clock,
    ids: options.ids ?? systemIds(),
    isReadonly: options.readonly === true,
    isForProof: options.forProof === true,
    workerEntry: options.workerEntry ?? sourceWorkerEntry,
  });
}

function migrationsOf(options: OpenLedgerOptions): readonly Migration[] {
  if (options.migrations !== undefined) return options.migrations;
  return readMigrations(options.migrationsDir ?? fileURLToPath(new URL('../../migrations/client/', import.meta.url)));
}
