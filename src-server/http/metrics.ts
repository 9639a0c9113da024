import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { ReplyOf } from '#shared/wire/messages.ts';
import type { Database, Tx } from '../platform/database.ts';

export type Metrics = {
  /** The same database, measured: commits and waits for the heads of streams. */
  observed(database: Database): Database;
  request(route: string, status: number, seconds: number): void;
  push(reply: ReplyOf<'push'>): void;
  refused(reason: string): void;
  render(gauges: { epoch: string; inFlight: number; listeners: number }): Promise<string>;
};

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10];
/** The statement of the op log that waits for its turn in a stream. */
const TAKES_HEAD = /\bstream_head\b[\s\S]*\bFOR UPDATE\b/iu;

/** Counters and times for Prometheus; names of routes, verdicts and reasons only. */
export function createMetrics({ process: ofProcess }: { process: boolean }): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const made = makeInstruments(registry);
  return {
    observed: (database) => ({ close: () => database.close(), transaction: (work, options) => observe(made, database, { work, options }) }),
    request: (route, status, seconds) => made.requests.observe({ route, status: String(status) }, seconds),
    push: ({ results }) => {
      for (const { verdict } of results) made.verdicts.inc({ verdict });
    },
    refused: (reason) => made.refusals.inc({ reason }),
    render: async ({ epoch, inFlight, listeners }) => {
      made.epoch.reset();
      made.epoch.set({ epoch }, 1);
      made.inFlight.set(inFlight);
      made.listeners.set(listeners);
      return registry.metrics();
    },
  };
}

function makeInstruments(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Histogram({
      name: 'youshao_request_seconds',
      help: 'Requests by route and status',
      labelNames: ['route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    commits: new Histogram({
      name: 'youshao_commit_seconds',
      help: 'Time from the end of the work to the committed transaction',
      buckets: SECONDS,
      registers,
    }),
    headWaits: new Histogram({
      name: 'youshao_head_lock_seconds',
      help: 'Time until the head of a stream was locked',
      buckets: SECONDS,
      registers,
    }),
    verdicts: new Counter({ name: 'youshao_verdicts_total', help: 'Mutations by verdict', labelNames: ['verdict'], registers }),
    refusals: new Counter({
      name: 'youshao_refusals_total',
      help: 'Requests that were refused, by reason',
      labelNames: ['reason'],
      registers,
    }),
    epoch: new Gauge({ name: 'youshao_epoch', help: 'The line of time that is served', labelNames: ['epoch'], registers }),
    inFlight: new Gauge({ name: 'youshao_requests_in_flight', help: 'Requests being answered', registers }),
    listeners: new Gauge({ name: 'youshao_poke_listeners', help: 'Devices that wait to be told of changes', registers }),
  };
}

type Instruments = ReturnType<typeof makeInstruments>;
type Work<T> = { work: (tx: Tx) => Promise<T>; options: Parameters<Database['transaction']>[1] };

async function observe<T>({ commits, headWaits }: Instruments, database: Database, { work, options }: Work<T>): Promise<T> {
  let worked = 0;
  const timed = (tx: Tx): Tx => ({
    query: async <Row extends object>(sql: string, params?: readonly unknown[]) => {
      if (!TAKES_HEAD.test(sql)) return tx.query<Row>(sql, params);
      const from = performance.now();
      const rows = await tx.query<Row>(sql, params);
      headWaits.observe((performance.now() - from) / 1000);
      return rows;
    },
  });
  const result = await database.transaction(async (tx) => {
    const value = await work(timed(tx));
    worked = performance.now();
    return value;
  }, options);
  if (options?.readOnly !== true) commits.observe((performance.now() - worked) / 1000);
  return result;
}
