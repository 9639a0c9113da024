import { existsSync, statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import type { Command } from 'commander';
import { findLedgerName, LEDGER_NAMES, LEDGER_TITLES } from '#shared/domain/exports/ledgers.ts';
import type { LedgerName } from '#shared/domain/exports/ledgers.ts';
import { EXCEPTION_STATUSES } from '#shared/domain/screening/vocabulary.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { parseDay } from '#shared/kernel/instant.ts';
import { exportLedger, sourceWorkerEntry, systemTimers } from '../../engine/exporting.ts';
import { choiceOption, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { findActor, runOnLedger } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';

type ExportOptions = CommonOptions & { out: string; from?: string; to?: string; status: string };

export function registerExport(program: Command): void {
  withCommonOptions(program.command('export'))
    .description('导出台账（个人信息脱敏），格式按文件名的后缀：xlsx、csv')
    .argument('<name>', LEDGER_NAMES.map((name) => `${name} 或 ${LEDGER_TITLES[name]}`).join('，'))
    .requiredOption('--out <file>', '目标文件')
    .option('--from <date>', '第一天（YYYY-MM-DD），按列入、应筛或操作日期')
    .option('--to <date>', '最后一天（YYYY-MM-DD）')
    .option('--status <status>', `只对异常邮件：${EXCEPTION_STATUSES.join(' ')} all`, 'all')
    .action((name: string, options: ExportOptions) =>
      runOnLedger(
        options,
        () => wishOf(name, options),
        async (context, wish) => {
          const { workspace, output } = context;
          const actor = (await findActor(context, 'export.run')) ?? 'system';
          const answer = await exportLedger(
            { ...wish, actor },
            { ...workspace, timers: systemTimers, workerEntry: sourceWorkerEntry },
            {
              signal: new AbortController().signal,
              onProgress: ({ rows, total }) => output.progress(`已导出 ${rows}/${total}`),
            },
          );
          const document = {
            name: wish.name,
            nameTitle: LEDGER_TITLES[wish.name],
            file: answer.path,
            format: wish.format,
            rows: answer.rows,
            sheets: answer.sheets.map(({ name: sheet, rows, sums, checksum }) => ({
              name: sheet,
              rows,
              checksum,
              sums: sums.map(({ title, kind, sum }) => ({ title, kind, sum })),
            })),
            checksum: answer.sheets[0]?.checksum ?? null,
            renamed: answer.renamed,
          };
          output.document(document, () => `已导出 ${document.nameTitle} ${document.rows} 行到 ${document.file}`);
        },
      ),
    );
}

function wishOf(nameText: string, { out, from, to, status }: ExportOptions) {
  const path = resolve(out);
  const folder = dirname(path);
  const wish = {
    name: nameOf(nameText),
    format: formatOf(path),
    path,
    from: dayOption(from, '--from'),
    to: dayOption(to, '--to'),
    status: choiceOption(status, '--status', [...EXCEPTION_STATUSES, 'all'] as const) ?? ('all' as const),
  };
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new AppError('not-found', 'target-folder-missing');
  return wish;
}

function nameOf(text: string): LedgerName {
  const name = findLedgerName(text);
  if (name === undefined) throw new UsageError('choice-not-valid', { option: 'name', value: text, choices: LEDGER_NAMES.join('|') });
  return name;
}

function formatOf(path: string): 'xlsx' | 'csv' {
  const ending = extname(path).toLowerCase();
  if (ending === '.xlsx') return 'xlsx';
  if (ending === '.csv') return 'csv';
  throw new UsageError('choice-not-valid', { option: '--out', value: ending, choices: '.xlsx|.csv' });
}

function dayOption(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const day = parseDay(text);
  if (day === undefined) throw new UsageError('day-not-valid', { option, value: text });
  return day;
}
