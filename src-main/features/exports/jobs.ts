import { z } from 'zod';
import type { ExportAnswer } from '#shared/domain/exports/export-task.ts';
import { LEDGER_NAMES } from '#shared/domain/exports/ledgers.ts';
import { EXCEPTION_STATUSES } from '#shared/domain/screening/vocabulary.ts';
import { defineJob } from '../../jobs/job-runner.ts';
import type { JobHandler } from '../../jobs/job-runner.ts';
import { enqueueJob } from '../../jobs/job-store.ts';
import type { WriteTx } from '../../ledger/index.ts';
import type { JobPorts } from '../handler-context.ts';
import { exportLedger } from './export-ledger.ts';

export const exportInput = z.object({
  name: z.enum(LEDGER_NAMES),
  format: z.enum(['xlsx', 'csv']),
  path: z.string(),
  actor: z.string(),
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
  status: z.enum([...EXCEPTION_STATUSES, 'all']),
});
export type ExportJobInput = z.infer<typeof exportInput>;
/** What a finished export job answers. */
export type ExportJobResult = Pick<ExportAnswer, 'path' | 'renamed' | 'bytes' | 'rows'> & { checksum: string | null };

/** Puts an export into the ledger's jobs; two to one path are one. A failure is told at once, not tried again. */
export function enqueueExport(tx: WriteTx, order: ExportJobInput): { jobId: string } {
  const { id } = enqueueJob(tx, { kind: 'export', input: order, createdBy: order.actor, uniqueKey: order.path, maxAttempts: 1 });
  return { jobId: id };
}

export function createExportJobs(ports: JobPorts): JobHandler[] {
  return [
    defineJob<ExportJobInput>({
      kind: 'export',
      input: exportInput,
      run: async ({ input, signal, progress }): Promise<ExportJobResult> => {
        const { path, renamed, bytes, rows, sheets } = await exportLedger(input, ports, {
          signal,
          onProgress: (now) => progress({ done: now.rows, total: now.total }),
        });
        return { path, renamed, bytes, rows, checksum: sheets[0]?.checksum ?? null };
      },
    }),
  ];
}
