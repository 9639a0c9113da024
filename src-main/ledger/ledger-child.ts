/**
 * A process of its own for the tests of kills and of second instances: opens the ledger named
 * by its arguments and appends ops one by one, printing each number only after its commit.
 */
import { systemClock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import { systemTimers } from '../platform/timers.ts';
import { openLedger } from './open-ledger.ts';
import { appendOp } from './op-log.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { writeSync } from 'node:fs';

const [file = '', keyHex = '', mode = 'write'] = process.argv.slice(2);
const LONG_ENOUGH_MS = 600_000;
const clock = systemClock();

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

function main(): void {
  const ledger = openLedger({ file, key: Buffer.from(keyHex, 'hex'), clock, appVersion: '0.0.0-test' });
  say(`open ${ledger.state.uncleanStop}`);
  if (mode === 'hold') {
    void systemTimers.wait(LONG_ENOUGH_MS);
    return;
  }
  const ids = systemIds();
  for (;;) {
    const id = ids.uuid(clock.now());
    const { seq } = ledger.write((tx) => {
      tx.run("INSERT INTO meta VALUES ('counter', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value + 1 AS TEXT)");
      return appendOp(tx, { id, kind: 'noted', entity: 'e', entityId: '1', args: { text: '记录'.repeat(200) }, actor: 'p', occurredAt: 1 });
    });
    say(`${seq} ${id}`);
  }
}

try {
  main();
} catch (error) {
  if (!isAppError(error)) throw error;
  say(`refused ${error.reason}`);
}
