import fs from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { inCheckout } from '../runtime/checkout.ts';
import { compileBinding } from '../runtime/native-binding.ts';
import { say } from '../runtime/say.ts';
import type { BindingKind } from './binding-file.ts';

export type PortableKind = Exclude<BindingKind, 'win32-x64'>;

/** Of 统信 UOS V20, the oldest of the systems that a deb is for; 银河麒麟 V10 has 2.31. */
export const OLDEST_GLIBC = '2.28';

const HEADER = inCheckout('build', 'packaging', 'old-c-library.h');
const CACHE = inCheckout('.cache', 'portable-binding');
const CROSS = 'aarch64-linux-gnu';

/**
 * The SQLite binding for debs, out of the installed package's own sources: the prebuilt one asks
 * for glibc 2.34, which Kylin and UOS do not have. Compiled once; for arm64 by a cross compiler.
 */
export async function portableBinding(kind: PortableKind): Promise<string> {
  const to = path.join(CACHE, `${kind}-${fingerprint()}.node`);
  if (fs.existsSync(to)) return to;
  say(`为较旧的 Linux 编译 SQLite 组件（${kind}，约 2 分钟，仅一次）`, 'compiling the SQLite binding for older systems, once');
  const isCross = kind === 'linux-arm64';
  await compileBinding({
    to,
    programs: isCross ? [`g++-${CROSS}`, 'make', 'python3'] : ['g++', 'make', 'python3'],
    header: HEADER,
    arguments: isCross ? ['--arch=arm64'] : [],
    environment: (header) => ({
      ...(isCross && { CC: `${CROSS}-gcc`, CXX: `${CROSS}-g++`, AR: `${CROSS}-ar`, LINK: `${CROSS}-g++` }),
      // Renamed versions of functions do not survive the optimiser that works across files.
      CFLAGS: `-include ${header} -fno-lto`,
      CXXFLAGS: `-include ${header} -fno-lto`,
      LDFLAGS: '-fno-lto -Wl,--wrap=stat64,--wrap=lstat64,--wrap=fstat64',
    }),
  });
  return to;
}

function fingerprint(): string {
  const manifest = fs.readFileSync(inCheckout('node_modules', 'better-sqlite3', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return createHash('sha256').update(version).update(fs.readFileSync(HEADER)).digest('hex').slice(0, 16);
}
