import { createExportJobs } from '../features/exports/index.ts';
import type { JobPorts } from '../features/handler-context.ts';
import {
  createBackupJob,
  createDemonstrationJob,
  createImportJob,
  createRetentionJob,
  createScreeningJob,
} from '../features/jobs/index.ts';
import type { LedgerPlaces, OpenedLedger } from '../features/session/index.ts';
import type { JobHandler } from '../jobs/job-runner.ts';

/** Every kind of long work that a ledger can hold. */
export function composeJobs(ports: JobPorts, opened: OpenedLedger, places: LedgerPlaces): JobHandler[] {
  return [
    createDemonstrationJob(ports, opened.clock),
    createImportJob(ports),
    createScreeningJob(ports),
    createBackupJob(ports, places.backupFolder),
    createRetentionJob(ports),
    ...createExportJobs(ports),
  ];
}
