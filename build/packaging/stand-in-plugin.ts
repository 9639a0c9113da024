/**
 * A Windows library of 32 bits with the given exported names and no work behind them: enough for
 * the installer's compiler, which looks only at the names. For tests; what it compiles is thrown
 * away and never run.
 */
export function standInPlugin(file: string, names: readonly string[]): Buffer {
  const section = exportSection(file, [...names].sort());
  const raw = align(section.length, FILE_STEP);
  const image = Buffer.alloc(FILE_STEP + raw);
  image.write('MZ', 0, 'latin1');
  image.writeUInt32LE(PE_AT, 0x3c);
  image.write('PE\0\0', PE_AT, 'latin1');
  writeHeaders(image.subarray(PE_AT + 4), section.length, raw);
  section.copy(image, FILE_STEP);
  return image;
}

const PE_AT = 64;
const FILE_STEP = 512;
const MEMORY_STEP = 0x1000;
/** Where the one section lies in memory. */
const BASE = MEMORY_STEP;
const CODE_BYTES = 16;
const DIRECTORY_BYTES = 40;
const RETURN = 0xc3;

function align(size: number, step: number): number {
  return Math.ceil(size / step) * step;
}

/** Code that returns at once, the export directory, its tables, and the names. */
function exportSection(file: string, names: readonly string[]): Buffer {
  const count = names.length;
  const functionsAt = CODE_BYTES + DIRECTORY_BYTES;
  const namesAt = functionsAt + 4 * count;
  const ordinalsAt = namesAt + 4 * count;
  const textAt = ordinalsAt + 2 * count;
  const texts = [file, ...names].map((text) => Buffer.from(`${text}\0`, 'latin1'));
  const tables = Buffer.alloc(textAt);
  tables.fill(RETURN, 0, CODE_BYTES);
  const directory = [0, 0, 0, BASE + textAt, 1, count, count, BASE + functionsAt, BASE + namesAt, BASE + ordinalsAt];
  for (const [at, value] of directory.entries()) tables.writeUInt32LE(value, CODE_BYTES + 4 * at);
  let next = textAt + (texts[0]?.length ?? 0);
  for (let at = 0; at < count; at += 1) {
    tables.writeUInt32LE(BASE, functionsAt + 4 * at);
    tables.writeUInt32LE(BASE + next, namesAt + 4 * at);
    tables.writeUInt16LE(at, ordinalsAt + 2 * at);
    next += texts[at + 1]?.length ?? 0;
  }
  return Buffer.concat([tables, ...texts]);
}

/** COFF header, optional header of PE32, and the table with the one section. */
function writeHeaders(to: Buffer, size: number, raw: number): void {
  const coff: readonly (readonly [number, number, 2 | 4])[] = [
    [0, 0x14c, 2], // for i386
    [2, 1, 2], // sections
    [16, 224, 2], // optional header
    [18, 0x2102, 2], // a library of 32 bits
    [20, 0x10b, 2], // PE32
    [24, raw, 4],
    [40, BASE, 4],
    [44, BASE, 4],
    [48, 0x1000_0000, 4],
    [52, MEMORY_STEP, 4],
    [56, FILE_STEP, 4],
    [60, 4, 2],
    [68, 4, 2],
    [76, BASE + align(raw, MEMORY_STEP), 4],
    [80, FILE_STEP, 4],
    [88, 2, 2],
    [112, 16, 4], // data directories
    [116, BASE + CODE_BYTES, 4],
    [120, size - CODE_BYTES, 4],
  ];
  for (const [at, value, bytes] of coff) to.writeUIntLE(value, at, bytes);
  const section = to.subarray(20 + 224);
  section.write('.text', 0, 'latin1');
  for (const [at, value] of [size, BASE, raw, FILE_STEP].entries()) section.writeUInt32LE(value, 8 + 4 * at);
  section.writeUInt32LE(0x6000_0020, 36);
}
