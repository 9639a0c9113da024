/**
 * `npm start`: prepares a runtime, builds what is out of date, and starts the app; its exit code
 * is passed on. Arguments after `--` go to the app: `npm start -- --user-data-dir=<folder>`.
 */
import { spawn } from 'node:child_process';
import { CHECKOUT } from '../runtime/checkout.ts';
import { openDisplay } from '../runtime/display.ts';
import { prepareRuntime } from '../runtime/prepare.ts';
import { reasonAgainstSandbox } from '../runtime/sandbox.ts';
import { say } from '../runtime/say.ts';
import { buildApp } from './build-app.ts';

async function main(): Promise<number> {
  const runtime = await prepareRuntime();
  await buildApp({ force: false });
  const display = await openDisplay();
  if (process.platform === 'linux' && !process.env['DISPLAY']) {
    say(`没有显示器，使用虚拟显示 ${display.name}`, 'no display here, using a virtual one');
  }
  const args: string[] = [];
  const against = reasonAgainstSandbox(runtime.executablePath);
  if (against !== undefined) {
    say(`关闭 Chromium 沙箱：${against}`, 'starting without the Chromium sandbox');
    args.push('--no-sandbox');
  }
  if (process.platform === 'linux' && !process.env['DISPLAY']) args.push('--disable-gpu');
  args.push(CHECKOUT, ...process.argv.slice(2));
  const label = runtime.isTestRuntime ? '测试运行环境，请勿导入真实数据' : '正式运行环境';
  say(`启动 Electron ${runtime.electronVersion}（${label}）`, 'starting the app');
  const env = { ...process.env, ...(display.name !== '' && { DISPLAY: display.name }) };
  const code = await run(runtime.executablePath, args, env);
  display.stop();
  return code;
}

function run(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error), 'could not start');
  process.exitCode = 1;
}
