import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/kernel/app-error.ts';
import { keyIdOf } from './key-wrap.ts';
import { emptyKeyring, keyringFileOf, writeKeyring } from './keyring-file.ts';
import { FIXTURE_KEY, makeLedgerFixture, FIXTURE_NOW_MS, type LedgerFixture } from './ledger-fixture.ts';
import { appendOp } from './op-log.ts';
import type { WriteTx } from './handles.ts';
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { migrationOf, readMigrations } from './migrator.ts';
import { fileURLToPath } from 'node:url';

let fixture: LedgerFixture;
beforeEach(() => {
  fixture = makeLedgerFixture();
});
afterEach(() => fixture.remove());

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error.reason;
    throw error;
  }
  return 'no refusal';
}

const MIGRATIONS = readMigrations(fileURLToPath(new URL('../../migrations/client/', import.meta.url)));

function addOps(tx: WriteTx, count: number, prefix = 'op'): void {
  for (let index = 0; index < count; index++) {
    appendOp(tx, {
      id: `${prefix}-${index}`,
      kind: 'noted',
      entity: 'exception',
      entityId: `e-${index % 7}`,
      args: { text: '已联系客户', index },
      actor: 'p-1',
      occurredAt: FIXTURE_NOW_MS,
    });
  }
}

describe('opening a ledger', () => {
  it('makes one, encrypted, under a path with Chinese and a space, and opens it again', () => {
    const made = fixture.open();
    expect(made.state).toEqual({ isNew: true, uncleanStop: false, check: { phase: 'none' } });
    made.write((tx) => addOps(tx, 3));
    made.close();
    const content = readFileSync(fixture.file);
    expect(content.includes('SQLite format 3')).toBe(false);
    expect(content.includes('已联系客户')).toBe(false);
    const again = fixture.open();
    expect(again.state).toMatchObject({ isNew: false, uncleanStop: false });
    expect(again.device).toBe(made.device);
    expect(again.read((tx) => tx.pluck('SELECT count(*) FROM op'))).toBe(3);
  });

  it('refuses a wrong key and leaves the file openable', () => {
    fixture.open().close();
    expect(reasonOf(() => fixture.open({ key: Buffer.alloc(32, 1) }))).toBe('ledger-wrong-key');
    expect(fixture.open().state.uncleanStop).toBe(false);
  });

  it('tells a damaged first page from a wrong key where a keyring vouches for the key', () => {
    fixture.open().close();
    writeKeyring(keyringFileOf(fixture.file), emptyKeyring(keyIdOf(FIXTURE_KEY)));
    const handle = openSync(fixture.file, 'r+');
    writeSync(handle, Buffer.alloc(8), 0, 8, 200);
    closeSync(handle);
    expect(reasonOf(() => fixture.open())).toBe('ledger-corrupt');
    expect(reasonOf(() => fixture.open({ key: Buffer.alloc(32) }))).toBe('ledger-wrong-key');
  });

  it.each([
    ['cut within a page', (file: string) => truncateSync(file, 5000)],
    ['cut at a page', (file: string) => truncateSync(file, 8192)],
    ['cut within the first page', (file: string) => truncateSync(file, 100)],
    ['a plain database', (file: string) => writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176)]))],
    ['a damaged op page', (file: string) => damageTail(file)],
  ])('refuses as corrupt: %s', (_, damage) => {
    const ledger = fixture.open();
    ledger.write((tx) => addOps(tx, 2000));
    ledger.close();
    damage(fixture.file);
    expect(reasonOf(() => fixture.open())).toBe('ledger-corrupt');
  });

  it('refuses a newer schema and one whose steps were changed', () => {
    const extra = migrationOf(`${String(MIGRATIONS.length).padStart(4, '0')}-later.sql`, 'CREATE TABLE later (a INTEGER) STRICT;');
    fixture.open({ migrations: [...MIGRATIONS, extra] }).close();
    expect(reasonOf(() => fixture.open({ migrations: MIGRATIONS }))).toBe('ledger-newer');
    const changed = migrationOf(`${String(extra.number).padStart(4, '0')}-later.sql`, 'CREATE TABLE later (b INTEGER) STRICT;');
    expect(reasonOf(() => fixture.open({ migrations: [...MIGRATIONS, changed] }))).toBe('ledger-changed-migration');
  });

  it('refuses a second opening while the first lasts, and tells who has it', () => {
    const first = fixture.open();
    expect(reasonOf(() => fixture.open())).toBe('ledger-in-use');
    first.close();
    expect(reasonOf(() => fixture.open())).toBe('no refusal');
  });

  it('does not mind a lock file that a power cut left broken', () => {
    fixture.open().close();
    writeFileSync(`${fixture.file}.lock`, 'x'.repeat(5000));
    fixture.open();
    expect(reasonOf(() => fixture.open())).toBe('ledger-in-use');
  });

  it('knows an unclean stop by the mark', () => {
    const ledger = fixture.open();
    ledger.write((tx) => addOps(tx, 5));
    for (const end of ['', '-wal']) copyFileSync(`${fixture.file}${end}`, `${fixture.file}2${end}`);
    const copy = fixture.open({ file: `${fixture.file}2` });
    expect(copy.state.uncleanStop).toBe(true);
    expect(copy.read((tx) => tx.pluck('SELECT count(*) FROM op'))).toBe(5);
  });

  it('refuses a missing one where none is to be made', () => {
    expect(reasonOf(() => fixture.open({ mustExist: true }))).toBe('ledger-missing');
    expect(reasonOf(() => fixture.open({ readonly: true }))).toBe('ledger-missing');
    expect(existsSync(fixture.file)).toBe(false);
  });

  it('reads beside a writer without its lock', () => {
    const writer = fixture.open();
    const reader = fixture.open({ readonly: true });
    writer.write((tx) => addOps(tx, 1));
    expect(reader.read((tx) => tx.pluck('SELECT count(*) FROM op'))).toBe(1);
    expect(() => reader.write((tx) => addOps(tx, 1))).toThrow('invariant');
  });

  it('refuses use after close', () => {
    const ledger = fixture.open();
    ledger.close();
    ledger.close();
    expect(reasonOf(() => ledger.read(() => 1))).toBe('ledger-closed');
  });
});

function damageTail(file: string): void {
  const handle = openSync(file, 'r+');
  const pages = Math.floor(readFileSync(file).length / 4096);
  for (let page = 1; page < pages; page++) writeSync(handle, Buffer.alloc(64, 1), 0, 64, page * 4096 + 100);
  closeSync(handle);
}
