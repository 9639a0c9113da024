/** Brings the index of search up, in a process that may be killed; says so when it begins and when it is done. */
import { indexAll } from '#main/features/search/index.ts';
import { openLedger } from '#main/ledger/index.ts';
import { systemClock } from '#main/platform/clock.ts';
import { silentLog } from '#main/platform/log.ts';
import { sourceWorkerEntry } from '#main/platform/worker-entry.ts';
import { systemTimers } from '#main/platform/timers.ts';

const [file = '', keyHex = ''] = process.argv.slice(2);
const clock = systemClock();
const ledger = openLedger({ file, key: Buffer.from(keyHex, 'hex'), clock, appVersion: '0.0.0' });
process.stdout.write('begun\n');
await indexAll({ ledger, clock, timers: systemTimers, log: silentLog, workerEntry: sourceWorkerEntry });
process.stdout.write('done\n');
ledger.close();
