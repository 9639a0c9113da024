import type { Command } from 'commander';
import { normaliseMailNo } from '#shared/domain/mail/mail-no.ts';
import { parseInstant } from '#shared/kernel/instant.ts';
import { UsageError } from './usage-error.ts';

/** Options that every command takes. */
export type CommonOptions = {
  ledger?: string;
  keyFile?: string;
  user?: string;
  pinFile?: string;
  json?: boolean;
  testLedger?: boolean;
  now?: string;
};

export function withCommonOptions(command: Command): Command {
  return command
    .option('--ledger <file>', '账本文件，不存在时新建')
    .option('--key-file <file>', '密钥文件（64 位十六进制密钥或口令）；也可用环境变量 YOUSHAO_KEY')
    .option('--user <id>', '操作人：人员编号或工号')
    .option('--pin-file <file>', '操作人 PIN 的文件；也可用环境变量 YOUSHAO_PIN')
    .option('--json', '输出一份 JSON')
    .option('--test-ledger', '新建为测试账本（永久标记，从不同步）')
    .option('--now <iso>', '测试账本专用：本次命令的时钟停在这一刻');
}

/** Reads an instant of the command line; a usage error names the option. */
export function instantOption(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const instant = parseInstant(text);
  if (instant === undefined) throw new UsageError('instant-not-valid', { option: name, value: text });
  return instant;
}

export function choiceOption<T extends string>(text: string | undefined, name: string, choices: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UsageError('choice-not-valid', { option: name, value: text, choices: choices.join('|') });
  return found;
}

/** A whole number from 1 to `most`. */
export function countOption(text: string | undefined, name: string, most: number): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > most) throw new UsageError('number-not-valid', { option: name, value: text });
  return count;
}

/** The number as the ledger writes it: damage of copying is taken off, an odd one is looked up as it stands. */
export function mailNoArgument(text: string): string {
  return normaliseMailNo(text);
}
