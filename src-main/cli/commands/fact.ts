import type { Command } from 'commander';
import { REGION_WORDS } from '#shared/domain/exports/words.ts';
import { cityKeyOf } from '#shared/domain/divisions/places.ts';
import type { MailRecordArgs } from '#shared/domain/mail/record-op.ts';
import type { Region } from '#shared/domain/screening/vocabulary.ts';
import { REGIONS } from '#shared/domain/screening/vocabulary.ts';
import { formatInstant } from '#shared/kernel/instant.ts';
import { recordMail } from '../../engine/screening.ts';
import { instantOption, mailNoArgument, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { actorOf, runOnLedger } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';

type FactOptions = CommonOptions & {
  region?: string;
  recall?: string;
  redirect?: string;
  at?: string;
  remark?: string;
  reason: string;
};

export function registerFact(program: Command): void {
  withCommonOptions(program.command('fact'))
    .description('登记人对一件邮件的说明')
    .argument('<mailNo>')
    .option('--region <region>', `改区域：${REGIONS.join(' ')}`)
    .option('--recall <iso>', '寄件人撤回的时间')
    .option('--redirect <province/city>', '改址到，例如 湖南/长沙')
    .option('--at <iso>', '改址的时间，默认现在')
    .option('--remark <text>', '备注')
    .requiredOption('--reason <text>', '理由')
    .action((text: string, options: FactOptions) =>
      runOnLedger(
        options,
        () => void factArgs(options, 0),
        async (context) => {
          const { workspace, output } = context;
          const mailNo = mailNoArgument(text);
          const now = workspace.clock.now();
          const args = factArgs(options, now);
          const actor = await actorOf(context, 'mail.record');
          workspace.ledger.write((tx) => recordMail(tx, { mailNo, args, actor, now, opId: workspace.ids.uuid(now) }));
          output.document({ mailNo, applied: true, recorded: recordedDocument(args) }, () => `已登记 ${mailNo}`);
        },
      ),
    );
}

/** What was stated, checked; usage errors name the option. */
export function factArgs(options: Omit<FactOptions, keyof CommonOptions>, now: number): MailRecordArgs {
  const args: MailRecordArgs = { reason: options.reason };
  if (options.reason.trim() === '') throw new UsageError('option-missing', { option: '--reason' });
  if (options.region !== undefined) args.region = regionOf(options.region);
  const recallAt = instantOption(options.recall, '--recall');
  if (recallAt !== undefined) args.recallAt = recallAt;
  if (options.remark !== undefined && options.remark !== '') args.remark = options.remark;
  if (options.at !== undefined && options.redirect === undefined) throw new UsageError('option-missing', { option: '--redirect' });
  if (options.redirect !== undefined) {
    args.redirect = redirectOf(options.redirect, instantOption(options.at, '--at') ?? now);
  }
  if (args.region === undefined && recallAt === undefined && !args.redirect && args.remark === undefined) {
    throw new UsageError('nothing-to-record');
  }
  return args;
}

/** What was recorded, its instants as ISO texts. */
function recordedDocument({ region, recallAt, redirect, remark, reason }: MailRecordArgs) {
  return {
    region: region ?? null,
    regionName: region === undefined ? null : REGION_WORDS[region],
    recallAt: recallAt === undefined ? null : formatInstant(recallAt),
    redirect: redirect === undefined ? null : { ...redirect, at: formatInstant(redirect.at) },
    remark: remark ?? null,
    reason,
  };
}

function regionOf(text: string): Region {
  const region = REGIONS.find((each) => each === text || REGION_WORDS[each] === text);
  if (region === undefined) throw new UsageError('choice-not-valid', { option: '--region', value: text });
  return region;
}

function redirectOf(text: string, at: number): NonNullable<MailRecordArgs['redirect']> {
  const [province = '', city = ''] = text.split('/').map((part) => part.trim());
  const cityKey = cityKeyOf({ province, city: city === '' ? province : city });
  if (cityKey === null) throw new UsageError('place-unknown', { option: '--redirect', value: text });
  return { cityKey, place: text, at };
}
