import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatInstant } from '#shared/kernel/instant.ts';
import { sha256Hex } from '#shared/kernel/sha256.ts';
import { generate } from '../../engine/generating.ts';
import type { CommonOptions } from '../options.ts';
import { runCommand } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';

type GenerateOptions = Pick<CommonOptions, 'json'> & { mails: string; days: string; seed: string; out: string };

export function registerGenerate(program: Command): void {
  program
    .command('generate')
    .description('生成演练数据：导出文件、轨迹、导入计划 plan.json 和标准答案 truth.json')
    .requiredOption('--mails <n>', '邮件数')
    .requiredOption('--days <n>', '收寄天数')
    .requiredOption('--seed <seed>', '随机种子')
    .requiredOption('--out <dir>', '输出文件夹')
    .option('--json', '输出一份 JSON')
    .action((options: GenerateOptions) =>
      runCommand(options, async (output) => {
        const summary = await generate({
          mails: countOption(options.mails, '--mails'),
          days: countOption(options.days, '--days'),
          seed: seedOption(options.seed),
          outDir: resolve(options.out),
          onProgress: (done, total) => output.progress(`已生成 ${done}/${total} 件`),
        });
        const document = { ...summary, finishedAt: formatInstant(summary.finishedAt) };
        output.document(document, () => JSON.stringify(document, null, 2));
      }),
    );
}

function countOption(text: string, option: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new UsageError('number-not-valid', { option, value: text });
  return count;
}

/** A number as it is; any other word by a hash of it. */
function seedOption(text: string): number {
  const seed = Number(text);
  return Number.isSafeInteger(seed) && text.trim() !== '' ? seed : Number.parseInt(sha256Hex(text).slice(0, 12), 16);
}
