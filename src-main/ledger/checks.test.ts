import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection } from './connection.ts';
import { FIXTURE_NOW_MS, type LedgerFixture, makeLedgerFixture } from './ledger-fixture.ts';
import { LEDGER_STATE_TOPIC, type Ledger } from './ledger.ts';
import { appendOp } from './op-log.ts';

let fixture: LedgerFixture;
let ledger: Ledger;
beforeEach(() => {
  fixture = makeLedgerFixture();
  ledger = fixture.open();
  ledger.write((tx) => {
    for (let index = 0; index < 3000; index++) {
      appendOp(tx, {
        id: `o-${index}`,
        kind: 'k',
        entity: 'e',
        entityId: `${index}`,
        args: { index },
        actor: 'p',
        occurredAt: FIXTURE_NOW_MS,
      });
    }
  });
});
afterEach(() => fixture.remove());

describe('checks of a ledger in a worker', () => {
  it('find a sound one sound, and show how they stand', async () => {
    const phases: string[] = [];
    ledger.listen((event) => event.topic === LEDGER_STATE_TOPIC && phases.push(ledger.state.check.phase));
    expect(await ledger.quickCheckInBackground()).toMatchObject({ problems: [] });
    expect(await ledger.fullCheck()).toMatchObject({ problems: [] });
    expect(phases).toEqual(['running', 'passed', 'running', 'passed']);
    expect(ledger.state.check).toMatchObject({ phase: 'passed', depth: 'full' });
    expect(ledger.lastFullCheckAt()).toBe(FIXTURE_NOW_MS);
  });

  it('end when the ledger is closed', async () => {
    const check = expect(ledger.quickCheckInBackground()).rejects.toThrow('check-cancelled');
    ledger.close();
    await check;
    expect(fixture.open().state.uncleanStop).toBe(false);
  });

  it('can be left at any moment of the thread without harm to the process', async () => {
    const reached = new Set<string>();
    for (let delayMs = 0; delayMs < 100; delayMs += 12) {
      const opened = fixture.open({ file: `${fixture.file}.${delayMs}` });
      const check = opened.quickCheckInBackground().then(
        () => 'whole',
        () => 'left',
      );
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      opened.close();
      reached.add(await check);
      await opened.threadsEnded();
    }
    expect([...reached]).toContain('left');
  });

  it('let the ledger be written meanwhile', async () => {
    const check = ledger.quickCheckInBackground();
    ledger.write((tx) => tx.run("INSERT INTO meta VALUES ('meanwhile', '1')"));
    expect((await check).problems).toEqual([]);
  });

  it('find a damaged page', async () => {
    ledger.close();
    const handle = openSync(fixture.file, 'r+');
    // Within the first ops: the checks at the start look at the last ones only.
    writeSync(handle, Buffer.alloc(64), 0, 64, 4096 * 30 + 200);
    closeSync(handle);
    expect(statSync(fixture.file).size).toBeGreaterThan(4096 * 60);
    const damaged = fixture.open();
    expect((await damaged.quickCheckInBackground()).problems.join()).toMatch(/corrupt|malformed|btree|page|NOTADB/i);
    expect(damaged.state.check.phase).toBe('failed');
  });

  it('find an old op changed behind the back, by the full check only', async () => {
    const database = openConnection(ledger.connectionOptions(), 'write');
    database.exec("DROP TRIGGER op_forbid_update; UPDATE op SET actor = 'q' WHERE seq = 5");
    database.close();
    expect((await ledger.quickCheckInBackground()).problems).toEqual([]);
    expect((await ledger.fullCheck()).problems).toEqual(['op-chain 5 changed-op']);
  });
});
