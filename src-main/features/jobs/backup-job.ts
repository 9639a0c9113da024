import { z } from 'zod';
import { defineJob } from '../../jobs/job-runner.ts';
import type { JobHandler } from '../../jobs/job-runner.ts';
import { enqueueJob } from '../../jobs/job-store.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { findMeta, runBackup, setMeta } from '../../ledger/index.ts';
import type { JobPorts } from '../handler-context.ts';
import { readSettings } from '../settings/index.ts';
import { BACKUP_LANE } from './retention-job.ts';

const PROBLEM = 'backup-problem';
const input = z.object({ reason: z.enum(['daily', 'manual']) });

export function enqueueBackup(tx: WriteTx, order: { reason: 'daily' | 'manual'; createdBy: string }): { jobId: string } {
  const { reason, createdBy } = order;
  const { id } = enqueueJob(tx, { kind: 'backup', input: { reason }, createdBy, uniqueKey: 'backup', maxAttempts: 3 });
  return { jobId: id };
}

/** Why the last backup, or its second copy, was refused; null when both were made. */
export function lastBackupProblem(tx: ReadTx): string | null {
  const problem = findMeta(tx, PROBLEM) ?? '';
  return problem === '' ? null : problem;
}

/** A checked backup with its second copy; it may be cancelled and is made anew after a stop. */
export function createBackupJob(ports: JobPorts, folder: string): JobHandler {
  const { ledger } = ports;
  const note = (problem: string): void => ledger.write((tx) => setMeta(tx, PROBLEM, problem));
  return defineJob({
    kind: 'backup',
    lane: BACKUP_LANE,
    input,
    run: async ({ signal, progress }) => {
      const secondFolder = ledger.read((tx) => readSettings(tx)).secondBackupFolder;
      try {
        const done = await runBackup(ports, {
          folder,
          ...(secondFolder !== null && { secondFolder }),
          signal,
          onProgress: ({ done: bytes, total, phase }) => progress({ done: bytes, total, phase }),
        });
        note(done.second !== undefined && 'refused' in done.second ? done.second.refused : '');
        return { file: done.file, bytes: done.bytes };
      } catch (error) {
        if (ledger.isOpen && !signal.aborted) note(reasonOf(error));
        throw error;
      }
    },
  });
}

function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'reason' in error ? String(error.reason) : 'bug';
}
