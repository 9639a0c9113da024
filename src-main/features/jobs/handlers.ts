import type { AppHandlers } from '#shared/contract/contract.ts';
import { findJob, listJobs } from '../../jobs/job-store.ts';
import type { Job, JobState } from '../../jobs/job.ts';
import type { HandlerContext } from '../handler-context.ts';

type ListedJob = Awaited<ReturnType<AppHandlers['jobs']['list']>>['jobs'][number];

const LISTED = 50;
const STATES: Readonly<Record<JobState, ListedJob['state']>> = {
  waiting: 'queued',
  running: 'running',
  paused: 'paused',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

export function createJobsHandlers(context: HandlerContext): AppHandlers['jobs'] {
  return {
    list: () => {
      const jobs = context.ledger().read((tx) => listJobs(tx, { limit: LISTED }));
      return { jobs: jobs.map((job) => listed(context, job)) };
    },
    cancel: ({ jobId }) => {
      const job = context.ledger().read((tx) => findJob(tx, jobId));
      // What has ended already is past cancelling, and that is what was wanted.
      if (job) context.jobs().cancel(jobId);
      return {};
    },
  };
}

function listed(context: HandlerContext, job: Job): ListedJob {
  const progress = context.jobs().progressOf(job.id) ?? job.progress;
  return {
    id: job.id,
    kind: job.kind,
    state: STATES[job.state],
    done: progress?.done ?? 0,
    total: progress?.total ?? 0,
    reason: job.error?.reason ?? null,
    startedAt: job.startedAt ?? null,
  };
}
