/**
 * Makes packages of the app: `dist/release/` and `dist/test/` for this machine, unpacked, with
 * nothing downloaded. `--flavour=release|test` makes one of them.
 *
 * `--target=deb|nsis|zip` makes what people get, of the release flavour; `--arch=x64|arm64`. A deb
 * needs dpkg-deb and compiles the SQLite binding once. For another system or processor than this
 * one, Electron for it is downloaded, for Windows packaging tools too. `--binding=FILE` takes a
 * SQLite binding that was compiled elsewhere.
 *
 * A package made with the test runtime is for tests; it says so in its title bar.
 */
import { Arch, build, Platform } from 'electron-builder';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packageConfiguration } from '../packaging/configuration.ts';
import { FLAVOURS } from '../packaging/flavours.ts';
import type { Flavour } from '../packaging/flavours.ts';
import type { BindingKind } from '../packaging/binding-file.ts';
import { debPackerProgram } from '../packaging/pack-deb.ts';
import { portableBinding } from '../packaging/portable-binding.ts';
import { stagePackage } from '../packaging/stage.ts';
import { CHECKOUT, inCheckout } from '../runtime/checkout.ts';
import { prepareRuntime } from '../runtime/prepare.ts';
import { say } from '../runtime/say.ts';
import { buildApp } from './build-app.ts';

const PACKAGING_SOURCES = [
  'electron-builder.yml',
  'build/scripts/package.ts',
  'build/packaging/flavours.ts',
  'build/packaging/binding-file.ts',
  'build/packaging/configuration.ts',
  'build/packaging/stage.ts',
  'build/packaging/finish-package.ts',
];
const SYSTEM_OF = { dir: 'linux', deb: 'linux', nsis: 'win32', zip: 'win32' } as const;
type Target = keyof typeof SYSTEM_OF;
const KINDS: readonly BindingKind[] = ['linux-x64', 'linux-arm64', 'win32-x64'];

export type PackageOrder = {
  readonly flavour: Flavour;
  readonly target: Target;
  readonly kind: BindingKind;
  /** SQLite binding compiled elsewhere; null: that of this machine's runtime, or the prebuilt one. */
  readonly binding: string | null;
};

/** Executable of a package made by `makePackage` for this machine. */
export function packagedExecutable(flavour: Flavour): string {
  return inCheckout('dist', flavour, 'linux-unpacked', 'youshao');
}

export async function makePackage({ flavour, target, kind, binding }: PackageOrder): Promise<void> {
  const runtime = await prepareRuntime();
  await buildApp({ force: false });
  const isHere = kind === `${process.platform}-${process.arch}`;
  const compiled = binding ?? (isHere ? runtime.nativeBinding : null);
  // Debs are for systems whose C library is older than the one of the prebuilt binding.
  const isPortable = compiled === null && target === 'deb' && kind !== 'win32-x64';
  stagePackage({ nativeBinding: isPortable ? await portableBinding(kind) : compiled, kind });
  say(`打包 ${flavour}（${target} ${kind}）`, 'packaging');
  const [system, arch] = kind === 'win32-x64' ? [Platform.WINDOWS, Arch.x64] : [Platform.LINUX, archOf(kind)];
  await withDebPacker(() =>
    build({
      projectDir: CHECKOUT,
      targets: system.createTarget(target, arch),
      config: {
        ...packageConfiguration(flavour, kind),
        electronVersion: runtime.electronVersion,
        ...(isHere && { electronDist: path.dirname(runtime.executablePath) }),
      },
      publish: 'never',
    }),
  );
}

function archOf(kind: BindingKind): Arch {
  return kind === 'linux-arm64' ? Arch.arm64 : Arch.x64;
}

async function withDebPacker(work: () => Promise<unknown>): Promise<void> {
  const packer = debPackerProgram();
  process.env['CUSTOM_FPM_PATH'] = packer.file;
  try {
    await work();
  } finally {
    packer.remove();
  }
}

/** Makes the unpacked package again when the bundle or the packaging has changed since. */
export async function packageWhenOutdated(flavour: Flavour): Promise<void> {
  await buildApp({ force: false });
  const made = fs.statSync(packagedExecutable(flavour), { throwIfNoEntry: false });
  const sources = [inCheckout('out', 'built.json'), ...PACKAGING_SOURCES.map((file) => inCheckout(file))];
  const isCurrent = made && sources.every((file) => fs.statSync(file).mtimeMs < made.mtimeMs);
  if (!isCurrent) await makePackage({ flavour, target: 'dir', kind: 'linux-x64', binding: null });
}

function isTarget(name: string): name is Target {
  return Object.hasOwn(SYSTEM_OF, name);
}

function kindOf(target: Target, arch: string): BindingKind {
  const kind = KINDS.find((each) => each === `${SYSTEM_OF[target]}-${arch}`);
  if (kind === undefined) throw new Error(`there is no ${target} for ${arch}`);
  return kind;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      flavour: { type: 'string' },
      target: { type: 'string', default: 'dir' },
      arch: { type: 'string', default: 'x64' },
      binding: { type: 'string' },
    },
  });
  const { target } = values;
  if (!isTarget(target)) throw new Error(`target is one of ${Object.keys(SYSTEM_OF).join(', ')}`);
  const asked = FLAVOURS.filter((each) => values.flavour === undefined || values.flavour === each);
  if (asked.length === 0) throw new Error(`flavour is one of ${FLAVOURS.join(', ')}`);
  const order = { target, kind: kindOf(target, values.arch), binding: values.binding ?? null };
  for (const flavour of target === 'dir' ? asked : (['release'] as const)) await makePackage({ flavour, ...order });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
