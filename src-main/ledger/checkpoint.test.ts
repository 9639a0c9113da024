import { statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LedgerFixture, makeLedgerFixture } from './ledger-fixture.ts';
import type { Ledger } from './ledger.ts';

let fixture: LedgerFixture;
let ledger: Ledger;
beforeEach(() => {
  fixture = makeLedgerFixture();
  ledger = fixture.open();
  ledger.write((tx) => void tx.run('CREATE TABLE bulk (id INTEGER PRIMARY KEY, body BLOB NOT NULL)'));
});
afterEach(() => fixture.remove());

/** Some pages more than a commit leaves in the log by itself. */
function writePages(opened: Ledger, pages: number): void {
  opened.write((tx) => {
    for (let page = 0; page < pages; page += 1) tx.run('INSERT INTO bulk (body) VALUES (?)', [Buffer.alloc(4000, page)]);
  });
}
const limit = (): number | undefined => ledger.read((tx) => tx.pluck<number>('PRAGMA wal_autocheckpoint'));
const rows = (opened: Ledger): number | undefined => opened.read((tx) => tx.pluck<number>('SELECT count(*) FROM bulk'));

describe('many commits in a row', () => {
  it('copy nothing into the file themselves; a thread has done it at the end', async () => {
    const before = statSync(fixture.file).size;
    await ledger.sparingCommits(async () => {
      expect(limit()).toBe(16_384);
      for (let commit = 0; commit < 8; commit += 1) writePages(ledger, 400);
    });
    await ledger.threadsEnded();
    expect(limit()).toBe(1000);
    expect(statSync(fixture.file).size).toBeGreaterThan(before + 8 * 400 * 4000);
    expect(rows(ledger)).toBe(3200);
  });

  it('may overlap, and fail', async () => {
    const failing = ledger.sparingCommits(async () => {
      writePages(ledger, 10);
      throw new Error('no more');
    });
    await ledger.sparingCommits(async () => {
      await expect(failing).rejects.toThrow('no more');
      writePages(ledger, 10);
    });
    await ledger.threadsEnded();
    expect([limit(), rows(ledger)]).toEqual([1000, 20]);
  });

  it('lose nothing when the ledger is closed meanwhile', async () => {
    await ledger.sparingCommits(async () => {
      writePages(ledger, 2000);
      ledger.close();
    });
    await ledger.threadsEnded();
    const opened = fixture.open();
    expect([rows(opened), opened.state.uncleanStop]).toEqual([2000, false]);
    expect((await opened.fullCheck()).problems).toEqual([]);
  });
});
