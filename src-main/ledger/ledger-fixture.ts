import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settableClock, type SettableClock } from '../platform/clock.ts';
import { seededIds } from '../platform/ids.ts';
import type { Ledger } from './ledger.ts';
import { openLedger, type OpenLedgerOptions } from './open-ledger.ts';

/** 2026-03-02 09:00 in Shanghai. */
export const FIXTURE_NOW_MS = Date.UTC(2026, 2, 2, 1);
export const FIXTURE_KEY = Buffer.alloc(32, 0x5a);

export type LedgerFixture = {
  readonly folder: string;
  readonly file: string;
  readonly clock: SettableClock;
  open(options?: Partial<OpenLedgerOptions>): Ledger;
  closeAll(): void;
  /** Closes what was opened and removes the folder. */
  remove(): Promise<void>;
};

/** A folder for one test's ledgers, on the real file system with a real key. */
export function makeLedgerFixture(): LedgerFixture {
  const folder = mkdtempSync(join(tmpdir(), '账本 测试-'));
  const file = join(folder, '揽投部 一.youshao');
  const clock = settableClock(FIXTURE_NOW_MS);
  const opened: Ledger[] = [];
  const closeAll = (): void => {
    for (const ledger of opened.splice(0)) ledger.close();
  };
  return {
    folder,
    file,
    clock,
    open: (options = {}) => {
      const ledger = openLedger({
        file,
        key: FIXTURE_KEY,
        clock,
        ids: seededIds('fixture'),
        appVersion: '0.0.0-test',
        ...options,
      });
      opened.push(ledger);
      return ledger;
    },
    closeAll,
    remove: async () => {
      const all = [...opened];
      closeAll();
      await Promise.all(all.map((ledger) => ledger.threadsEnded()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
