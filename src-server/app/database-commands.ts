import { join, resolve } from 'node:path';
import { existsSync, mkdirSync } from 'node:fs';
import type { Command } from 'commander';
import { AppError } from '#shared/kernel/app-error.ts';
import { createFileStore } from '../files/file-store.ts';
import { verifyChains } from '../oplog/index.ts';
import { systemClock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import { readMigrations } from '../platform/migrator.ts';
import { writeBackup } from './backup.ts';
import { openDatabase, prepareDatabase } from './open-database.ts';
import { restoreBackup } from './restore.ts';
import { EXIT, runCommand, runOnDatabase } from './run-command.ts';
import type { CommandOptions } from './run-command.ts';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('把数据库结构升级到本版本')
    .option('--json', '以 JSON 输出')
    .action((options: CommandOptions) =>
      runCommand(options, async ({ config, log, show }) => {
        const opened = await openDatabase(config, { log: { ...log, info: log.debug }, mode: 'visit' });
        try {
          const applied = await prepareDatabase(opened.database);
          show({ applied, at: readMigrations().length - 1 }, () => `已执行 ${applied} 步`);
        } finally {
          await opened.close();
        }
      }),
    );
}

export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('把数据库的一致副本写入文件（附件文件夹须另行复制）')
    .requiredOption('--to <file>', '目标文件，不得已存在')
    .option('--json', '以 JSON 输出')
    .action((options: CommandOptions & { to: string }) =>
      runOnDatabase({ ...options, prepare: false }, async ({ database, show }) => {
        const file = resolve(options.to);
        if (existsSync(file)) throw new AppError('conflict', 'file-exists');
        const result = await writeBackup(database, { file, now: systemClock.now() });
        const rows = Object.values(result.counts).reduce((sum, count) => sum + count, 0);
        show(result, () => `已备份 ${rows} 行：${file}\nsha256 ${result.sha256}`);
      }),
    );
}

export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description('从备份恢复数据库，并开始新的时间线')
    .requiredOption('--from <file>', '备份文件')
    .option('--replace', '先清除数据库中现有的内容')
    .option('--json', '以 JSON 输出')
    .action((options: CommandOptions & { from: string; replace?: boolean }) =>
      runCommand(options, async ({ config, log, show }) => {
        // As the one server of its folder: nobody is served while the past is brought back.
        const opened = await openDatabase(config, { log: { ...log, info: log.debug }, mode: 'serve' });
        try {
          const file = resolve(options.from);
          const common = { database: opened.database, migrations: readMigrations(), clock: systemClock, ids: systemIds };
          const result = await restoreBackup({ ...common, file, replace: options.replace === true });
          show(result, () => `已恢复。新的时间线：${result.epoch}`);
        } finally {
          await opened.close();
        }
      }),
    );
}

export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description('核对各数据流的链、设备的链与附件')
    .option('--json', '以 JSON 输出')
    .action((options: CommandOptions) =>
      runOnDatabase({ ...options, prepare: false }, async ({ database, config, show }) => {
        const folder = join(config.dataFolder, 'blobs');
        mkdirSync(folder, { recursive: true });
        const files = createFileStore(folder);
        const { chains, missing } = await database.transaction(
          async (tx) => {
            await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0');
            const blobs = await tx.query<{ sha256: string }>('SELECT sha256 FROM blob ORDER BY sha256');
            const missing = blobs.map(({ sha256 }) => sha256).filter((sha256) => !files.has(sha256));
            return { chains: await verifyChains(tx), missing };
          },
          { isolation: 'repeatable read', readOnly: true },
        );
        const isSound = chains.faults.length === 0 && missing.length === 0;
        show({ ok: isSound, ...chains, missingFiles: missing }, () =>
          isSound ? '核对无误' : `发现 ${chains.faults.length + missing.length} 处不符`,
        );
        if (!isSound) process.exitCode = EXIT.failed;
      }),
    );
}
