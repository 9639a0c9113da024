import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { assert } from '#shared/kernel/assert.ts';
import { MINUTE_MS, SECOND_MS } from '#shared/kernel/instant.ts';
import { readEpoch } from '../accounts/epoch.ts';
import { createFileStore } from '../files/file-store.ts';
import { createHttp } from '../http/create-http.ts';
import type { Http } from '../http/create-http.ts';
import { DEFAULT_LIMITS } from '../http/parts.ts';
import { systemClock } from '../platform/clock.ts';
import { checkListening } from '../platform/config.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { errorFields } from '../platform/log.ts';
import type { Log } from '../platform/log.ts';
import { openDatabase, prepareDatabase } from './open-database.ts';
import { oplog } from './oplog.ts';

export type Running = {
  readonly url: string;
  readonly epoch: string;
  /** Finishes what runs, closes the connections, ends the embedded database: in this order. */
  stop(): Promise<void>;
};

const SWEEP_MS = 10 * MINUTE_MS;
/** Requests that are not over by then are cut off: their devices send them again. */
const GRACE_MS = 20 * SECOND_MS;

/** Starts everything: database, schema, face. What was started is ended again when a later step fails. */
export async function startServer(config: Config, log: Log): Promise<Running> {
  checkListening(config);
  const opened = await openDatabase(config, { log, mode: 'serve' });
  try {
    const applied = await prepareDatabase(opened.database);
    const epoch = await opened.database.transaction((tx) => readEpoch(tx), { readOnly: true });
    const http = createFace(config, opened.database, log);
    await http.app.listen({ host: config.host, port: config.port });
    const stopSweeping = sweepAtTimes(http, log);
    const url = urlOf(config, http);
    log.info('server-started', { url, epoch, migrationsApplied: applied });
    const stop = async (): Promise<void> => {
      stopSweeping();
      await closeFace(http, log);
      await opened.close();
      log.info('server-stopped');
    };
    return { url, epoch, stop };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function createFace(config: Config, database: Database, log: Log): Http {
  return createHttp({
    database,
    oplog,
    log,
    clock: systemClock,
    files: createFileStore(join(config.dataFolder, 'blobs')),
    serverName: config.serverName,
    tls: config.tls,
    behindProxy: config.behindProxy,
    processMetrics: true,
    limits: {
      inFlight: config.maxInFlight,
      perDevice: {
        perSecond: config.deviceRate,
        burst: config.deviceRate * (DEFAULT_LIMITS.perDevice.burst / DEFAULT_LIMITS.perDevice.perSecond),
      },
    },
  });
}

function urlOf({ host, tls }: Config, { app }: Http): string {
  const address: AddressInfo | string | null = app.server.address();
  assert(address !== null && typeof address === 'object', 'a listening server has an address');
  const name = host.includes(':') ? `[${host}]` : host;
  return `${tls === undefined ? 'http' : 'https'}://${name}:${address.port}`;
}

function sweepAtTimes(http: Http, log: Log): () => void {
  const timer = setInterval(() => {
    http.sweep().catch((error: unknown) => log.warn('sweep-failed', errorFields(error)));
  }, SWEEP_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function closeFace(http: Http, log: Log): Promise<void> {
  const cut = setTimeout(() => {
    log.warn('requests-cut-off');
    http.app.server.closeAllConnections();
  }, GRACE_MS);
  await http.close();
  clearTimeout(cut);
}
