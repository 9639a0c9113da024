import type { Command } from 'commander';
import { AppError } from '#shared/kernel/app-error.ts';
import { DAY_MS, formatInstant } from '#shared/kernel/instant.ts';
import { findByStaffNo } from '../accounts/accounts.ts';
import { compact, listQuarantine, resolveQuarantine } from '../oplog/index.ts';
import { systemClock } from '../platform/clock.ts';
import { runOnDatabase } from './run-command.ts';
import type { CommandOptions } from './run-command.ts';

const LISTED = 500;
/** Devices that were away for longer begin their streams anew. */
const KEPT_DAYS = 90;

export function registerCompact(program: Command): void {
  program
    .command('compact')
    .description('清理数据流中已被取代的旧行')
    .option('--days <days>', '保留最近多少天', String(KEPT_DAYS))
    .option('--dry-run', '只统计，不改动')
    .option('--json', '以 JSON 输出')
    .action((options: CommandOptions & { days: string; dryRun?: boolean }) =>
      runOnDatabase({ ...options, prepare: false }, async ({ database, show }) => {
        const days = Number(options.days);
        if (!Number.isInteger(days) || days < 1) throw new AppError('invalid-input', 'days-invalid');
        const now = systemClock.now();
        const streams = await compact(database, { before: now - days * DAY_MS, dryRun: options.dryRun === true, now });
        show({ dryRun: options.dryRun === true, streams }, () => `涉及 ${streams.length} 个数据流`);
      }),
    );
}

export function registerQuarantine(program: Command): void {
  const quarantine = program.command('quarantine').description('待主管处理的变更');
  quarantine
    .command('list')
    .description('列出尚未处理的变更')
    .option('--json', '以 JSON 输出，含变更内容')
    .action((options: CommandOptions) =>
      runOnDatabase({ ...options, prepare: false }, async ({ database, show }) => {
        const found = await database.transaction((tx) => listQuarantine(tx, LISTED), { readOnly: true });
        const entries = found.map(({ receivedAt, ...rest }) => ({ ...rest, receivedAt: formatInstant(receivedAt) }));
        const line = (entry: (typeof entries)[number]): string =>
          [entry.inc, entry.mid, entry.reason, entry.mutation.kind, entry.receivedAt].join('\t');
        show({ entries }, () => entries.map(line).join('\n'));
      }),
    );
  quarantine
    .command('resolve')
    .description('标记为已处理；内容仍留在日志中')
    .argument('<inc>', '设备线编号')
    .argument('<mid>', '变更序号')
    .requiredOption('--staff-no <number>', '处理人工号')
    .option('--json', '以 JSON 输出')
    .action((inc: string, mid: string, options: CommandOptions & { staffNo: string }) =>
      runOnDatabase({ ...options, prepare: false }, async ({ database, show }) => {
        await database.transaction(async (tx) => {
          const person = await findByStaffNo(tx, options.staffNo);
          if (person === undefined) throw new AppError('not-found', 'staff-no-unknown');
          const by = { personId: person.personId, now: systemClock.now() };
          if (!(await resolveQuarantine(tx, { inc, mid: Number(mid) }, by))) throw new AppError('not-found', 'not-in-quarantine');
        });
        show({ inc, mid: Number(mid), resolved: true }, () => `已标记 ${inc} ${mid}`);
      }),
    );
}
