import fs from 'node:fs';

export type BindingKind = 'linux-x64' | 'linux-arm64' | 'win32-x64';

const ELF_MAGIC = 0x7f454c46;
const ELF_MACHINES: ReadonlyMap<number, BindingKind> = new Map([
  [0x3e, 'linux-x64'],
  [0xb7, 'linux-arm64'],
]);
const PE_OFFSET_AT = 0x3c;
const PE_X64 = 0x8664;
const PE_PLUS = 0x20b;
const PE_DLL = 0x2000;
/** Every Node-API module exports it; without it the runtime refuses the file. */
const REGISTER_FUNCTION = 'napi_register_module_v1';

/**
 * For which system a native module was compiled, out of its own header.
 *
 * @returns null for a file that is none of those that the packages carry.
 */
export function readBindingKind(file: string): BindingKind | null {
  const bytes = fs.readFileSync(file);
  if (!bytes.includes(REGISTER_FUNCTION, 0, 'latin1')) return null;
  if (bytes.readUInt32BE(0) === ELF_MAGIC) return ELF_MACHINES.get(bytes.readUInt16LE(0x12)) ?? null;
  return isWindowsX64Library(bytes) ? 'win32-x64' : null;
}

function isWindowsX64Library(bytes: Buffer): boolean {
  if (bytes.toString('latin1', 0, 2) !== 'MZ') return false;
  const header = bytes.readUInt32LE(PE_OFFSET_AT);
  if (bytes.toString('latin1', header, header + 4) !== 'PE\0\0') return false;
  const isLibrary = (bytes.readUInt16LE(header + 22) & PE_DLL) !== 0;
  return bytes.readUInt16LE(header + 4) === PE_X64 && bytes.readUInt16LE(header + 24) === PE_PLUS && isLibrary;
}

/** The newest `GLIBC_x.y` that a Linux library asks for, as `x.y`; null when it asks for none. */
export function requiredGlibc(file: string): string | null {
  const text = fs.readFileSync(file, 'latin1');
  const versions = [...text.matchAll(/\bGLIBC_(\d+)\.(\d+)\b/g)].map((match) => [Number(match[1]), Number(match[2])] as const);
  const newest = versions.sort((a, b) => b[0] - a[0] || b[1] - a[1])[0];
  return newest === undefined ? null : newest.join('.');
}
