import { pinyin } from 'pinyin-pro';

/** Characters of a double-byte standard, from rows that hold its common ones. */
function charactersOf(encoding: string, rows: readonly [from: number, to: number]): string[] {
  const decoder = new TextDecoder(encoding);
  const all: string[] = [];
  for (let lead = rows[0]; lead <= rows[1]; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (/^\p{Script=Han}$/u.test(text)) all.push(text);
    }
  }
  return all;
}

/** Readings without tones; ü is typed v. */
function readingsOf(character: string): string[] {
  const all = pinyin(character, { multiple: true, toneType: 'none', type: 'array', v: true });
  return [...new Set(all.filter((reading) => /^[a-z]+$/.test(reading)))];
}

/** Reading → its characters, for all of GB 2312 and the common part of Big5. */
export function pinyinTable(): Record<string, string> {
  const characters = new Set([...charactersOf('gbk', [0xb0, 0xf7]), ...charactersOf('big5', [0xa4, 0xc6])]);
  const table = new Map<string, string[]>();
  for (const character of [...characters].sort()) {
    for (const reading of readingsOf(character)) table.set(reading, [...(table.get(reading) ?? []), character]);
  }
  return Object.fromEntries([...table].sort().map(([reading, list]) => [reading, list.join('')]));
}

/** The file as it is kept: one reading a line. */
export function renderPinyinTable(): string {
  return `${JSON.stringify(pinyinTable(), null, 2)}\n`;
}
