import type { Command } from 'commander';
import { REGION_WORDS } from '#shared/domain/exports/words.ts';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import { formatDay, parseDay } from '#shared/kernel/instant.ts';
import { ensureFolded, readCoverage, rulesAt, runScreening } from '../../engine/screening.ts';
import type { SlotRow } from '../../engine/screening.ts';
import { choiceOption, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { runOnLedger } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';

type ScreenOptions = CommonOptions & { day?: string; region?: string };

export function registerScreen(program: Command): void {
  withCommonOptions(program.command('screen'))
    .description('筛查到期和有变化的邮件')
    .option('--day <date>', '只筛这一天的应筛（YYYY-MM-DD）')
    .option('--region <region>', `只筛这个区域：${SLOT_REGIONS.join(' ')}`)
    .action((options: ScreenOptions) =>
      runOnLedger(
        options,
        () => slotWish(options),
        async ({ workspace, output }, wish) => {
          const report = await runScreening({
            ledger: workspace.ledger,
            now: workspace.clock.now(),
            ...wish,
            onProgress: (done, total) => output.progress(`已筛 ${done}/${total}`),
          });
          const slots = report.slots.map(slotDocument);
          output.document({ ...report, slots }, () =>
            [
              ...slots.map(slotText),
              `关注 ${report.watched} · 新列异常 ${report.raised} · 撤回 ${report.withdrawn} · 自愈 ${report.selfCleared}`,
            ].join('\n'),
          );
        },
      ),
    );
}

export function registerCoverage(program: Command): void {
  withCommonOptions(program.command('coverage'))
    .description('一天的筛查覆盖率')
    .requiredOption('--day <date>', 'YYYY-MM-DD')
    .action((options: ScreenOptions) =>
      runOnLedger(
        options,
        () => requiredDay(options),
        async ({ workspace, output }, day) => {
          const now = workspace.clock.now();
          await ensureFolded({ ledger: workspace.ledger, now });
          const coverage = workspace.ledger.read((tx) => readCoverage(tx, day, { now, rules: rulesAt(tx, now) }));
          const slots = coverage.slots.map(slotDocument);
          output.document({ day: formatDay(day), ...coverage, slots }, () =>
            [
              ...slots.map(slotText),
              `无收寄时间 ${coverage.noAcceptance} · 区域未知 ${coverage.unknownRegion} · 待新轨迹 ${coverage.needFreshTrace}`,
            ].join('\n'),
          );
        },
      ),
    );
}

function slotWish({ day, region }: ScreenOptions) {
  return { day: dayOption(day), region: choiceOption(region, '--region', SLOT_REGIONS) };
}

function requiredDay(options: ScreenOptions): number {
  const day = dayOption(options.day);
  if (day === undefined) throw new UsageError('option-missing', { option: '--day' });
  return day;
}

function dayOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const day = parseDay(text);
  if (day === undefined) throw new UsageError('day-not-valid', { option: '--day', value: text });
  return day;
}

type SlotDocument = Omit<SlotRow, 'day'> & { day: string; regionName: string };

function slotDocument(slot: SlotRow): SlotDocument {
  return { ...slot, day: formatDay(slot.day), regionName: REGION_WORDS[slot.region] };
}

function slotText(slot: SlotDocument): string {
  return `${slot.day} ${slot.regionName} 应筛 ${slot.due} · 正常 ${slot.normal} · 异常 ${slot.abnormal} · 待判 ${slot.undetermined} · 按时 ${slot.onTime} · 补筛 ${slot.late}`;
}
