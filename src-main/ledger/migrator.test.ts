import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURE_NOW_MS, type LedgerFixture, makeLedgerFixture } from './ledger-fixture.ts';
import type { Ledger } from './ledger.ts';
import { type Migration, migrationOf, readMigrations } from './migrator.ts';
import { appendOp } from './op-log.ts';

let fixture: LedgerFixture;
beforeEach(() => {
  fixture = makeLedgerFixture();
});
afterEach(() => fixture.remove());

const floor = readMigrations(fileURLToPath(new URL('../../migrations/client/', import.meta.url))).slice(0, 1);
const first = migrationOf('0001-parcel.sql', 'CREATE TABLE parcel (no TEXT PRIMARY KEY) STRICT;\n');
const second = migrationOf(
  '0002-weight.sql',
  "ALTER TABLE parcel ADD COLUMN weight INTEGER NOT NULL DEFAULT 7;\nINSERT INTO parcel (no) VALUES ('x');\n",
);
const open = (...steps: Migration[]): Ledger => fixture.open({ migrations: [...floor, ...steps] });
const history = (ledger: Ledger) => ledger.read((tx) => tx.all('SELECT number, name, applied_at FROM schema_migration'));
const backups = (): string[] => readdirSync(fixture.folder).filter((name) => name.endsWith('.bak'));

describe('migrator', () => {
  it('carries a ledger of an earlier program on, with its data, after a backup', () => {
    const earlier = open(first);
    earlier.write((tx) => {
      tx.run("INSERT INTO parcel VALUES ('a')");
      appendOp(tx, { id: '1', kind: 'k', entity: 'e', entityId: '1', args: {}, actor: 'p', occurredAt: 1 });
    });
    earlier.close();
    expect(backups()).toEqual([]);
    fixture.clock.advance(1000);
    const later = open(first, second);
    expect(later.read((tx) => tx.all('SELECT no, weight FROM parcel ORDER BY no'))).toEqual([
      { no: 'a', weight: 7 },
      { no: 'x', weight: 7 },
    ]);
    expect(history(later)).toEqual([
      { number: 0, name: floor[0]?.name, applied_at: FIXTURE_NOW_MS },
      { number: 1, name: 'parcel', applied_at: FIXTURE_NOW_MS },
      { number: 2, name: 'weight', applied_at: FIXTURE_NOW_MS + 1000 },
    ]);
    later.close();
    const [backup] = backups();
    expect(backups()).toHaveLength(1);
    const before = fixture.open({ file: join(fixture.folder, backup ?? ''), migrations: [...floor, first], readonly: true });
    expect(before.read((tx) => tx.pluckAll('SELECT no FROM parcel'))).toEqual(['a']);
  });

  it('makes no backup of a ledger without data', () => {
    open(first).close();
    open(first, second).close();
    expect(backups()).toEqual([]);
  });

  it('leaves nothing of a step that fails, and keeps the steps before it', () => {
    open(first).close();
    const broken = migrationOf('0003-broken.sql', 'CREATE TABLE half (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1);');
    expect(() => open(first, second, broken)).toThrow('nowhere');
    const ledger = open(first, second);
    expect(history(ledger)).toHaveLength(3);
    expect(ledger.read((tx) => tx.pluck("SELECT count(*) FROM sqlite_schema WHERE name = 'half'"))).toBe(0);
  });

  it('refuses a step that leaves broken references', () => {
    const dangling = migrationOf(
      '0001-dangling.sql',
      'PRAGMA defer_foreign_keys = ON; CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE b (a INTEGER REFERENCES a) STRICT; INSERT INTO b VALUES (1);',
    );
    expect(() => open(dangling)).toThrow('broken references');
    expect(history(open())).toHaveLength(1);
  });

  it.each([
    ['an edited step', [migrationOf('0001-parcel.sql', 'CREATE TABLE parcel (nr TEXT PRIMARY KEY) STRICT;\n')], 'ledger-changed-migration'],
    ['a renamed step', [{ ...first, name: 'parcels' }], 'ledger-changed-migration'],
    ['a missing step', [], 'ledger-newer'],
  ])('refuses %s', (_, steps, reason) => {
    open(first).close();
    expect(() => open(...steps)).toThrow(reason);
    expect(() => fixture.open({ readonly: true, migrations: [...floor, ...steps] })).toThrow(reason);
    open(first, second);
  });

  it('takes a list with a gap for a bug', () => {
    expect(() => open(second)).toThrow('stands at position');
  });

  it('reads a folder, and hashes the text whatever its line ends', () => {
    const folder = join(fixture.folder, 'steps');
    mkdirSync(folder);
    writeFileSync(join(folder, '0001-parcel.sql'), first.sql.replace(/\n/g, '\r\n'));
    writeFileSync(join(folder, '0000-floor.sql'), floor[0]?.sql ?? '');
    writeFileSync(join(folder, 'README.md'), '');
    expect(readMigrations(folder)).toEqual([{ ...floor[0], name: 'floor' }, first]);
    const ledger = fixture.open({ migrationsDir: folder });
    expect(history(ledger)).toHaveLength(2);
    expect(existsSync(fixture.file)).toBe(true);
  });
});
