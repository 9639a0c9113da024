import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '#shared/kernel/app-error.ts';
import { exportKey } from '../../engine/administration.ts';
import { withCommonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';
import { findPersonPin, readGiven, runCommand } from '../run-command.ts';
import { UsageError } from '../usage-error.ts';

type KeyOptions = CommonOptions & { out?: string; recoveryFile?: string };

export function registerKey(program: Command): void {
  const key = program.command('key').description('账本的密钥');
  withCommonOptions(key.command('export'))
    .description('导出应用账本的原始密钥（管理员 PIN 或恢复码；写入操作流水）')
    .option('--out <file>', '写入这个文件（仅本人可读），不打印')
    .option('--recovery-file <file>', '恢复码的文件；也可用环境变量 YOUSHAO_RECOVERY')
    .action((options: KeyOptions) =>
      runCommand(options, async (output) => {
        const { ledger, user, out } = options;
        if (ledger === undefined) throw new UsageError('option-missing', { option: '--ledger' });
        if (user === undefined) throw new UsageError('option-missing', { option: '--user' });
        if (options.testLedger === true || options.now !== undefined) throw new UsageError('only-on-test-ledger');
        const file = resolve(ledger);
        if (!existsSync(file)) throw new AppError('unavailable', 'ledger-missing');
        if (out !== undefined && existsSync(out)) throw new UsageError('out-exists', { option: '--out' });
        let keyHex = '';
        const person = await exportKey({
          file,
          user,
          proof: proofOf(options),
          deliver: (hex) => {
            if (out === undefined) keyHex = hex;
            else writeFileSync(out, `${hex}\n`, { mode: 0o600, flag: 'wx' });
          },
        });
        const by = { id: person.id, name: person.name, staffNo: person.staffNo };
        output.document({ ledger, key: out === undefined ? keyHex : null, keyFile: out ?? null, exportedBy: by }, () =>
          out === undefined ? keyHex : `密钥已写入 ${out}`,
        );
      }),
    );
}

function proofOf(options: KeyOptions): { pin: string } | { recoveryCode: string } {
  const person = findPersonPin(options);
  if (person) return { pin: person.pin };
  const recoveryCode = readGiven(options.recoveryFile, 'YOUSHAO_RECOVERY', 'recovery-code-missing');
  if (recoveryCode === null) throw new UsageError('option-missing', { option: '--pin-file' });
  return { recoveryCode };
}
