import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIXTURE_CONTEXT, FIXTURE_SHEET, PLAIN_TEXTS, fixtureRows } from './export-fixture.ts';
import { openTargetFile, temporaryPathOf } from './target-file.ts';
import { createXlsxWriter } from './xlsx-writer.ts';

let folder = '';
let target = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), '导出 测试-'));
  target = join(folder, '月台账.xlsx');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** What Windows answers when another program holds the file at `held`. */
function renameUnlessHeld(held: readonly string[], code: string) {
  return async (from: string, to: string): Promise<void> => {
    if (held.includes(to)) throw Object.assign(new Error(code), { code });
    await rename(from, to);
  };
}

describe('a target file', () => {
  it('has its name only after the commit, replacing what stood there', async () => {
    writeFileSync(target, 'alt');
    const file = await openTargetFile(target);
    await file.write(bytes('neu'));
    await file.writeAt(bytes('N'), 0);
    expect(readFileSync(target, 'utf8')).toBe('alt');
    expect(await file.commit()).toEqual({ path: target, renamed: false });
    expect(readFileSync(target, 'utf8')).toBe('Neu');
    expect(readdirSync(folder)).toEqual(['月台账.xlsx']);
  });

  it.each(['EBUSY', 'EPERM', 'EACCES'])('stands under the next free name when another program holds it (%s)', async (code) => {
    writeFileSync(target, '开着');
    writeFileSync(join(folder, '月台账 (2).xlsx'), '上次的');
    const file = await openTargetFile(target, { renameFile: renameUnlessHeld([target], code) });
    await file.write(bytes('新'));
    expect(await file.commit()).toEqual({ path: join(folder, '月台账 (3).xlsx'), renamed: true });
    expect(readFileSync(target, 'utf8')).toBe('开着');
    expect(readFileSync(join(folder, '月台账 (2).xlsx'), 'utf8')).toBe('上次的');
  });

  it('refuses a folder that cannot be written', async () => {
    const missing = openTargetFile(join(folder, '没有', '月台账.xlsx'));
    await expect(missing).rejects.toMatchObject({ code: 'unavailable', reason: 'target-not-writable' });
  });

  it('overwrites the leftover of a killed export', async () => {
    writeFileSync(temporaryPathOf(target), 'x'.repeat(1000));
    const file = await openTargetFile(target);
    await file.write(bytes('新'));
    await file.commit();
    expect(readFileSync(target, 'utf8')).toBe('新');
  });
});

// /dev/full answers every write as a full disk does.
describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  it('ends the export with its reason and leaves nothing behind', async () => {
    symlinkSync('/dev/full', temporaryPathOf(target));
    const write = async (): Promise<void> => {
      const writer = await createXlsxWriter(target, { context: FIXTURE_CONTEXT });
      try {
        await writer.beginSheet(FIXTURE_SHEET);
        for (let round = 0; round < 2000; round += 1) {
          for (const row of fixtureRows(PLAIN_TEXTS)) await writer.writeRow(row);
        }
        await writer.finish();
      } finally {
        await writer.abort();
      }
    };
    await expect(write()).rejects.toMatchObject({ code: 'unavailable', reason: 'disk-full' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
