import { Arch, Platform, build } from 'electron-builder';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKOUT, inCheckout } from '../runtime/checkout.ts';
import { packageConfiguration } from './configuration.ts';
import { standInPlugin } from './stand-in-plugin.ts';
import { stageManifest } from './stage.ts';

const TEMPLATES = inCheckout('node_modules', 'app-builder-lib', 'templates', 'nsis');
/** Those of the compiler itself. */
const BUILT_IN = new Set(['System', 'nsDialogs', 'BgImage', 'nsExec']);
const canCompile = ['makensis', '7za'].every((program) => spawnSync('which', [program]).status === 0);

let work = '';
beforeAll(() => {
  work = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-installer-'));
});
afterAll(() => fs.rmSync(work, { recursive: true, force: true }));

/**
 * The whole installer and uninstaller, as electron-builder writes their scripts out of the
 * effective configuration, through the real compiler with warnings as errors. Its downloaded
 * plugins, and Wine, are replaced by stand-ins: so this proves that the scripts compile and what
 * they were told, not that the program installs.
 */
describe.skipIf(!canCompile)('Windows installer', () => {
  it('compiles, for one person, in Chinese, with the ledger kept', { timeout: 120_000 }, async () => {
    const calls = await compileInstaller();
    expect(calls).toHaveLength(2);
    for (const call of calls) {
      expect(call.status).toBe('0');
      expect(call.text).toContain('APP_ID=cn.youshao.desktop');
      expect(call.text).toContain('SHORTCUT_NAME=邮哨');
      expect(call.text).toContain('APP_PACKAGE_NAME=youshao');
      expect(call.text).toContain('!insertmacro MUI_LANGUAGE "SimpChinese"');
      for (const never of ['INSTALL_MODE_PER_ALL_USERS\n', 'DELETE_APP_DATA_ON_UNINSTALL', 'ALLOW_ELEVATION', 'ONE_CLICK']) {
        expect(call.text).not.toContain(`-D${never}`);
      }
    }
  });
});

it('the installer says what is not supported and what was never tried', () => {
  const script = fs.readFileSync(inCheckout('build', 'packaging', 'resources', 'installer.nsh'), 'utf8');
  for (const said of ['AtLeastWin10', 'RunningX64', 'Windows 7、8', '尚未验证', '没有代码签名']) expect(script).toContain(said);
});

type Call = { readonly status: string; readonly text: string };

async function compileInstaller(): Promise<Call[]> {
  const tools = writeTools();
  const app = path.join(work, 'app');
  fs.mkdirSync(path.join(app, 'resources'), { recursive: true });
  fs.writeFileSync(path.join(app, 'youshao.exe'), 'stands for the program');
  const staged = path.join(work, 'staged');
  fs.mkdirSync(staged);
  stageManifest(staged);
  Object.assign(process.env, tools);
  const { directories, afterPack: _, ...rest } = packageConfiguration('release', 'win32-x64');
  const config = { ...rest, electronVersion: '45.4.1', directories: { ...directories, app: staged, output: path.join(work, 'out') } };
  const targets = Platform.WINDOWS.createTarget('nsis', Arch.x64);
  await build({ projectDir: CHECKOUT, targets, prepackaged: app, config, publish: 'never' });
  return ['1', '2'].map((call) => {
    const read = (name: string): string => fs.readFileSync(path.join(work, `${name}-${call}`), 'utf8');
    return { status: read('status').trim(), text: `${read('arguments')}\n${read('script')}` };
  });
}

/** Programs where electron-builder looks for its downloaded ones. */
function writeTools(): Record<string, string> {
  const bin = path.join(work, 'bin');
  const plugins = path.join(work, 'resources', 'plugins', 'x86-unicode');
  for (const folder of [bin, plugins]) fs.mkdirSync(folder, { recursive: true });
  for (const [name, functions] of pluginCalls()) {
    fs.writeFileSync(path.join(plugins, `${name}.dll`), standInPlugin(`${name}.dll`, [...functions]));
  }
  program(path.join(bin, 'makensis'), [
    `cd '${work}'`,
    'call=1; if [ -e script-1 ]; then call=2; fi',
    'cat > script-$call',
    `printf '%s\\n' "$@" > arguments-$call`,
    `cd '${TEMPLATES}'`,
    `'${whereIs('makensis')}' "$@" < '${work}'/script-$call`,
    `status=$?; echo $status > '${work}'/status-$call; exit $status`,
  ]);
  // The uninstaller is written by running the first compiled file; nothing is run here.
  program(path.join(bin, 'wine'), ['cp "$1" "${1%exe}__uninstaller.exe"']);
  return {
    ELECTRON_BUILDER_NSIS_DIR: bin,
    ELECTRON_BUILDER_NSIS_RESOURCES_DIR: path.join(work, 'resources'),
    ELECTRON_BUILDER_7ZIP_PATH: whereIs('7za'),
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
  };
}

function whereIs(name: string): string {
  return spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim();
}

function program(file: string, lines: readonly string[]): void {
  fs.writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
}

/** Every `Plugin::Function` of the templates. */
function pluginCalls(): Map<string, Set<string>> {
  const calls = new Map<string, Set<string>>();
  for (const file of fs.readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' })) {
    if (!/\.ns[hi]$/.test(file)) continue;
    const text = fs.readFileSync(path.join(TEMPLATES, file), 'utf8');
    for (const [, name = '', called = ''] of text.matchAll(/\b([A-Za-z]\w+)::([A-Za-z_]\w*)/g)) {
      if (!BUILT_IN.has(name)) calls.set(name, (calls.get(name) ?? new Set()).add(called));
    }
  }
  return calls;
}
