import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { IMPORT_KINDS } from '#shared/domain/imports/fields.ts';
import { LAST_HEADING_ROW } from '#shared/domain/imports/mapping.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { formatInstant } from '#shared/kernel/instant.ts';
import { dryRunImport, inspectFile, parseInWorker, prepareImport, runImport, sourceWorkerEntry } from '../../engine/importing.ts';
import type { ImportReport } from '../../engine/importing.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import { choiceOption, countOption, instantOption, withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { errorDocument } from '../output.ts';
import { maskedRefusal } from '../masked-refusal.ts';
import { findActor, runOnLedger } from '../run-command.ts';
import type { CommandContext } from '../run-command.ts';

type ImportOptions = CommonOptions & { asOf?: string; kind: string; sheet?: string; headingRow?: string; dryRun?: boolean };
type FileDocument = ({ file: string; asOf: string } & ImportReport) | ({ file: string } & ReturnType<typeof errorDocument>);

export function registerImport(program: Command): void {
  withCommonOptions(program.command('import'))
    .description('导入新一代、给据等系统的导出文件和轨迹')
    .argument('<files...>')
    .option('--as-of <iso>', '数据截至时间；默认取文件自己的时间')
    .option('--kind <kind>', 'mails traces clients auto', 'auto')
    .option('--sheet <name>', '只读这张工作表；默认读每张认得出表头的')
    .option('--heading-row <n>', '表头在第几行（从 1 数；两行合并的表头取下面一行）；默认自己找')
    .option('--dry-run', '只报告会怎样，不写入')
    .action((files: string[], options: ImportOptions) =>
      runOnLedger(
        options,
        () => wishOf(options),
        async (context, wish) => {
          const documents: FileDocument[] = [];
          const actor = await findActor(context, 'import.run');
          for (const file of files) documents.push(await importOne(context, file, { ...wish, actor }));
          context.output.document({ files: documents }, () => documents.map(textOf).join('\n'));
          return documents.some((each) => 'error' in each) ? EXIT.fileRefused : EXIT.done;
        },
      ),
    );
}

type Wish = {
  kind: (typeof IMPORT_KINDS)[number] | 'auto';
  asOf: number | undefined;
  mapping: Mapping | undefined;
  actor: string | null;
  isDry: boolean;
};

function wishOf(options: ImportOptions): Omit<Wish, 'actor'> {
  return {
    kind: choiceOption(options.kind, '--kind', [...IMPORT_KINDS, 'auto'] as const) ?? 'auto',
    asOf: instantOption(options.asOf, '--as-of'),
    mapping: placeOf(options),
    isDry: options.dryRun === true,
  };
}

/** Sheet and heading row; what the columns mean is left to their headings. */
function placeOf({ sheet, headingRow }: ImportOptions): Mapping | undefined {
  if (sheet === undefined && headingRow === undefined) return undefined;
  const headerRow = countOption(headingRow, '--heading-row', LAST_HEADING_ROW);
  return { ...(sheet !== undefined && { sheet }), ...(headerRow !== undefined && { headerRow }), columns: {} };
}

async function importOne({ workspace, output }: CommandContext, file: string, wish: Wish): Promise<FileDocument> {
  const now = workspace.clock.now();
  const path = resolve(file);
  const { mapping } = wish;
  try {
    const inspection = await inspectFile(path, { seekLatestEvent: wish.asOf === undefined, ...(mapping && { mapping }) });
    const request = {
      ...prepareImport(inspection, { kind: wish.kind, asOf: wish.asOf, mapping, now }),
      ledger: workspace.ledger,
      parse: parseInWorker.bind(null, sourceWorkerEntry('parse')),
      path,
      name: basename(path),
      actor: wish.actor,
      now,
      uid: workspace.ids.uuid(now),
      onProgress: ({ rows }: { rows: number }) => output.progress(`${basename(path)} ${rows} 行`),
    };
    const report = wish.isDry ? await dryRunImport(request) : await runImport(request);
    return { file, ...report, asOf: formatInstant(request.asOf), refusals: report.refusals.map(maskedRefusal) };
  } catch (error) {
    if (!isAppError(error) || exitCodeOf(error) !== EXIT.fileRefused) throw error;
    return { file, ...errorDocument(error) };
  }
}

function textOf(document: FileDocument): string {
  if ('error' in document) return `${document.file} 未导入：${document.error.reason}`;
  const { file, kind, rows, repeated, updated, refused } = document;
  return `${file} ${kind} ${rows} 行 · 新增 ${document.new} · 更新 ${updated} · 重复 ${repeated} · 拒绝 ${refused}`;
}
