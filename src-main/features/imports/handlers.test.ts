import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read, utils, write } from 'xlsx';
import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { imports } from '#shared/contract/imports.ts';
import { parseInstant } from '#shared/kernel/instant.ts';
import { JOB_CHANGED_TOPIC } from '../../jobs/job.ts';
import type { JobChange } from '../../jobs/job.ts';
import { createImportJob, createScreeningJob } from '../jobs/index.ts';
import { makeAreaFixture } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { verifyLedger } from '../verification/index.ts';
import { createImportsHandlers } from './handlers.ts';

type Inspection = OutputOf<AppContract['imports']['inspect']>;
type DryRun = OutputOf<AppContract['imports']['dryRun']>;
type File = OutputOf<AppContract['imports']['list']>['files'][number];
type Refusals = OutputOf<AppContract['imports']['refusals']>;

let fixture: AreaFixture;
beforeAll(() => {
  fixture = makeAreaFixture({
    contract: { imports },
    handlers: (context) => ({ imports: createImportsHandlers(context) }),
    jobs: (ports) => [createImportJob(ports), createScreeningJob(ports)],
  });
  fixture.clock.setWall(parseInstant('2026-03-02T09:00:00') ?? 0);
});
afterAll(() => fixture.remove());

const HEADINGS = '邮件号,收寄时间,寄达范围,收件人姓名,收件人电话,收件人地址,客户简码';
const lineOf = (n: number) =>
  `${1_270_000_000_000 + n},2026-03-01 ${String(8 + (n % 10)).padStart(2, '0')}:15:00,同城,王小明,13812345678,湖南省湘潭市岳塘区书院路1号2栋301,C${n % 40}`;
function csv(name: string, rows: number, extra: readonly string[] = []): string {
  const path = join(fixture.folder, name);
  writeFileSync(path, `${[HEADINGS, ...Array.from({ length: rows }, (_, n) => lineOf(n)), ...extra].join('\n')}\n`);
  return path;
}
const order = (path: string, more: object = {}) => ({ source: { path }, kind: 'auto', asOf: fixture.clock.now(), ...more });
const list = async () => (await fixture.ask<{ files: File[] }>('imports.list', { limit: 50 })).files;
const fileOf = async (id: string) => (await list()).find((file) => file.id === id);
const start = async (input: object) => fixture.ask<{ fileId: string; jobId: string }>('imports.start', input);

describe('a file', () => {
  it('is looked at, tried, imported, and screened by itself', async () => {
    const path = csv('一.csv', 300, ['1.27E+12,2026-03-01 09:00:00,同城,李四,13987654321,某地,C1']);
    const seen = await fixture.ask<Inspection>('imports.inspect', { source: { path } });
    expect(seen).toMatchObject({
      name: '一.csv',
      kind: 'mails',
      headingRow: 1,
      mapping: { 邮件号: 'mailNo', 收件人电话: 'recipientPhone', 客户简码: '' },
      alreadyImportedAt: null,
      mappingRemembered: false,
    });
    const tried = await fixture.ask<DryRun>('imports.dryRun', order(path));
    expect(tried.counts).toEqual({ rows: 301, new: 300, updated: 0, repeated: 0, refused: 1 });
    expect(JSON.stringify(tried.refusals)).not.toContain('13987654321');
    expect(fixture.ledger.read((tx) => tx.pluck('SELECT count(*) FROM mail'))).toBe(0);
    const { fileId } = await start(order(path));
    await fixture.jobs().idle();
    expect(await fileOf(fileId)).toMatchObject({ state: 'done', name: '一.csv', actor: '周敏', counts: tried.counts });
    expect(fixture.ledger.read((tx) => tx.pluck('SELECT count(*) FROM mail WHERE dirty > 0'))).toBe(0);
    expect(fixture.topics).toContainEqual({ topic: 'imports.changed', payload: { fileIds: [fileId] } });
    const again = await fixture.ask<Inspection>('imports.inspect', { source: { path } });
    expect(again.alreadyImportedAt).toBe(fixture.clock.now());
    expect((await start(order(path))).fileId).toBe(fileId);
    await fixture.jobs().idle();
  });

  it('shows its refused rows masked, and exports them', async () => {
    const file = (await list()).find(({ name }) => name === '一.csv');
    const page = await fixture.ask<Refusals>('imports.refusals', { fileId: file?.id, offset: 0, limit: 10 });
    expect(page).toMatchObject({ total: 1, refusals: [{ row: 302, reason: 'mail-no-scientific' }] });
    expect(page.refusals[0]?.values).toMatchObject({ 邮件号: '1.27E+12', 收件人姓名: '李*', 收件人电话: '139******21' });
    const path = join(fixture.folder, '拒绝.xlsx');
    expect(await fixture.ask('imports.exportRefusals', { fileId: file?.id, path })).toEqual({ path, rows: 1 });
    const book = read(readFileSync(path));
    const [row] = utils.sheet_to_json<Record<string, string>>(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { raw: false });
    expect(row).toMatchObject({ 行号: '302', 拒绝原因: '邮件号成了科学计数，末几位已丢失', 收件人姓名: '李*', 收件人电话: '139******21' });
    expect(await fixture.call('imports.exportRefusals', { fileId: file?.id, path: join(fixture.folder, '无', 'x.xlsx') })).toMatchObject({
      error: { reason: 'target-folder-missing' },
    });
  });

  it('keeps the mapping that a person confirmed for its headings', async () => {
    const path = csv('二.csv', 5);
    const { mapping } = await fixture.ask<Inspection>('imports.inspect', { source: { path } });
    await start(order(path, { mapping: { ...mapping, 客户简码: 'clientCode' } }));
    await fixture.jobs().idle();
    const later = csv('三.csv', 7);
    expect(await fixture.ask<Inspection>('imports.inspect', { source: { path: later } })).toMatchObject({
      mapping: { 客户简码: 'clientCode' },
      mappingRemembered: true,
    });
    expect(fixture.ledger.read((tx) => tx.pluck("SELECT count(*) FROM mail WHERE client_code = 'C3'"))).toBe(1);
  });

  it('is refused as a whole with a reason', async () => {
    const path = join(fixture.folder, '坏.csv');
    expect(await fixture.call('imports.start', order(path))).toMatchObject({ error: { reason: 'file-not-found' } });
    writeFileSync(path, '一,二\n三,四\n');
    expect(await fixture.call('imports.start', order(path))).toMatchObject({ error: { reason: 'headings-not-found' } });
    writeFileSync(path, '');
    expect(await fixture.call('imports.inspect', { source: { path } })).toMatchObject({ error: { reason: 'file-empty' } });
    const good = csv('好.csv', 1);
    expect(await fixture.call('imports.start', { ...order(good), asOf: fixture.clock.now() + 3_600_000 })).toMatchObject({
      error: { reason: 'as-of-in-future' },
    });
    expect(await fixture.call('imports.start', { ...order(good), mapping: { 邮件号: 'nothing' } })).toMatchObject({
      error: { reason: 'input-not-valid' },
    });
  });
});

describe('sheet and heading row', () => {
  const KNOWN = ['邮件号', '收寄时间'];
  const UNKNOWN = ['单据', '何日'];
  const rowsFrom = (first: number, count: number) =>
    Array.from({ length: count }, (_, n) => [String(1_275_000_000_000 + first + n), '2026-03-01 10:00:00']);
  function book(name: string, sheets: Record<string, readonly (readonly string[])[]>): string {
    const made = utils.book_new();
    for (const [sheet, rows] of Object.entries(sheets))
      utils.book_append_sheet(made, utils.aoa_to_sheet(rows.map((row) => [...row])), sheet);
    const path = join(fixture.folder, name);
    writeFileSync(path, write(made, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
    return path;
  }
  const inspect = (path: string, more: object = {}) => fixture.ask<Inspection>('imports.inspect', { source: { path }, ...more });
  const twoSheets = (name: string, first: number) =>
    book(name, { 明细: [KNOWN, ...rowsFrom(first, 3)], 备份: [['某局导出'], ['编号', '何时'], ...rowsFrom(first + 100, 5)] });

  it('are listed with rows, and chosen by a person', async () => {
    const path = twoSheets('两张.xlsx', 0);
    expect(await inspect(path)).toMatchObject({
      sheet: '明细',
      headingRow: 1,
      sheets: [
        { name: '明细', rows: 4, hidden: false, recognised: true },
        { name: '备份', rows: 7, hidden: false, recognised: false },
      ],
      chosen: { sheet: null, headingRow: null },
      top: [{ row: 1, cells: KNOWN }, { row: 2 }, { row: 3 }, { row: 4 }],
    });
    const chosen = await inspect(path, { sheet: '备份', headingRow: 2 });
    expect(chosen).toMatchObject({
      sheet: '备份',
      headingRow: 2,
      headings: ['编号', '何时'],
      mapping: { 编号: '', 何时: '' },
      kind: 'auto',
    });
    expect(chosen.preview).toHaveLength(5);
    expect(await fixture.call('imports.inspect', { source: { path }, sheet: '没有' })).toMatchObject({
      error: { reason: 'sheet-not-found' },
    });
  });

  it('are followed by the dry run and the import, and remembered with the mapping', async () => {
    const choice = { sheet: '备份', headingRow: 2, mapping: { 编号: 'mailNo', 何时: 'acceptedAt' } };
    const path = twoSheets('三月一日.xlsx', 1000);
    expect((await fixture.ask<DryRun>('imports.dryRun', order(path, { kind: 'mails', ...choice }))).counts).toMatchObject({
      rows: 5,
      new: 5,
    });
    const { fileId } = await start(order(path, { kind: 'mails', ...choice }));
    await fixture.jobs().idle();
    expect((await fileOf(fileId))?.counts).toMatchObject({ rows: 5, new: 5, refused: 0 });

    // A day later a line more stands above the headings.
    const later = book('三月二日.xlsx', {
      明细: [KNOWN, ...rowsFrom(2000, 2)],
      备份: [['一'], ['二'], ['编号', '何时'], ...rowsFrom(2100, 4)],
    });
    expect(await inspect(later)).toMatchObject({
      sheet: '备份',
      headingRow: 3,
      chosen: { sheet: '备份', headingRow: 3 },
      mapping: { 编号: 'mailNo', 何时: 'acceptedAt' },
      mappingRemembered: true,
      kind: 'mails',
    });
    // Where that sheet is gone, its name limits nothing.
    const other = book('别的.xlsx', { 甲: [UNKNOWN], 乙: [['编号', '何时'], ...rowsFrom(2300, 1)] });
    expect(await inspect(other)).toMatchObject({ chosen: { sheet: null, headingRow: 1 }, mappingRemembered: true });
  });

  it('are forgotten when a person goes back to what the file says by itself', async () => {
    const path = twoSheets('三月三日.xlsx', 3000);
    expect(await inspect(path)).toMatchObject({ sheet: '备份', mappingRemembered: true });
    const { mapping } = await inspect(path, { placeAnew: true });
    await start(order(path, { mapping }));
    await fixture.jobs().idle();
    expect(await inspect(twoSheets('三月四日.xlsx', 4000))).toMatchObject({
      sheet: '明细',
      chosen: { sheet: null, headingRow: null },
      mappingRemembered: false,
    });
  });

  it('know the rows of every kind of workbook', async () => {
    for (const bookType of ['xlsx', 'biff8', 'xlml'] as const) {
      const made = utils.book_new();
      utils.book_append_sheet(made, utils.aoa_to_sheet([KNOWN, [], ...rowsFrom(5000, 3000)]), '甲');
      utils.book_append_sheet(made, utils.aoa_to_sheet([['空']]), '乙');
      const path = join(fixture.folder, `行数-${bookType}`);
      writeFileSync(path, write(made, { type: 'buffer', bookType }) as Buffer);
      expect((await inspect(path)).sheets.map(({ rows }) => rows)).toEqual([3001, 1]);
    }
  });
});

describe('pasted text', () => {
  it('is imported and leaves no file behind', async () => {
    const source = { text: '邮件号\t收寄时间\n1279000000001\t2026-03-01 10:00\n' };
    expect(await fixture.ask<Inspection>('imports.inspect', { source })).toMatchObject({ kind: 'mails', name: '粘贴的内容' });
    const { fileId } = await start({ source, kind: 'auto', asOf: fixture.clock.now() });
    await fixture.jobs().idle();
    expect((await fileOf(fileId))?.counts).toMatchObject({ new: 1 });
    expect(readdirSync(fixture.folder).filter((name) => name.includes('粘贴'))).toEqual([]);
  });
});

describe('a long import', () => {
  it('pauses, goes on where it stopped, and ends as if it never had', async () => {
    const path = csv('长.csv', 20_000);
    const { fileId, jobId } = await start(order(path));
    await begun(jobId);
    await fixture.ask('imports.pause', { fileId });
    await fixture.jobs().idle();
    const paused = await fileOf(fileId);
    expect(paused?.state).toBe('paused');
    await fixture.ask('imports.resume', { fileId });
    await fixture.jobs().idle();
    expect(await fileOf(fileId)).toMatchObject({ state: 'done', counts: { rows: 20_000, refused: 0 } });
  }, 60_000);

  it('is cancelled within a second, keeps what is committed, and completes when imported again', async () => {
    const path = csv('取消.csv', 20_000, [lineOf(30_000)]);
    const { fileId, jobId } = await start(order(path));
    await begun(jobId);
    const before = performance.now();
    await fixture.ask('imports.cancel', { fileId });
    await fixture.jobs().idle();
    expect(performance.now() - before).toBeLessThan(1000);
    expect((await fileOf(fileId))?.state).toBe('cancelled');
    const second = await start(order(path));
    await fixture.jobs().idle();
    expect((await fileOf(second.fileId))?.counts.rows).toBe(20_001);
    const { differences } = await verifyLedger({ ledger: fixture.ledger, now: fixture.clock.now() });
    expect(differences).toEqual([]);
  }, 60_000);

  it('stands in the history also when nothing of it was read, and is read when it is resumed', async () => {
    const [first, second] = [csv('在前.csv', 3000), csv('没轮到.csv', 10)];
    const running = await start(order(first));
    const waiting = await start(order(second));
    await fixture.ask('imports.cancel', { fileId: waiting.fileId });
    expect(await fileOf(waiting.fileId)).toMatchObject({ name: '没轮到.csv', state: 'cancelled', counts: { rows: 0 } });
    await fixture.jobs().idle();
    expect((await fileOf(running.fileId))?.state).toBe('done');
    await fixture.ask('imports.resume', { fileId: waiting.fileId });
    await fixture.jobs().idle();
    expect(await fileOf(waiting.fileId)).toMatchObject({ state: 'done', kind: 'mails', counts: { rows: 10 } });

    const gone = csv('不见了.csv', 20);
    const { fileId } = await start(order(gone));
    rmSync(gone);
    await fixture.jobs().idle();
    expect(await fileOf(fileId)).toMatchObject({ name: '不见了.csv', state: 'failed', reason: 'file-not-found' });
    const { differences } = await verifyLedger({ ledger: fixture.ledger, now: fixture.clock.now() });
    expect(differences).toEqual([]);
  }, 60_000);

  // The limit of 50 ms is judged on an idle machine; here others must have had their turn all along.
  it('leaves the loop free for others', async () => {
    const path = csv('五万.csv', 50_000);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const { fileId } = await start(order(path, { kind: 'mails' }));
    delay.enable();
    await fixture.jobs().idle();
    delay.disable();
    process.stdout.write(
      `longest block while importing and screening 50,000 rows: ${(delay.max / 1e6).toFixed(0)} ms, p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms\n`,
    );
    expect((await fileOf(fileId))?.counts.rows).toBe(50_000);
    expect(delay.max / 1e6).toBeLessThan(2000);
  }, 120_000);
});

/** Resolves when the job has told that it has read something. */
function begun(jobId: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = fixture.ledger.listen(({ topic, payload }) => {
      const { id, progress } = payload as JobChange;
      if (topic !== JOB_CHANGED_TOPIC || id !== jobId || (progress?.done ?? 0) === 0) return;
      stop();
      resolve();
    });
  });
}

it('leaves no pasted file when the source is refused', async () => {
  expect(await fixture.call('imports.start', { source: { text: '  ' }, kind: 'auto', asOf: 1 })).toMatchObject({ ok: false });
  expect(existsSync(fixture.folder) && readdirSync(fixture.folder).some((name) => name.includes('粘贴'))).toBe(false);
});

it('tells the history in pages, without a gap or a repeat', async () => {
  type Page = { files: File[]; total: number };
  const whole = await fixture.ask<Page>('imports.list', { limit: 200 });
  expect(whole.total).toBe(whole.files.length);
  expect(whole.total).toBeGreaterThan(6);
  const pages: File[] = [];
  for (let offset = 0; offset < whole.total; offset += 3)
    pages.push(...(await fixture.ask<Page>('imports.list', { limit: 3, offset })).files);
  expect(pages.map(({ id }) => id)).toEqual(whole.files.map(({ id }) => id));
  expect(
    fixture.ledger.read((tx) =>
      tx.all<{ detail: string }>('EXPLAIN QUERY PLAN SELECT * FROM import_file ORDER BY id DESC LIMIT 3 OFFSET 3'),
    ),
  ).not.toMatchObject([{ detail: expect.stringContaining('TEMP B-TREE') }]);
});
