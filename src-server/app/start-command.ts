import type { Command } from 'commander';
import { errorFields } from '../platform/log.ts';
import { runCommand } from './run-command.ts';
import type { CommandOptions } from './run-command.ts';
import { startServer } from './serve.ts';
import type { Running } from './serve.ts';

export function registerStart(program: Command): void {
  program
    .command('start', { isDefault: true })
    .description('启动服务器，直到收到停止信号')
    .option('--json', '以 JSON 输出')
    .action((options: CommandOptions) =>
      runCommand(options, async ({ config, log, show }) => {
        const running = await startServer(config, log);
        show({ url: running.url, epoch: running.epoch, pid: process.pid }, () => `邮哨服务器已启动：${running.url}`);
        await untilStopped(running, (error) => log.error('stop-failed', errorFields(error)));
      }),
    );
}

/** A first signal ends everything in order; a second one does not wait for it. */
async function untilStopped(running: Running, onFailure: (error: unknown) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    let isStopping = false;
    const stop = (): void => {
      if (isStopping) process.exit(1);
      isStopping = true;
      running.stop().catch(onFailure).finally(resolve);
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  });
}
