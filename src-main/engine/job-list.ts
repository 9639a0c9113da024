import { createDemonstrationJob } from '../features/jobs/index.ts';
import type { JobPorts } from '../features/handler-context.ts';
import type { OpenedLedger } from '../features/session/index.ts';
import type { JobHandler } from '../jobs/job-runner.ts';

/** Every kind of long work that a ledger can hold. */
export function composeJobs(ports: JobPorts, opened: OpenedLedger): JobHandler[] {
  return [createDemonstrationJob(ports, opened.clock)];
}
