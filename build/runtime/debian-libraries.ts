import fs from 'node:fs';
import { say } from './say.ts';
import { runOrThrow, runProgram } from './run-program.ts';

/** Where programs are looked for; enough for the few that are asked about. */
export function hasProgram(name: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  return folders.some((folder) => fs.existsSync(`${folder}/${name}`));
}

/** Whether a Chinese font is there; without one every label is a row of boxes. */
export async function hasChineseFont(): Promise<boolean> {
  if (fs.existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) return true;
  const run = await runProgram('fc-list', [':lang=zh-cn', 'family'], { timeoutMs: 10_000 });
  return run.code === 0 && run.output.trim() !== '';
}

/** Names of shared libraries that the executable asks for and the machine lacks. */
export async function missingSharedLibraries(executable: string): Promise<string[]> {
  const run = await runProgram('ldd', [executable], { timeoutMs: 10_000 });
  return run.output
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0] ?? '');
}

/**
 * Installs Debian packages when this process may; otherwise throws with the one command
 * that a person has to run.
 */
export async function installDebianPackages(packages: readonly string[], because: string): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !hasProgram('apt-get')) {
    const command = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
    throw new Error(`缺少 ${because}，请先执行 / missing, please run first:\n  ${command}`);
  }
  say(`安装系统组件：${packages.join(' ')}`, `installing Debian packages (${because})`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const lockWait = ['-o', 'DPkg::Lock::Timeout=300'];
  await runOrThrow('apt-get', [...lockWait, 'update'], { env });
  await runOrThrow('apt-get', [...lockWait, 'install', '-y', '--no-install-recommends', ...packages], { env });
}
