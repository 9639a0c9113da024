import fs from 'node:fs';
import path from 'node:path';
import { inCheckout } from '../runtime/checkout.ts';
import { readBindingKind } from './binding-file.ts';
import type { BindingKind } from './binding-file.ts';

/** Folders of electron-builder.yml. */
const STAGE: StageFolders = { app: inCheckout('out', 'package'), native: inCheckout('out', 'package-native') };
const BINDING_PACKAGE = inCheckout('node_modules', 'better-sqlite3');

export type StageFolders = {
  /** What goes into the archive. */
  readonly app: string;
  /** What lies beside the archive, in `native/`. */
  readonly native: string;
};

export type StageOptions = {
  /** Binding compiled for the runtime; null: the prebuilt one of its package for `kind`. */
  readonly nativeBinding: string | null;
  readonly kind: BindingKind;
};

/**
 * Lays out what goes into the package and nothing else: the bundles without their maps, the
 * loader of the SQLite binding, and beside the archive the binding itself.
 */
export function stagePackage(options: StageOptions, folders: StageFolders = STAGE): void {
  const binding = options.nativeBinding ?? path.join(BINDING_PACKAGE, 'prebuilds', `${options.kind}.node`);
  if (readBindingKind(binding) !== options.kind) throw new Error(`${binding} is no SQLite binding for ${options.kind}`);
  for (const folder of [folders.app, folders.native]) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
  }
  for (const part of ['main', 'preload', 'renderer', 'migrations']) {
    const to = path.join(folders.app, 'out', part);
    fs.cpSync(inCheckout('out', part), to, { recursive: true, filter: (file) => !file.endsWith('.map') });
  }
  stageBindingLoader(folders.app);
  fs.copyFileSync(binding, path.join(folders.native, 'better_sqlite3.node'));
  stageManifest(folders.app);
}

/** Without its dependency, which only a compiler needs. */
function stageBindingLoader(app: string): void {
  const to = path.join(app, 'node_modules', 'better-sqlite3');
  fs.cpSync(path.join(BINDING_PACKAGE, 'lib'), path.join(to, 'lib'), { recursive: true });
  fs.copyFileSync(path.join(BINDING_PACKAGE, 'LICENSE'), path.join(to, 'LICENSE'));
  const { version, license } = readJson(path.join(BINDING_PACKAGE, 'package.json'));
  const kept = { name: 'better-sqlite3', version, license, main: 'lib/index.js' };
  fs.writeFileSync(path.join(to, 'package.json'), JSON.stringify(kept, null, 2));
}

/** The package.json of the packed app. */
export function stageManifest(app: string): void {
  const { name, productName, version, description } = readJson(inCheckout('package.json'));
  const manifest = {
    name,
    productName,
    version,
    description,
    author: '邮哨',
    license: 'UNLICENSED',
    homepage: 'https://youshao.invalid',
    main: 'out/main/index.cjs',
    // Windows of the app belong to this desktop entry, whatever their title.
    desktopName: 'youshao.desktop',
    dependencies: { 'better-sqlite3': readJson(path.join(BINDING_PACKAGE, 'package.json'))['version'] },
  };
  fs.writeFileSync(path.join(app, 'package.json'), JSON.stringify(manifest, null, 2));
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
}
