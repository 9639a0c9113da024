import { z } from 'zod';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import { defineJob } from '../../jobs/job-runner.ts';
import type { JobContext, JobHandler } from '../../jobs/job-runner.ts';
import { enqueueJob } from '../../jobs/job-store.ts';
import type { WriteTx } from '../../ledger/index.ts';
import type { JobPorts } from '../handler-context.ts';
import { recordSlotRun, runScreening } from '../screening/index.ts';
import type { ScreenReport } from '../screening/index.ts';

const slot = z.object({ day: z.number().int(), region: z.enum(SLOT_REGIONS) });
const input = z.object({
  /** One slot whose automatic run was missed; without it everything that is due or changed. */
  missed: slot.optional(),
  /** Slots whose automatic run this is; they count as run also when they hold no mail. */
  slots: z.array(slot).optional(),
});
export type ScreeningJobInput = z.infer<typeof input>;

/** Runs of one moment, of each of which at most one waits or runs. */
export function enqueueScreening(tx: WriteTx, order: ScreeningJobInput & { createdBy: string; runAfter?: number }): { jobId: string } {
  const { createdBy, runAfter, ...rest } = order;
  const { missed } = rest;
  const uniqueKey = missed ? `${missed.day}/${missed.region}` : rest.slots ? 'automatic' : 'all';
  const { id } = enqueueJob(tx, {
    kind: 'screening',
    input: rest,
    createdBy,
    uniqueKey,
    priority: missed ? 10 : 0,
    ...(runAfter !== undefined && { runAfter }),
  });
  return { jobId: id };
}

/** Facts may change while a run is at its end; whoever changed them joined this run. */
const MOST_ROUNDS = 5;

export function createScreeningJob(ports: JobPorts): JobHandler {
  return defineJob<ScreeningJobInput>({
    kind: 'screening',
    input,
    run: async (context) => {
      const { missed, slots } = context.input;
      const report = missed ? await runMissed(context, ports, missed) : await runAll(context, ports);
      const now = ports.clock.now();
      ports.ledger.write((tx) => {
        for (const each of slots ?? []) recordSlotRun(tx, each, { now, catchUp: false });
        // Each commit of the run has named the exceptions that it changed.
        tx.emit('screening.changed', {});
      });
      const { watched, raised, withdrawn, selfCleared } = report;
      return { watched, raised, withdrawn, selfCleared };
    },
  });
}

type Slot = z.infer<typeof slot>;

async function runMissed(context: JobContext<ScreeningJobInput>, ports: JobPorts, missed: Slot): Promise<ScreenReport> {
  const report = await runOnce(context, ports, { ...missed, catchUp: true });
  ports.ledger.write((tx) => recordSlotRun(tx, missed, { now: ports.clock.now(), catchUp: true }));
  return report;
}

async function runAll(context: JobContext<ScreeningJobInput>, ports: JobPorts): Promise<ScreenReport> {
  let sums = await runOnce(context, ports, {});
  for (let round = 1; round < MOST_ROUNDS && hasChanged(ports); round++) {
    const next = await runOnce(context, ports, {});
    sums = {
      ...next,
      raised: sums.raised + next.raised,
      withdrawn: sums.withdrawn + next.withdrawn,
      selfCleared: sums.selfCleared + next.selfCleared,
    };
  }
  return sums;
}

function hasChanged({ ledger }: JobPorts): boolean {
  return ledger.read((tx) => tx.pluck('SELECT 1 FROM mail WHERE dirty > 0 LIMIT 1')) !== undefined;
}

function runOnce(
  context: JobContext<ScreeningJobInput>,
  { ledger, clock }: JobPorts,
  range: { day?: number; region?: Slot['region']; catchUp?: boolean },
): Promise<ScreenReport> {
  return runScreening({
    ...range,
    ledger,
    now: clock.now(),
    signal: context.signal,
    onProgress: (done, total) => context.progress({ done, total }),
    pause: () => context.breathe(),
  });
}
