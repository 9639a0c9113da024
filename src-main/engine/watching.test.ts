import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headingFingerprint } from '#shared/domain/imports/mapping.ts';
import { assert } from '#shared/kernel/assert.ts';
import { DAY_MS } from '#shared/kernel/instant.ts';
import type { FolderWatch } from '../features/handler-context.ts';
import type { FolderNotices } from '../features/watching/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { FIRST, makeEngineFixture } from './engine-fixture.ts';
import type { EngineFixture, RunningFixture } from './engine-fixture.ts';

const ROW = '1234567890123,2026-03-01 10:00:00,湖南省,湘潭市';
const KNOWN = `邮件号,收寄时间,收件省,收件市\n${ROW}\n`;
const UNKNOWN = `甲,乙,丙,丁\n${ROW}\n`;

let fixture: EngineFixture;
let running: RunningFixture;
let personId: string;
let folder: string;
let notices: FolderNotices | undefined;

const start = (): RunningFixture =>
  fixture.start({
    noticeFiles: (_folder, given) => {
      notices = given;
      return () => (notices = undefined);
    },
  });
beforeEach(async () => {
  fixture = makeEngineFixture();
  running = start();
  personId = ((await running.ask('session.createFirstAdministrator', FIRST)) as { personId: string }).personId;
  folder = join(fixture.folder, '监控');
  mkdirSync(folder);
  watching().set(folder, 7);
});
afterEach(() => fixture.remove());

const opened = () => {
  assert(running.engine.session.opened, 'an open ledger');
  return running.engine.session.opened;
};
const ledger = (): Ledger => opened().ledger;
const watching = (): FolderWatch => opened().work.watching;
const files = (): unknown[] => ledger().read((tx) => tx.all('SELECT name, state, rows_new FROM import_file ORDER BY id'));
async function put(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, text);
  notices?.onFile(path);
  await running.idle();
  return path;
}

describe('the watched folder', () => {
  it('imports what is put into it, moves it aside and deletes it after its days', async () => {
    const path = await put('今日.csv', KNOWN);
    expect(files()).toEqual([{ name: '今日.csv', state: 'done', rows_new: 1 }]);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(join(folder, '已导入'))).toEqual(['今日.csv']);
    fixture.clock.advance(7 * DAY_MS - 1);
    running.wake();
    expect(readdirSync(join(folder, '已导入'))).toHaveLength(1);
    fixture.clock.advance(1);
    running.wake();
    expect(readdirSync(join(folder, '已导入'))).toEqual([]);
  });

  it('keeps two files of one name', async () => {
    await put('今日.csv', KNOWN);
    await put('今日.csv', KNOWN.replace('0123', '0124'));
    expect(readdirSync(join(folder, '已导入')).sort()).toEqual(['今日 (2).csv', '今日.csv']);
    expect(files()).toHaveLength(2);
  });

  it('leaves a file with unknown headings for a person, and takes it once they are known', async () => {
    const path = await put('奇怪.csv', UNKNOWN);
    expect(existsSync(path)).toBe(true);
    expect(files()).toEqual([]);
    expect(watching().status()).toEqual({ path: folder, deleteAfterDays: 7, problem: 'headings-not-found' });
    const mapping = { columns: { 甲: 'mailNo', 乙: 'acceptedAt', 丙: 'destProvince', 丁: 'destCity' } };
    ledger().write((tx) =>
      tx.run('INSERT INTO import_mapping (fingerprint, mapping, saved_at) VALUES (?, ?, 0)', [
        headingFingerprint(['甲', '乙', '丙', '丁']),
        JSON.stringify(mapping),
      ]),
    );
    notices?.onFile(path);
    await running.idle();
    expect(files()).toEqual([{ name: '奇怪.csv', state: 'done', rows_new: 1 }]);
    expect(watching().status().problem).toBeNull();
  });

  it('says why a file cannot be read', async () => {
    const path = await put('空.csv', '');
    expect(existsSync(path)).toBe(true);
    expect(watching().status().problem).toBe('file-empty');
    rmSync(path);
    expect(watching().status().problem).toBeNull();
  });

  it('goes on after a stop, importing nothing twice', async () => {
    const path = join(folder, '今日.csv');
    await put('今日.csv', KNOWN);
    await running.stop();
    // As if the stop had come between import and move.
    writeFileSync(path, KNOWN);
    rmSync(join(folder, '已导入'), { recursive: true });
    running = start();
    await running.ask('session.unlock', { personId, pin: FIRST.pin });
    notices?.onFile(path);
    await running.idle();
    expect(files()).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['已导入']);
  });

  it('tells when it is not there, and comes back by itself', async () => {
    expect(() => watching().set(join(fixture.folder, '没有'), 7)).toThrow('folder-not-found');
    await running.stop();
    rmSync(folder, { recursive: true });
    running = start();
    await running.ask('session.unlock', { personId, pin: FIRST.pin });
    expect(watching().status().problem).toBe('folder-not-found');
    mkdirSync(folder);
    running.wake();
    expect(watching().status().problem).toBeNull();
    await put('今日.csv', KNOWN);
    expect(files()).toHaveLength(1);
  });
});
