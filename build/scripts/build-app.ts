import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { CHECKOUT, inCheckout } from '../runtime/checkout.ts';
import { exclusively } from '../runtime/exclusive.ts';
import { say } from '../runtime/say.ts';
import { mainConfig, preloadConfig } from '../vite/main-config.ts';
import { rendererConfig } from '../vite/renderer-config.ts';

const OUT = inCheckout('out');
const NEXT = path.join(OUT, 'next');
/** Written after a whole build; its time tells what is newer. */
const STAMP = path.join(OUT, 'built.json');
const SOURCES = ['src-main', 'src-renderer', 'src-shared', 'migrations', 'build/vite', 'package-lock.json'];

/** Bundles shell, preload, engine, workers and page into `out/`, when a source is newer than it. */
export async function buildApp(options: { force: boolean }): Promise<void> {
  const lock = inCheckout('.cache', 'build-app.lock');
  await exclusively(lock, async () => {
    if (!options.force && isUpToDate()) return;
    const startedAt = Date.now();
    say('构建程序', 'building the app');
    await build(mainConfig(path.join(NEXT, 'main')));
    await build(preloadConfig(path.join(NEXT, 'preload')));
    await build(rendererConfig(path.join(NEXT, 'renderer')));
    fs.cpSync(inCheckout('migrations'), path.join(NEXT, 'migrations'), { recursive: true });
    replaceParts();
    fs.writeFileSync(STAMP, JSON.stringify({ startedAt }));
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    say(`构建完成，用时 ${seconds} 秒`, `built in ${seconds} s`);
  });
}

/** Only a whole build takes the place of the last one. */
function replaceParts(): void {
  fs.rmSync(STAMP, { force: true });
  for (const part of fs.readdirSync(NEXT)) {
    fs.rmSync(path.join(OUT, part), { recursive: true, force: true });
    fs.renameSync(path.join(NEXT, part), path.join(OUT, part));
  }
  fs.rmSync(NEXT, { recursive: true });
}

function isUpToDate(): boolean {
  let startedAt: number;
  try {
    startedAt = (JSON.parse(fs.readFileSync(STAMP, 'utf8')) as { startedAt: number }).startedAt;
  } catch {
    return false; // never built, or a build that did not finish
  }
  return SOURCES.every((source) => newestChange(path.join(CHECKOUT, source)) < startedAt);
}

/** Time of the newest change below a path; folders count, so that a removed file is noticed. */
function newestChange(file: string): number {
  const stats = fs.statSync(file);
  if (!stats.isDirectory()) return isTest(file) ? 0 : stats.mtimeMs;
  const inside = fs.readdirSync(file).map((entry) => newestChange(path.join(file, entry)));
  return Math.max(stats.mtimeMs, ...inside);
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildApp({ force: !process.argv.includes('--if-needed') });
}
