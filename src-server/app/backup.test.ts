import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveAccount } from '../accounts/accounts.ts';
import { ensureEpoch, readEpoch } from '../accounts/epoch.ts';
import { settableClock } from '../platform/clock.ts';
import { FIXTURE_NOW_MS as NOW, emptyDatabase, makeDatabase } from '../platform/database-fixture.ts';
import type { Database } from '../platform/database.ts';
import { seededIds } from '../platform/ids.ts';
import { migrate, migrationOf, readMigrations } from '../platform/migrator.ts';
import { openPglite } from '../platform/pglite.ts';
import { writeBackup } from './backup.ts';
import { restoreBackup } from './restore.ts';
import { listTables } from './tables.ts';

const clock = settableClock(NOW);
const ids = seededIds('backup');
const migrations = readMigrations();
let source: Database;
let target: Database;
let folder: string;
let file: string;

beforeAll(async () => {
  [source, target] = await Promise.all([makeDatabase(), openPglite()]);
  // Two engines in memory take their time to begin on a busy machine.
}, 120_000);
afterAll(() => Promise.all([source.close(), target.close()]));
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'youshao-backup-'));
  file = join(folder, 'one.backup.gz');
  await emptyDatabase(source);
  await source.transaction(async (tx) => {
    await ensureEpoch(tx, { now: NOW, ids });
    await saveAccount(tx, {
      personId: 'p1',
      staffNo: '1',
      name: '人"一\\',
      role: 'agent',
      station: '',
      clients: ['A,1', '甲"'],
      removed: false,
    });
    await tx.query(
      "INSERT INTO device (device_id, public_key, name, enrolled_at, enrolled_by, last_seen_at) VALUES ('d', 'k', '', $1, 'p1', 0)",
      [NOW],
    );
    await tx.query("INSERT INTO device_person VALUES ('d', 'p1', 5)");
    await tx.query(
      `INSERT INTO mail_fact (mail_no, body, streams, ver) SELECT 'E' || n, '{"b":1.50,"a":"\n"}', ARRAY['cl:?'], n FROM generate_series(1, 1234) n`,
    );
    await tx.query("INSERT INTO nonce VALUES ('i', 'n', 1)");
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

const restore = (replace: boolean, known = migrations) => restoreBackup({ database: target, file, replace, migrations: known, clock, ids });
const contentOf = (database: Database) =>
  database.transaction(async (tx) => {
    const content: Record<string, unknown> = {};
    for (const table of await listTables(tx))
      if (table !== 'sync_epoch') content[table] = await tx.query(`SELECT * FROM ${table} ORDER BY 1, 2`);
    return content;
  });

describe('a copy', () => {
  it('brings every row back as it was, under a new epoch', async () => {
    const made = await writeBackup(source, { file, now: NOW });
    expect(made.counts).toMatchObject({ account: 1, device: 1, device_person: 1, mail_fact: 1234, sync_epoch: 1 });
    expect(made.counts).not.toHaveProperty('nonce');
    const restored = await restore(true);
    expect(restored.before).toBe(made.epoch);
    expect(restored.epoch).not.toBe(made.epoch);
    expect(await target.transaction(readEpoch)).toBe(restored.epoch);
    expect(await contentOf(target)).toEqual(await contentOf(source));
    expect(readdirSync(folder)).toEqual(['one.backup.gz']);
  });

  it('goes into an empty database only, unless what stands there may go', async () => {
    await writeBackup(source, { file, now: NOW });
    await restore(true);
    await expect(restore(false)).rejects.toThrow('database-not-empty');
    expect((await contentOf(target))['mail_fact']).toHaveLength(1234);
    await emptyDatabase(target);
    await restore(false);
    expect((await contentOf(target))['mail_fact']).toHaveLength(1234);
  });

  it('of an earlier program is brought to the steps of this one', async () => {
    await writeBackup(source, { file, now: NOW });
    const next = migrationOf(
      `${String(migrations.length).padStart(4, '0')}-later.sql`,
      "ALTER TABLE account ADD COLUMN later text NOT NULL DEFAULT 'x'",
    );
    await restore(true, [...migrations, next]);
    expect((await contentOf(target))['account']).toMatchObject([{ person_id: 'p1', later: 'x' }]);
    await expect(restore(true, migrations.slice(0, 1))).rejects.toThrow('database-newer');
    await restore(true);
    expect(await migrate({ database: target, migrations, clock })).toBe(0);
  });

  it('is refused whole when any of it is damaged, and what stood there stays', async () => {
    await writeBackup(source, { file, now: NOW });
    await restore(true);
    const before = await contentOf(target);
    const whole = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
    const written = (lines: string[]) => writeFileSync(file, gzipSync(lines.join('\n')));
    const rows = whole.findIndex((line) => line.includes('E77'));
    const damages: (() => void)[] = [
      () => written(whole.with(rows, whole[rows]!.replace('E77', 'E78'))),
      () => written(whole.toSpliced(rows, 1)),
      () => written(whole.slice(0, -2)),
      () => written([...whole.slice(0, -1), '{"row":"{}"}', '']),
      () => written(whole.with(0, '{"format":"other"}')),
      () => writeFileSync(file, gzipSync(whole.join('\n')).subarray(0, 3000)),
      () => writeFileSync(file, 'no gzip'),
    ];
    for (const damage of damages) {
      damage();
      await expect(restore(true)).rejects.toThrow('backup-damaged');
    }
    rmSync(file);
    await expect(restore(true)).rejects.toThrow('file-not-readable');
    expect(await contentOf(target)).toEqual(before);
  });

  it('names the hash that anybody can recount', async () => {
    const { sha256 } = await writeBackup(source, { file, now: NOW });
    const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
    const counted = createHash('sha256')
      .update(`${lines.slice(0, -2).join('\n')}\n`)
      .digest('hex');
    expect(counted).toBe(sha256);
    expect(JSON.parse(lines.at(-2)!)).toMatchObject({ end: true, sha256 });
  });
});
