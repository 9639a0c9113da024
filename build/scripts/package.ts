/**
 * Makes packages of the app: `dist/release/` and `dist/test/` for this machine, unpacked, with
 * nothing downloaded. `--flavour=release|test` makes one of them. On machines that may download
 * packaging tools, `--target=nsis|portable|deb` makes an installer of the release flavour.
 *
 * A package made with the test runtime is for tests; it says so in its title bar.
 */
import { Arch, build, Platform } from 'electron-builder';
import type { Configuration } from 'electron-builder';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { finishPackage } from '../packaging/finish-package.ts';
import { FLAVOURS } from '../packaging/flavours.ts';
import type { Flavour } from '../packaging/flavours.ts';
import { stagePackage } from '../packaging/stage.ts';
import { CHECKOUT, inCheckout } from '../runtime/checkout.ts';
import { prepareRuntime } from '../runtime/prepare.ts';
import { say } from '../runtime/say.ts';
import { buildApp } from './build-app.ts';

const PACKAGING_SOURCES = [
  'electron-builder.yml',
  'build/scripts/package.ts',
  'build/packaging/flavours.ts',
  'build/packaging/stage.ts',
  'build/packaging/finish-package.ts',
];
const TARGETS = { dir: 'linux', deb: 'linux', nsis: 'win32', portable: 'win32' } as const;
type Target = keyof typeof TARGETS;

/** Executable of a package made by `makePackage` for this machine. */
export function packagedExecutable(flavour: Flavour): string {
  return inCheckout('dist', flavour, 'linux-unpacked', 'youshao');
}

export async function makePackage(flavour: Flavour, target: Target): Promise<void> {
  const runtime = await prepareRuntime();
  await buildApp({ force: false });
  const system = TARGETS[target];
  const isHere = system === process.platform;
  stagePackage({ nativeBinding: isHere ? runtime.nativeBinding : null, platform: `${system}-x64` });
  say(`打包 ${flavour}（${target}）`, 'packaging');
  const config: Configuration = {
    extends: path.join(CHECKOUT, 'electron-builder.yml'),
    electronVersion: runtime.electronVersion,
    ...(isHere && { electronDist: path.dirname(runtime.executablePath) }),
    directories: { output: inCheckout('dist', flavour) },
    afterPack: ({ appOutDir, electronPlatformName }) =>
      finishPackage(appOutDir, electronPlatformName === 'win32' ? '邮哨.exe' : 'youshao', flavour),
  };
  const platform = system === 'linux' ? Platform.LINUX : Platform.WINDOWS;
  await build({ projectDir: CHECKOUT, targets: platform.createTarget(target, Arch.x64), config, publish: 'never' });
}

/** Makes the unpacked package again when the bundle or the packaging has changed since. */
export async function packageWhenOutdated(flavour: Flavour): Promise<void> {
  await buildApp({ force: false });
  const made = fs.statSync(packagedExecutable(flavour), { throwIfNoEntry: false });
  const sources = [inCheckout('out', 'built.json'), ...PACKAGING_SOURCES.map((file) => inCheckout(file))];
  const isCurrent = made && sources.every((file) => fs.statSync(file).mtimeMs < made.mtimeMs);
  if (!isCurrent) await makePackage(flavour, 'dir');
}

function isTarget(name: string): name is Target {
  return Object.hasOwn(TARGETS, name);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { flavour: { type: 'string' }, target: { type: 'string', default: 'dir' } },
  });
  const { target } = values;
  if (!isTarget(target)) throw new Error(`target is one of ${Object.keys(TARGETS).join(', ')}`);
  const asked = FLAVOURS.filter((each) => values.flavour === undefined || values.flavour === each);
  if (asked.length === 0) throw new Error(`flavour is one of ${FLAVOURS.join(', ')}`);
  for (const flavour of target === 'dir' ? asked : (['release'] as const)) await makePackage(flavour, target);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
