import { existsSync, statSync } from 'node:fs';
import type { AppHandlers } from '#shared/contract/contract.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { listJobs } from '../../jobs/job-store.ts';
import { backupStatus, findMeta } from '../../ledger/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { enqueueBackup, enqueueScreening, lastBackupProblem } from '../jobs/index.ts';
import type { Erased } from '../retention/index.ts';
import { eraseMail, retire, tryErase } from '../retention/index.ts';
import { readSettings, writeSettings } from '../settings/index.ts';
import { verifyLedger } from '../verification/index.ts';
import { listAllBackups } from './backup-list.ts';
import { inspectBackup, restore } from './restore.ts';
import type { RestorePorts } from './restore.ts';

type Status = Awaited<ReturnType<AppHandlers['safety']['status']>>;
const MOST_DIFFERENCES = 200;

export type SafetyParts = { readonly backupFolder: string; readonly restore: RestorePorts };

export function createSafetyHandlers(context: HandlerContext, parts: SafetyParts): AppHandlers['safety'] {
  return {
    status: () => statusOf(context, parts.backupFolder),
    backUpNow: () => {
      assertReal(context);
      const createdBy = context.person().id;
      return context.ledger().write<{ jobId: string }>((tx) => enqueueBackup(tx, { reason: 'manual', createdBy }));
    },
    setSecondFolder: ({ path }) => {
      if (path !== null && !(existsSync(path) && statSync(path).isDirectory())) throw new AppError('not-found', 'folder-not-found');
      context.ledger().write((tx) => {
        writeSettings(tx, { secondBackupFolder: path });
        tx.emit('safety.changed', {});
      });
      return {};
    },
    restore: (input) => restore(parts.restore, input),
    inspectBackup: ({ path }) => inspectBackup(parts.restore, path),
    verify: () => verify(context),
    retention: async ({ dryRun }, _caller, signal) => {
      if (!dryRun && !mayDo(context.person().role, 'ledger.retention')) throw new AppError('forbidden', 'not-permitted');
      const { retentionDays } = context.settings();
      const done = await retire({ ...context, ledger: context.ledger(), retentionDays, dryRun, signal });
      if (!dryRun) context.publish('screening.changed', {});
      return done;
    },
    erase: ({ mailNo, reason, dryRun }) => {
      if (dryRun) return context.ledger().read<Erased>((tx) => tryErase(tx, mailNo));
      const now = context.clock.now();
      const request = { mailNo, reason, actor: context.person().id, now, opId: context.ids.uuid(now) };
      return context.ledger().write<Erased>((tx) => {
        const done = eraseMail(tx, request);
        enqueueScreening(tx, { createdBy: request.actor });
        return done;
      });
    },
  };
}

function statusOf(context: HandlerContext, folder: string): Status {
  const ledger = context.ledger();
  const now = context.clock.now();
  const { secondFolder, status, isRunning, lastProblem, since } = ledger.read((tx) => ({
    secondFolder: readSettings(tx).secondBackupFolder,
    status: backupStatus(tx, now),
    isRunning: listJobs(tx, { kind: 'backup', states: ['waiting', 'running'], limit: 1 }).length > 0,
    lastProblem: lastBackupProblem(tx),
    since: findMeta(tx, 'backup-last'),
  }));
  return {
    folder,
    secondFolder,
    secondLastAt: status.secondLastAt ?? null,
    // A folder chosen today is not late before its first backup had a day.
    secondReminder: secondFolder !== null && since !== undefined && status.isSecondOverdue,
    backups: listAllBackups(folder, ledger.file),
    running: isRunning,
    lastProblem,
    lastFullCheckAt: ledger.lastFullCheckAt() ?? null,
    check: ledger.state.check.phase,
  };
}

async function verify({ ledger, clock, timers }: HandlerContext): Promise<{ ok: boolean; differences: string[]; opsChecked: number }> {
  const done = await verifyLedger({ ledger: ledger(), now: clock.now(), pause: () => timers.yieldToLoop() });
  const differences = done.differences
    .slice(0, MOST_DIFFERENCES)
    .map(({ what, id, expected, stored }) => `${what} ${id}: ${expected} ≠ ${stored}`);
  return { ok: done.ok, differences, opsChecked: done.opsChecked };
}

/** A demonstration is thrown away, never kept. */
function assertReal(context: HandlerContext): void {
  if (context.kind() === 'demonstration') throw new AppError('forbidden', 'not-permitted');
}
