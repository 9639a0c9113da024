import { Arch, Packager, Platform, build } from 'electron-builder';
import type { Configuration } from 'electron-builder';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKOUT, inCheckout } from '../runtime/checkout.ts';
import { readBindingKind, requiredGlibc } from './binding-file.ts';
import type { BindingKind } from './binding-file.ts';
import { packageConfiguration } from './configuration.ts';
import { debPackerProgram } from './pack-deb.ts';
import { stageManifest } from './stage.ts';

let work = '';
beforeAll(() => {
  work = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-packaging-'));
  fs.mkdirSync(path.join(work, 'app'));
  stageManifest(path.join(work, 'app'));
});
afterAll(() => fs.rmSync(work, { recursive: true, force: true }));

function configuration(kind: BindingKind): Configuration {
  const { directories, ...rest } = packageConfiguration('release', kind);
  return { ...rest, directories: { ...directories, app: path.join(work, 'app'), output: path.join(work, 'out') } };
}

/** As electron-builder merges and checks it, by its own schema. */
async function effective(file = inCheckout('electron-builder.yml')): Promise<Configuration> {
  const packager = new Packager({ projectDir: CHECKOUT, config: { ...configuration('win32-x64'), extends: file } });
  await packager.validateConfig();
  return packager.config;
}

describe('configuration of the packages', () => {
  it('is valid by the schema of electron-builder', async () => {
    expect((await effective()).appId).toBe('cn.youshao.desktop');
  });

  it('would not be, were a word of it misspelt', async () => {
    const misspelt = path.join(work, 'misspelt.yml');
    const right = fs.readFileSync(inCheckout('electron-builder.yml'), 'utf8');
    fs.writeFileSync(misspelt, right.replace('  perMachine:', '  perMachin:'));
    await expect(effective(misspelt)).rejects.toThrow(/configuration\.nsis should be/);
  });

  it('installs on Windows for one person, without an administrator, and keeps the ledger', async () => {
    const { nsis, win } = await effective();
    expect(nsis).toMatchObject({ perMachine: false, allowElevation: false, packElevateHelper: false, deleteAppDataOnUninstall: false });
    expect(nsis).toMatchObject({ createStartMenuShortcut: true, installerLanguages: ['zh_CN'], language: '2052' });
    expect(win?.requestedExecutionLevel).toBe('asInvoker');
    expect(win?.target).toEqual([
      { target: 'nsis', arch: ['x64'] },
      { target: 'zip', arch: ['x64'] },
    ]);
  });

  it('names on shortcuts the identity that the app gives itself', async () => {
    const shell = fs.readFileSync(inCheckout('src-main', 'shell', 'main.ts'), 'utf8');
    expect(shell).toContain(`app.setAppUserModelId('${String((await effective()).appId)}')`);
  });

  it('makes no macOS package and asks no update server', async () => {
    const { mac, publish, linux } = await effective();
    expect([mac, publish]).toEqual([undefined, null]);
    expect(linux?.target).toEqual([{ target: 'deb', arch: ['x64', 'arm64'] }]);
  });
});

describe('SQLite bindings for what is packed', () => {
  const prebuilt = (kind: string): string => inCheckout('node_modules', 'better-sqlite3', 'prebuilds', `${kind}.node`);

  it.each<BindingKind>(['win32-x64', 'linux-x64', 'linux-arm64'])('%s is in the installed package, for that system', (kind) => {
    expect(readBindingKind(prebuilt(kind))).toBe(kind);
    // Encryption is compiled in: without it a ledger could not be opened.
    expect(fs.readFileSync(prebuilt(kind)).includes('sqlcipher')).toBe(true);
  });

  it('says which C library the Linux ones need', () => {
    expect(requiredGlibc(prebuilt('linux-x64'))).toMatch(/^2\.\d+$/);
    expect(requiredGlibc(prebuilt('win32-x64'))).toBeNull();
  });

  it('takes a file that is no module for none', () => {
    expect(readBindingKind(inCheckout('package.json'))).toBeNull();
  });
});

/** electron-builder's own deb target over a small folder that stands for the app: about 3 s each. */
describe.skipIf(spawnSync('dpkg-deb', ['--version']).error !== undefined)('the deb', () => {
  it.each(['x64', 'arm64'] as const)('of %s carries its dependencies, desktop entry and scripts', async (arch) => {
    const file = await makeDeb(arch);
    const field = (name: string): string => dpkgDeb('--field', file, name).trim();
    expect(field('Package')).toBe('youshao');
    expect(field('Architecture')).toBe(arch === 'x64' ? 'amd64' : 'arm64');
    const glibc = String(requiredGlibc(inCheckout('node_modules', 'better-sqlite3', 'prebuilds', `linux-${arch}.node`)));
    expect(field('Depends')).toContain(`libc6 (>= ${glibc})`);
    for (const name of ['libgtk-3-0 | libgtk-3-0t64', 'libnss3', 'libsecret-1-0', 'xdg-utils']) expect(field('Depends')).toContain(name);

    const content = path.join(work, `deb-${arch}`);
    dpkgDeb('--raw-extract', file, content);
    const entry = fs.readFileSync(path.join(content, 'usr/share/applications/youshao.desktop'), 'utf8');
    expect(entry).toMatch(/^Name=邮哨$/m);
    expect(entry).toMatch(/^StartupWMClass=youshao$/m);
    expect(entry).toMatch(/^Exec="?\/opt\/youshao\/youshao"? %U$/m);
    expect(fs.existsSync(path.join(content, 'opt/youshao/resources/native/better_sqlite3.node'))).toBe(true);

    const script = fs.readFileSync(path.join(content, 'DEBIAN/postinst'), 'utf8');
    expect(script).toContain('chmod 4755 "$app/chrome-sandbox"');
    expect(script).toContain("app='/opt/youshao'");
    for (const name of ['postinst', 'postrm']) {
      expect(spawnSync('sh', ['-n', path.join(content, 'DEBIAN', name)]).status).toBe(0);
    }
  });
});

async function makeDeb(arch: 'x64' | 'arm64'): Promise<string> {
  const prepackaged = path.join(work, `app-${arch}`);
  fs.mkdirSync(path.join(prepackaged, 'resources', 'native'), { recursive: true });
  for (const name of ['youshao', 'chrome-sandbox']) fs.writeFileSync(path.join(prepackaged, name), name, { mode: 0o755 });
  const binding = inCheckout('node_modules', 'better-sqlite3', 'prebuilds', `linux-${arch}.node`);
  fs.copyFileSync(binding, path.join(prepackaged, 'resources', 'native', 'better_sqlite3.node'));
  const packer = debPackerProgram();
  process.env['CUSTOM_FPM_PATH'] = packer.file;
  const targets = Platform.LINUX.createTarget('deb', Arch[arch]);
  const config: Configuration = { ...configuration(`linux-${arch}`), electronVersion: '45.4.1', deb: { compression: 'gz' } };
  const files = await build({ projectDir: CHECKOUT, targets, prepackaged, config, publish: 'never' });
  packer.remove();
  return String(files.find((file) => file.endsWith('.deb')));
}

function dpkgDeb(...args: string[]): string {
  const run = spawnSync('dpkg-deb', args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}
