export { createDemonstrationJob } from './demonstration-job.ts';
export { createJobsHandlers } from './handlers.ts';
