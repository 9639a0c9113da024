import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LedgerFixture, makeLedgerFixture } from './ledger-fixture.ts';
import { appendOp } from './op-log.ts';
import { verifyChain } from './verify-chain.ts';

const ACTS = 60;

let fixture: LedgerFixture;
beforeEach(() => {
  fixture = makeLedgerFixture();
});
afterEach(() => fixture.remove());

/** A ledger whose acts stand in the write-ahead log, with the log's length after each of them. */
function writeActs(): { logBytes: number[] } {
  fixture.open().close();
  const ledger = fixture.open();
  const logBytes = [readFileSync(`${fixture.file}-wal`).length];
  for (let act = 0; act < ACTS; act++) {
    ledger.write((tx) => {
      tx.run('INSERT INTO meta VALUES (?, ?)', [`state-${act}`, '已记']);
      appendOp(tx, {
        id: `a-${act}`,
        kind: 'noted',
        entity: 'e',
        entityId: '1',
        args: { text: '记'.repeat(act * 20) },
        actor: 'p',
        occurredAt: 1,
      });
    });
    logBytes.push(readFileSync(`${fixture.file}-wal`).length);
  }
  return { logBytes };
}

/** Opens what a power cut would have left: the file, and the log as far as it had been written. */
function openAfterCut(name: string, damage: (log: string) => void): { ops: number; states: number } {
  const file = join(fixture.folder, name);
  copyFileSync(fixture.file, file);
  copyFileSync(`${fixture.file}-wal`, `${file}-wal`);
  damage(`${file}-wal`);
  const ledger = fixture.open({ file });
  const found = ledger.read((tx) => ({
    ops: tx.pluck<number>('SELECT count(*) FROM op') ?? -1,
    states: tx.pluck<number>("SELECT count(*) FROM meta WHERE key LIKE 'state-%'") ?? -1,
    chain: verifyChain(tx),
  }));
  if (found.ops > 0) expect(ledger.state.uncleanStop).toBe(true);
  expect(found.chain).toEqual({ ok: true, count: found.ops, headSeq: found.ops });
  ledger.close();
  return found;
}

describe('a power cut', () => {
  it('keeps every act whose log had reached the disk, whole or not at all', () => {
    const { logBytes } = writeActs();
    const total = logBytes[ACTS] ?? 0;
    let cut = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: total }), (bytes) => {
        const found = openAfterCut(`cut-${cut++}`, (log) => truncateSync(log, bytes));
        const reached = logBytes.filter((length) => length <= bytes).length - 1;
        expect(found).toMatchObject({ ops: Math.max(0, reached), states: Math.max(0, reached) });
      }),
      { numRuns: 25 },
    );
  });

  it('with a torn page in the log keeps all acts before it', () => {
    const { logBytes } = writeActs();
    const total = logBytes[ACTS] ?? 0;
    let cut = 0;
    fc.assert(
      fc.property(fc.integer({ min: logBytes[0] ?? 0, max: total - 64 }), fc.uint8Array({ minLength: 64, maxLength: 64 }), (at, junk) => {
        const found = openAfterCut(`torn-${cut++}`, (log) => {
          const content = readFileSync(log);
          content.set(junk, at);
          writeFileSync(log, content);
        });
        const safe = logBytes.filter((length) => length <= at).length - 1;
        expect(found.ops).toBeGreaterThanOrEqual(safe);
        expect(found.ops).toBe(found.states);
      }),
      { numRuns: 20 },
    );
  });
});
