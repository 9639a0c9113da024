/** Holds an embedded database until it is killed: for tests of what a killed server leaves behind. */
import { openEmbedded } from './embedded.ts';
import { systemIds } from './ids.ts';
import { silentLog } from './log.ts';

const { url, pid } = await openEmbedded({ dataFolder: process.argv[2] ?? '', log: silentLog, ids: systemIds, mode: 'serve' });
process.stdout.write(`${JSON.stringify({ url, pid })}\n`);
setInterval(() => undefined, 60_000);
