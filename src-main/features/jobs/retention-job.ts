import { z } from 'zod';
import { dayOf } from '#shared/kernel/instant.ts';
import { defineJob } from '../../jobs/job-runner.ts';
import type { JobHandler } from '../../jobs/job-runner.ts';
import { enqueueJob } from '../../jobs/job-store.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { backupStatus } from '../../ledger/index.ts';
import type { JobPorts } from '../handler-context.ts';
import { retire } from '../retention/index.ts';

/** Behind the day's backup in one lane, so that what leaves is kept there once more. */
export const BACKUP_LANE = 'backup';

export function enqueueRetention(tx: WriteTx, order: { createdBy: string }): void {
  enqueueJob(tx, { kind: 'retention', input: {}, createdBy: order.createdBy, uniqueKey: 'retention', priority: -1 });
}

/** What an interrupted run left is found by the next one; without a backup of the day nothing leaves. */
export function createRetentionJob(ports: JobPorts): JobHandler {
  const { ledger, clock, log } = ports;
  return defineJob({
    kind: 'retention',
    lane: BACKUP_LANE,
    input: z.object({}),
    run: async ({ signal, progress }) => {
      const { lastAt } = ledger.read((tx) => backupStatus(tx, clock.now()));
      if (lastAt === undefined || dayOf(lastAt) !== dayOf(clock.now())) return { mails: 0, events: 0 };
      const { retentionDays } = ports.settings();
      const planned = await retire({ ...ports, retentionDays, dryRun: true, signal });
      log.info('retention-planned', { mails: planned.mails, events: planned.events });
      if (planned.mails === 0) return { mails: 0, events: 0 };
      const { mails, events } = await retire({
        ...ports,
        retentionDays,
        dryRun: false,
        signal,
        onProgress: (done, total) => progress({ done, total }),
      });
      ledger.announce('screening.changed', {});
      return { mails, events };
    },
  });
}
