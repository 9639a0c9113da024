import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AppContract, AppHandlers } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import { exportFileName } from '#shared/domain/exports/ledgers.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { parseDay } from '#shared/kernel/instant.ts';
import type { Job } from '../../jobs/job.ts';
import { findJob, listJobs } from '../../jobs/job-store.ts';
import { makeFolder } from '../../platform/files.ts';
import type { HandlerContext } from '../handler-context.ts';
import { enqueueExport } from './jobs.ts';
import type { ExportJobInput, ExportJobResult } from './jobs.ts';

type StartInput = InputOf<AppContract['exports']['start']>;
type ListedExport = OutputOf<AppContract['exports']['list']>['exports'][number];
const LISTED = 50;

/** Ledgers as files: each export is a job, masked, and logged. */
export function createExportsHandlers(context: HandlerContext): AppHandlers['exports'] {
  return {
    start: (input) => {
      const order: ExportJobInput = {
        name: input.name,
        format: input.format,
        path: targetOf(context, input),
        actor: context.person().id,
        from: dayOf(input.from),
        to: dayOf(input.to),
        status: input.status ?? 'all',
      };
      return context.ledger().write<{ jobId: string }>((tx) => enqueueExport(tx, order));
    },
    cancel: ({ jobId }) => {
      // What has ended already is past cancelling, and that is what was wanted.
      const job = context.ledger().read((tx) => findJob(tx, jobId));
      if (job?.kind === 'export') context.jobs().cancel(jobId);
      return {};
    },
    list: () => ({
      exports: context
        .ledger()
        .read((tx) => listJobs(tx, { kind: 'export', limit: LISTED }))
        .map((job) => listedOf(context, job)),
      defaultFolder: context.settings().exportFolder,
    }),
  };
}

function dayOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const day = parseDay(text);
  if (day === undefined) throw new AppError('invalid-input', 'input-not-valid');
  return day;
}

/** A folder gets the ledger's own file name; only the default folder is made when it is missing. */
function targetOf({ clock, settings }: HandlerContext, { name, format, path }: StartInput): string {
  const fileName = exportFileName(name, format, clock.now());
  if (path === undefined) {
    const folder = settings().exportFolder;
    makeFolder(folder);
    return join(folder, fileName);
  }
  if (isFolder(path)) return join(path, fileName);
  if (!isFolder(dirname(path))) throw new AppError('not-found', 'target-folder-missing');
  return path;
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

const STATES: Readonly<Record<Job['state'], ListedExport['state']>> = {
  waiting: 'queued',
  paused: 'queued',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

function listedOf(context: HandlerContext, job: Job): ListedExport {
  const { name, path } = job.input as ExportJobInput;
  const result = job.result as ExportJobResult | undefined;
  const progress = context.jobs().progressOf(job.id) ?? job.progress;
  const rows = result?.rows ?? progress?.done ?? 0;
  const seconds = ((job.finishedAt ?? context.clock.now()) - (job.startedAt ?? job.createdAt)) / 1000;
  return {
    id: job.id,
    name,
    state: STATES[job.state],
    reason: job.error?.reason ?? null,
    path: result?.path ?? path,
    renamed: result?.renamed ?? false,
    rows,
    total: result?.rows ?? progress?.total ?? 0,
    rowsPerSecond: seconds > 0 ? Math.round(rows / seconds) : 0,
    bytes: result?.bytes ?? 0,
    checksum: result?.checksum ?? null,
    startedAt: job.startedAt ?? job.createdAt,
    finishedAt: job.finishedAt ?? null,
  };
}
