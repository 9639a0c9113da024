export { createBackupJob, enqueueBackup, lastBackupProblem } from './backup-job.ts';
export { createDemonstrationJob } from './demonstration-job.ts';
export { createJobsHandlers } from './handlers.ts';
export { createImportJob, enqueueImport, unreadFileOf } from './import-job.ts';
export type { ImportJobInput } from './import-job.ts';
export { createRetentionJob, enqueueRetention } from './retention-job.ts';
export { createScreeningJob, enqueueScreening } from './screening-job.ts';
