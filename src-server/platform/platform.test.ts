import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '#shared/kernel/app-error.ts';
import { settableClock } from './clock.ts';
import { checkListening, readConfig } from './config.ts';
import type { Database } from './database.ts';
import { FIXTURE_NOW_MS } from './database-fixture.ts';
import { seededIds } from './ids.ts';
import { createLog, errorFields } from './log.ts';
import { migrate, migrationOf, pendingMigrations, readMigrations } from './migrator.ts';
import { openPglite } from './pglite.ts';
import { retrying } from './retry.ts';

const clock = settableClock(FIXTURE_NOW_MS);
const ids = seededIds('platform');
const floor = readMigrations().slice(0, 1);
const parcel = migrationOf('0001-parcel.sql', 'CREATE TABLE parcel (no text PRIMARY KEY);\nINSERT INTO parcel VALUES (1);\n');

describe('migrator', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openPglite();
  }, 120_000);
  afterAll(() => database.close());
  const run = (...more: (typeof floor)[number][]) => migrate({ database, migrations: [...floor, ...more], clock });

  it('applies what is missing, and nothing twice', async () => {
    expect(await run()).toBe(1);
    expect(await run(parcel)).toBe(1);
    expect(await run(parcel)).toBe(0);
    const rows = await database.transaction((tx) => tx.query('SELECT number, name, applied_at FROM schema_migration ORDER BY number'));
    expect(rows).toEqual([
      { number: 0, name: 'floor', applied_at: FIXTURE_NOW_MS },
      { number: 1, name: 'parcel', applied_at: FIXTURE_NOW_MS },
    ]);
  });

  it('leaves nothing of a step that fails', async () => {
    const broken = migrationOf('0002-broken.sql', 'CREATE TABLE half (a integer); INSERT INTO nowhere VALUES (1);');
    await expect(run(parcel, broken)).rejects.toThrow('nowhere');
    const [row] = await database.transaction((tx) => tx.query("SELECT to_regclass('half') AS half"));
    expect(row).toEqual({ half: null });
  });

  it.each([
    ['an edited step', [migrationOf('0001-parcel.sql', 'CREATE TABLE parcel (nr text)')], 'database-changed-migration'],
    ['a renamed step', [{ ...parcel, name: 'parcels' }], 'database-changed-migration'],
    ['a database of a newer program', [], 'database-newer'],
  ])('refuses %s', async (_, steps, reason) => {
    await expect(run(...steps)).rejects.toThrow(reason);
    await expect(database.transaction((tx) => pendingMigrations(tx, [...floor, ...steps]))).rejects.toThrow(reason);
  });

  it('takes a list with a gap for a bug, and hashes texts whatever their line ends', async () => {
    await expect(migrate({ database, migrations: [...floor, migrationOf('0002-x.sql', 'SELECT 1')], clock })).rejects.toThrow('position');
    expect(migrationOf('0001-parcel.sql', parcel.sql.replace(/\n/gu, '\r\n')).sha256).toBe(parcel.sha256);
  });
});

describe('a transaction', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openPglite();
    await database.transaction((tx) => tx.query('CREATE TABLE t (n bigint PRIMARY KEY, b bytea, a text[])'));
  }, 120_000);
  afterAll(() => database.close());
  const numbers = () => database.transaction((tx) => tx.query('SELECT n FROM t ORDER BY n'), { readOnly: true });

  it('is whole or nothing, and gives the types of the port', async () => {
    await database.transaction((tx) => tx.query('INSERT INTO t VALUES ($1, $2, $3)', [2 ** 40, new Uint8Array([1, 255]), ['甲', 'b"c']]));
    await expect(
      database.transaction(async (tx) => {
        await tx.query('INSERT INTO t (n) VALUES (7)');
        throw new AppError('conflict', 'no');
      }),
    ).rejects.toThrow('conflict: no');
    const rows = await database.transaction((tx) => tx.query<{ n: number; b: Uint8Array; a: string[] }>('SELECT * FROM t'));
    expect(rows.map(({ n, b, a }) => [n, [...b], a])).toEqual([[2 ** 40, [1, 255], ['甲', 'b"c']]]);
  });

  it('that swallowed a failure is not taken for committed', async () => {
    const work = database.transaction(async (tx) => {
      await tx.query('INSERT INTO t (n) VALUES (8)');
      await tx.query('SELECT 1 / 0 AS n').catch(() => undefined);
    });
    await expect(work).rejects.toThrow();
    expect(await numbers()).toEqual([{ n: 2 ** 40 }]);
  });

  it('cannot write when it is for reading', async () => {
    await expect(database.transaction((tx) => tx.query('DELETE FROM t'), { readOnly: true })).rejects.toThrow('read-only');
  });
});

describe('retrying', () => {
  const failing = (codes: readonly string[]) => {
    let runs = 0;
    const inner: Database = {
      close: async () => undefined,
      transaction: async (work) => {
        const code = codes[runs++];
        if (code !== undefined) throw Object.assign(new Error('from the database'), { code });
        return work({ query: async () => [] });
      },
    };
    return { runs: () => runs, result: retrying(inner, ids).transaction(async () => 'done') };
  };

  it('runs work again after deadlocks, failed serialization and locks not to be had', async () => {
    const { result, runs } = failing(['40P01', '40001', '55P03']);
    expect(await result).toBe('done');
    expect(runs()).toBe(4);
  });

  it('gives up after five, as busy', async () => {
    const { result, runs } = failing(Array.from({ length: 9 }, () => '40001'));
    await expect(result).rejects.toThrow('unavailable: busy');
    expect(runs()).toBe(5);
  });

  it.each(['57P01', '08006', '53300', 'ECONNREFUSED'])('tells of a database that is away as busy, at once: %s', async (code) => {
    const { result, runs } = failing([code]);
    await expect(result).rejects.toThrow('unavailable: busy');
    expect(runs()).toBe(1);
  });

  it('lets every other failure pass at once', async () => {
    const { result, runs } = failing(['23505']);
    await expect(result).rejects.toThrow('from the database');
    expect(runs()).toBe(1);
  });
});

describe('configuration', () => {
  it('has defaults for everything', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ databaseUrl: undefined, host: '127.0.0.1', port: 8420, tls: undefined, behindProxy: false });
    expect(() => checkListening(config)).not.toThrow();
  });

  it.each([
    ['DATABASE_URL', 'mysql://x'],
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['YOUSHAO_BEHIND_PROXY', 'yes'],
    ['YOUSHAO_SERVER_USER', 'root; rm'],
  ])('refuses %s=%s by name', (variable, value) => {
    expect(() => readConfig({ [variable]: value })).toThrow(
      expect.objectContaining({ reason: 'configuration-invalid', detail: { variable } }) as Error,
    );
  });

  it('does not speak in the clear to a network', () => {
    expect(() => checkListening(readConfig({ HOST: '0.0.0.0' }))).toThrow('certificate-missing');
    expect(() => checkListening(readConfig({ HOST: '0.0.0.0', YOUSHAO_BEHIND_PROXY: '1' }))).not.toThrow();
    expect(() => readConfig({ YOUSHAO_TLS_CERT: '/x' })).toThrow('key-or-certificate-missing');
    expect(() => readConfig({ YOUSHAO_TLS_CERT: '/nowhere', YOUSHAO_TLS_KEY: '/nowhere' })).toThrow('certificate-not-readable');
    const folder = mkdtempSync(join(tmpdir(), 'tls-'));
    for (const name of ['cert', 'key']) writeFileSync(join(folder, name), name);
    const config = readConfig({ HOST: '0.0.0.0', YOUSHAO_TLS_CERT: join(folder, 'cert'), YOUSHAO_TLS_KEY: join(folder, 'key') });
    rmSync(folder, { recursive: true });
    expect(config.tls).toEqual({ cert: 'cert', key: 'key' });
    expect(() => checkListening(config)).not.toThrow();
  });
});

describe('log', () => {
  it('writes lines of the wanted levels, and of a failure only its kind and place', () => {
    const lines: string[] = [];
    const log = createLog({ sink: (line) => lines.push(line), clock, level: 'warn' });
    log.info('unheard');
    const failure = Object.assign(new Error('duplicate key (phone)=(13800001111)'), { code: '23505' });
    log.error('push-failed', errorFields(failure));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('13800001111');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', event: 'push-failed', error: 'Error', errorCode: '23505' });
  });
});
