import { hostname } from 'node:os';
import type { Command } from 'commander';
import { formatInstant } from '#shared/kernel/instant.ts';
import { enrolWorkspace, outboxOf, quarantineOf, syncWorkspace } from '../../engine/syncing.ts';
import { EXIT } from '../exit-codes.ts';
import { withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { actorOf, noWish, runOnLedger } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';

type EnrolOptions = CommonOptions & { server?: string; code?: string; deviceName?: string; allowTestLedger?: boolean };

export function registerEnrol(program: Command): void {
  withCommonOptions(program.command('enrol'))
    .description('用一次性邀请码把账本接入服务器')
    .option('--server <url>', '服务器地址')
    .option('--code <code>', '主管给的一次性邀请码')
    .option('--device-name <name>', '这台电脑的名字，默认主机名')
    .option('--allow-test-ledger', '测试账本也接入（只为测试）')
    .action((options: EnrolOptions) =>
      runOnLedger(
        options,
        () => wishOf(options),
        async (context, wish) => {
          const user = await actorOf(context, 'sync.enrol');
          const joined = await enrolWorkspace(context.workspace, { ...wish, user, allowTest: options.allowTestLedger === true });
          const { url, serverName, waiting } = joined;
          context.output.document(
            { server: { url, name: serverName }, waiting },
            () => `已接入 ${serverName}（${url}）；待上传 ${waiting.ops} 条操作、${waiting.mails} 件邮件`,
          );
        },
      ),
    );
}

function wishOf({ server, code, deviceName }: EnrolOptions): { url: string; code: string; deviceName: string } {
  if (server === undefined) throw new UsageError('option-missing', { option: '--server' });
  if (code === undefined) throw new UsageError('option-missing', { option: '--code' });
  return { url: server, code, deviceName: (deviceName ?? hostname()).slice(0, 80) };
}

export function registerSync(program: Command): void {
  withCommonOptions(program.command('sync'))
    .description('与服务器完整同步一次')
    .action((options: CommonOptions) =>
      runOnLedger(options, noWish, async ({ workspace, output }) => {
        const done = await syncWorkspace(workspace);
        const { complete, pushed, facts, received, failure, verdicts, waiting, behind, lastExchangeAt } = done;
        const lastAt = lastExchangeAt === null ? null : formatInstant(lastExchangeAt);
        output.document({ complete, pushed, facts, received, failure, verdicts, waiting, behind, lastExchangeAt: lastAt }, () =>
          [
            failure === null ? '已同步' : `未完成：${failure}`,
            `上传 ${pushed} 条操作、${facts} 件邮件，收到 ${received} 条`,
            ...Object.entries(verdicts).map(([verdict, count]) => `${verdict} ${count}`),
          ].join('\n'),
        );
        return complete ? EXIT.done : EXIT.failed;
      }),
    );
}

export function registerOutbox(program: Command): void {
  withCommonOptions(program.command('outbox'))
    .description('还没有上传的操作和邮件')
    .action((options: CommonOptions) =>
      runOnLedger(options, noWish, ({ workspace, output }) => {
        const { ops, mails, entries } = outboxOf(workspace);
        const listed = entries.map(({ seq, kind, subject, actorName, occurredAt }) => ({
          seq,
          kind,
          subject,
          actor: actorName,
          occurredAt: formatInstant(occurredAt),
        }));
        output.document({ ops, mails, entries: listed }, () =>
          [`待上传 ${ops} 条操作、${mails} 件邮件`, ...listed.map((each) => `${each.seq} ${each.kind} ${each.subject}`)].join('\n'),
        );
      }),
    );
}

export function registerQuarantine(program: Command): void {
  withCommonOptions(program.command('quarantine'))
    .description('服务器没有照原样接受的操作')
    .action((options: CommonOptions) =>
      runOnLedger(options, noWish, ({ workspace, output }) => {
        const { entries, total } = quarantineOf(workspace);
        const listed = entries.map(({ seq, kind, subject, actorName, occurredAt, text, verdict, code, detail, seenAt }) => ({
          seq,
          kind,
          subject,
          actor: actorName,
          occurredAt: formatInstant(occurredAt),
          text,
          verdict,
          code,
          detail,
          seen: seenAt !== null,
        }));
        output.document({ total, entries: listed }, () =>
          [`共 ${total} 条`, ...listed.map((each) => `${each.seq} ${each.kind} ${each.subject} ${each.verdict} ${each.code}`)].join('\n'),
        );
      }),
    );
}
