import type { Command } from 'commander';
import { eraseMail, tryErase } from '../../engine/administration.ts';
import { mailNoArgument, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { actorOf, runOnLedger } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';

type EraseOptions = CommonOptions & { mail: string; reason?: string; dryRun?: boolean };
const REASON_MAX = 500;

export function registerErase(program: Command): void {
  withCommonOptions(program.command('erase'))
    .description('删除一件邮件的个人信息：收件人、电话、地址、轨迹原文和写下的话；操作链照旧可核对')
    .requiredOption('--mail <mailNo>', '邮件号')
    .option('--reason <text>', '依据，写进操作流水，不要写姓名和电话')
    .option('--dry-run', '只数，不删')
    .action((options: EraseOptions) =>
      runOnLedger(
        options,
        () => wishOf(options),
        async (context, { mailNo, reason }) => {
          const { workspace, output } = context;
          const { ledger, clock, ids } = workspace;
          const isDry = options.dryRun === true;
          const actor = await actorOf(context, 'data.erase');
          const now = clock.now();
          const erased = isDry
            ? ledger.read((tx) => tryErase(tx, mailNo))
            : ledger.write((tx) => eraseMail(tx, { mailNo, reason, actor, now, opId: ids.uuid(now) }));
          const { statements, events, ops, records } = erased;
          output.document(
            { mailNo, dryRun: isDry, ...erased },
            () => `${isDry ? '将删除' : '已删除'} ${mailNo}：资料 ${statements}，轨迹 ${events}，操作 ${ops}，登记 ${records}`,
          );
        },
      ),
    );
}

function wishOf({ mail, reason = '', dryRun = false }: EraseOptions): { mailNo: string; reason: string } {
  const text = reason.trim();
  if (!dryRun && text === '') throw new UsageError('option-missing', { option: '--reason' });
  return { mailNo: mailNoArgument(mail), reason: text.slice(0, REASON_MAX) };
}
