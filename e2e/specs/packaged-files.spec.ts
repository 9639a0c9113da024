import { expect, test } from '@playwright/test';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readBindingKind } from '#build/packaging/binding-file.ts';
import type { BindingKind } from '#build/packaging/binding-file.ts';
import { stagePackage } from '#build/packaging/stage.ts';
import { inCheckout } from '#build/runtime/checkout.ts';
import { packagedExecutable, packageWhenOutdated } from '#build/scripts/package.ts';

test.beforeAll(async () => {
  test.setTimeout(300_000); // a package of 210 MB
  await packageWhenOutdated('release');
});

/** What the sources say must be in an app, whatever the system. */
function expectedFiles(): string[] {
  const workers = fs.readdirSync(inCheckout('src-main', 'workers')).filter((file) => file.endsWith('.worker.ts'));
  const sql = (folder: string): string[] => filesIn(inCheckout('migrations', folder)).map((file) => `${folder}/${file}`);
  const loader = filesIn(inCheckout('node_modules', 'better-sqlite3', 'lib'));
  return [
    'package.json',
    'out/main/index.cjs',
    'out/main/engine.cjs',
    ...workers.map((file) => `out/main/workers/${file.replace('.ts', '.cjs')}`),
    'out/preload/preload.cjs',
    'out/renderer/index.html',
    ...sql('client').map((file) => `out/migrations/${file}`),
    ...['LICENSE', 'package.json', ...loader.map((file) => `lib/${file}`)].map((file) => `node_modules/better-sqlite3/${file}`),
  ];
}

function filesIn(folder: string): string[] {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}

function expectComplete(files: readonly string[]): void {
  expect(expectedFiles().filter((file) => !files.includes(file))).toEqual([]);
  // And nothing else: no sources, maps, or packages that are bundled already.
  expect([...new Set(files.map((file) => file.split('/').slice(0, 2).join('/')))].sort()).toEqual([
    'node_modules/better-sqlite3',
    'out/main',
    'out/migrations',
    'out/preload',
    'out/renderer',
    'package.json',
  ]);
  expect(files.filter((file) => /\.(map|ts|tsx|node)$/.test(file))).toEqual([]);
}

/** Paths of an archive, out of the index at its beginning. */
function filesInArchive(file: string): string[] {
  type Folder = { files: Record<string, Folder | { size: number }> };
  const bytes = fs.readFileSync(file);
  const index = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Folder;
  const walk = (folder: Folder, above: string): string[] =>
    Object.entries(folder.files).flatMap(([name, entry]) => ('files' in entry ? walk(entry, `${above}${name}/`) : [`${above}${name}`]));
  return walk(index, '');
}

test('the package of this machine holds every file of the app and the binding beside the archive', () => {
  const resources = path.join(path.dirname(packagedExecutable('release')), 'resources');
  expectComplete(filesInArchive(path.join(resources, 'app.asar')));
  expect(readBindingKind(path.join(resources, 'native', 'better_sqlite3.node'))).toBe('linux-x64');
  expect(fs.existsSync(path.join(resources, 'app'))).toBe(false);
  // Every script and style that the page names is packed.
  const page = fs.readFileSync(inCheckout('out', 'renderer', 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+)"/g)].map((match) => `out/renderer/${match[1] ?? ''}`);
  expect(named.length).toBeGreaterThan(0);
  expect(filesInArchive(path.join(resources, 'app.asar'))).toEqual(expect.arrayContaining(named));
});

for (const kind of ['win32-x64', 'linux-arm64'] satisfies BindingKind[]) {
  test(`what goes into the ${kind} package holds every file and the SQLite binding of that system`, () => {
    const work = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-stage-'));
    const folders = { app: path.join(work, 'app'), native: path.join(work, 'native') };
    stagePackage({ nativeBinding: null, kind }, folders);
    expectComplete(filesIn(folders.app));
    expect(filesIn(folders.native)).toEqual(['better_sqlite3.node']);
    const binding = path.join(folders.native, 'better_sqlite3.node');
    expect(readBindingKind(binding)).toBe(kind);
    const shipped = inCheckout('node_modules', 'better-sqlite3', 'prebuilds', `${kind}.node`);
    expect(fs.readFileSync(binding).equals(fs.readFileSync(shipped))).toBe(true);
    fs.rmSync(work, { recursive: true, force: true });
  });
}
