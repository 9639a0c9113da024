import fs from 'node:fs';
import path from 'node:path';
import { inCheckout } from '../runtime/checkout.ts';

const STAGE = inCheckout('out', 'package');
const NATIVE = inCheckout('out', 'package-native');
const BINDING_PACKAGE = inCheckout('node_modules', 'better-sqlite3');

export type StageOptions = {
  /** Binding compiled for the runtime; null: the prebuilt one of the package for `platform`. */
  readonly nativeBinding: string | null;
  /** As in the names of the prebuilt bindings: `linux-x64`, `win32-x64`. */
  readonly platform: string;
};

/**
 * Lays out what goes into the package and nothing else: the bundles without their maps, the
 * loader of the SQLite binding, and beside the archive the binding itself.
 */
export function stagePackage(options: StageOptions): void {
  for (const folder of [STAGE, NATIVE]) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
  }
  for (const part of ['main', 'preload', 'renderer', 'migrations']) {
    const to = path.join(STAGE, 'out', part);
    fs.cpSync(inCheckout('out', part), to, { recursive: true, filter: (file) => !file.endsWith('.map') });
  }
  const bindingVersion = stageBindingLoader();
  const prebuilt = path.join(BINDING_PACKAGE, 'prebuilds', `${options.platform}.node`);
  fs.copyFileSync(options.nativeBinding ?? prebuilt, path.join(NATIVE, 'better_sqlite3.node'));
  writeManifest(bindingVersion);
}

/** Without its dependency, which only a compiler needs. */
function stageBindingLoader(): string {
  const to = path.join(STAGE, 'node_modules', 'better-sqlite3');
  fs.cpSync(path.join(BINDING_PACKAGE, 'lib'), path.join(to, 'lib'), { recursive: true });
  fs.copyFileSync(path.join(BINDING_PACKAGE, 'LICENSE'), path.join(to, 'LICENSE'));
  const manifest = readJson(path.join(BINDING_PACKAGE, 'package.json'));
  const { version, license } = manifest as { version: string; license: string };
  const kept = { name: 'better-sqlite3', version, license, main: 'lib/index.js' };
  fs.writeFileSync(path.join(to, 'package.json'), JSON.stringify(kept, null, 2));
  return version;
}

function writeManifest(bindingVersion: string): void {
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
    dependencies: { 'better-sqlite3': bindingVersion },
  };
  fs.writeFileSync(path.join(STAGE, 'package.json'), JSON.stringify(manifest, null, 2));
}

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
}
