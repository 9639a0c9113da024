/**
 * The real embedded PostgreSQL: slow (about 10 s), because making a cluster, starting and ending it and
 * recovering it after a kill are what is tested.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settableClock } from './clock.ts';
import { FIXTURE_NOW_MS } from './database-fixture.ts';
import type { Database } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { seededIds, systemIds } from './ids.ts';
import { silentLog } from './log.ts';
import { migrate, readMigrations } from './migrator.ts';
import { connectPostgres } from './postgres.ts';
import { retrying } from './retry.ts';

const root = mkdtempSync(join(tmpdir(), 'youshao-embedded-'));
chmodSync(root, 0o755);
const dataFolder = join(root, 'data');
const open = (mode: 'serve' | 'visit' = 'serve') => openEmbedded({ dataFolder, log: silentLog, ids: systemIds, mode });
const connect = (url: string): Database => connectPostgres({ url, log: silentLog, poolSize: 4, lockTimeoutMs: 300 });

/** Another process that holds the folder, as a server does. */
async function startChild(): Promise<{ child: ChildProcess; url: string; pid: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'embedded-child.ts'), dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')])) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { url: string; pid: number }) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function put(url: string, n: number): Promise<void> {
  const database = connect(url);
  await database.transaction(async (tx) => {
    await tx.query('CREATE TABLE IF NOT EXISTS kept (n integer PRIMARY KEY)');
    await tx.query('INSERT INTO kept VALUES ($1)', [n]);
  });
  await database.close();
}

async function kept(url: string): Promise<number[]> {
  const database = connect(url);
  const rows = await database.transaction((tx) => tx.query<{ n: number }>('SELECT n FROM kept ORDER BY n'));
  await database.close();
  return rows.map(({ n }) => n);
}

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the embedded database', { timeout: 120_000 }, () => {
  it('keeps its rows from one start to the next, closed to other users', async () => {
    const first = await open();
    await put(first.url, 1);
    await first.stop();
    const second = await open();
    expect(await kept(second.url)).toEqual([1]);
    expect(statSync(join(dataFolder, 'postgres')).mode & 0o777).toBe(0o700);
    await second.stop();
  });

  it('serves one server, and any command meanwhile', async () => {
    const { child, pid } = await startChild();
    await expect(open()).rejects.toMatchObject({ reason: 'already-running', detail: { pid } });
    const visit = await open('visit');
    expect(await kept(visit.url)).toEqual([1]);
    await visit.stop();
    expect(await kept(visit.url)).toEqual([1]);
    await kill(child);
  });

  it('that a killed server left running is taken over', async () => {
    const orphan = await open('visit');
    await put(orphan.url, 2);
    const next = await open();
    expect(next.pid).not.toBe(orphan.pid);
    expect(await kept(next.url)).toEqual([1, 2]);
    await next.stop();
  });

  it('recovers what was committed when the postmaster itself is killed', async () => {
    const { child, url, pid } = await startChild();
    await put(url, 3);
    process.kill(pid, 'SIGKILL');
    await kill(child);
    const next = await open();
    expect(await kept(next.url)).toEqual([1, 2, 3]);
    await next.stop();
  });

  it.runIf(process.getuid?.() === 0)('says so when its user may not pass to the data folder', async () => {
    const closed = join(root, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const start = openEmbedded({ dataFolder: join(closed, 'data'), log: silentLog, ids: systemIds, mode: 'serve' });
    await expect(start).rejects.toMatchObject({ reason: 'data-folder-not-reachable' });
  });

  it('is started by one of two first starts at once', async () => {
    const fresh = join(root, 'twice');
    const starts = await Promise.allSettled(
      [1, 2].map(() => openEmbedded({ dataFolder: fresh, log: silentLog, ids: systemIds, mode: 'serve' })),
    );
    const started = starts.filter((start) => start.status === 'fulfilled');
    const refused = starts.filter((start) => start.status === 'rejected');
    expect([started.length, refused.length]).toEqual([1, 1]);
    expect(refused[0]?.reason).toMatchObject({ reason: 'already-running' });
    await started[0]?.value.stop();
  });
});

describe('a pool on it', () => {
  let url: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ url, stop } = await open());
  }, 120_000);
  afterAll(() => stop());

  it('lets two starts migrate at once', async () => {
    const [one, two] = [connect(url), connect(url)];
    const migrations = readMigrations();
    const clock = settableClock(FIXTURE_NOW_MS);
    const applied = await Promise.all([one, two].map((database) => migrate({ database, migrations, clock })));
    expect(applied[0]! + applied[1]!).toBe(migrations.length);
    await Promise.all([one.close(), two.close()]);
  });

  it('gives the types of the port, and takes no swallowed failure for committed', async () => {
    const database = connect(url);
    const [row] = await database.transaction((tx) =>
      tx.query('SELECT $1::bigint AS n, $2::bytea AS b, $3::text[] AS a, count(*) AS c', [
        2 ** 40,
        new Uint8Array([1, 255]),
        ['甲', 'b"c'],
      ]),
    );
    expect(row).toMatchObject({ n: 2 ** 40, a: ['甲', 'b"c'], c: 1 });
    expect([...(row as { b: Uint8Array }).b]).toEqual([1, 255]);
    const swallowed = database.transaction(async (tx) => {
      await tx.query('INSERT INTO kept VALUES (99)');
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow('not taken for committed');
    await database.close();
    expect(await kept(url)).not.toContain(99);
  });

  it('gives up a lock that is not to be had, and has it when asked again in time', async () => {
    const database = connect(url);
    const patient = retrying(database, seededIds('pool'));
    let letGo = (): void => undefined;
    let isHeld = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      isHeld = resolve;
    });
    const holding = database.transaction(async (tx) => {
      await tx.query('SELECT n FROM kept WHERE n = 1 FOR UPDATE');
      isHeld();
      await new Promise<void>((resolve) => {
        letGo = resolve;
      });
    });
    await held;
    const work = (db: Database) => db.transaction((tx) => tx.query('UPDATE kept SET n = n WHERE n = 1'));
    await expect(work(database)).rejects.toMatchObject({ code: '55P03' });
    const later = work(patient);
    letGo();
    await Promise.all([holding, later]);
    await database.close();
  });

  it('survives the end of its connections', async () => {
    const database = connect(url);
    const dying = database.transaction((tx) => tx.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    await expect(dying).rejects.toThrow();
    expect(await database.transaction((tx) => tx.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    await database.close();
  });
});
