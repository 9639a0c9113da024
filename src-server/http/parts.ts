import type { FileStore } from '../files/file-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { Log } from '../platform/log.ts';
import type { Rate } from './limits.ts';
import type { OplogPort } from './oplog-port.ts';

export type HttpLimits = {
  /** Signed requests of one device. */
  readonly perDevice: Rate;
  /** Attempts to join, and failures to prove who one is, from one address. */
  readonly perAddress: Rate;
  /** Requests answered at once. */
  readonly inFlight: number;
  /** Devices that may wait to be told of changes. */
  readonly listeners: number;
};

export const DEFAULT_LIMITS: HttpLimits = {
  perDevice: { perSecond: 50, burst: 200 },
  perAddress: { perSecond: 0.5, burst: 30 },
  inFlight: 64,
  listeners: 5000,
};

export type HttpParts = {
  readonly database: Database;
  readonly oplog: OplogPort;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Shown to people who join. */
  readonly serverName: string;
  readonly limits?: Partial<HttpLimits>;
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** A proxy of ours stands in front and says whose request it is. */
  readonly behindProxy?: boolean;
  /** Numbers of the process beside our own; off in tests. */
  readonly processMetrics?: boolean;
  /** How often waiting devices are looked after; 0: never. Default 1 s. */
  readonly pokeEveryMs?: number;
};
