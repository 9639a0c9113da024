import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read, utils } from 'xlsx';
import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { exports_ } from '#shared/contract/exports.ts';
import { LEDGER_COLUMNS } from '#shared/domain/exports/ledgers.ts';
import { formatDay, HOUR_MS } from '#shared/kernel/instant.ts';
import { inspectFile, parseFile } from '../../workers/parsing/index.ts';
import { makeAreaFixture, playDays } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { performAct, undoOnException } from '../exceptions/index.ts';
import { prepareImport, runImport } from '../imports/index.ts';
import { runScreening } from '../screening/index.ts';
import { verifyLedger } from '../verification/index.ts';
import { createExportJobs, createExportsHandlers } from './index.ts';

type Listed = OutputOf<AppContract['exports']['list']>;
const areas = {
  contract: { exports: exports_ },
  handlers: (context: Parameters<typeof createExportsHandlers>[0]) => ({ exports: createExportsHandlers(context) }),
  jobs: createExportJobs,
};
let fixture: AreaFixture;
// Generated days are driven through import and screening once for all tests: some seconds.
beforeAll(async () => {
  fixture = makeAreaFixture(areas);
  await playDays(fixture, { mails: 1500, days: 2, seed: 33 });
  const now = fixture.clock.now();
  const [uid] = fixture.ledger.read((tx) => tx.pluckAll<string>("SELECT uid FROM exception WHERE status = 'open' ORDER BY mail_no"));
  const act = (kind: string, args: object) =>
    fixture.ledger.write((tx) => void performAct(tx, { kind, args, entityId: uid, actor: 'p1', occurredAt: now } as never, `act-${kind}`));
  act('exception.claim', {});
  act('exception.follow-up', { text: '=cmd 已电话联系收件人 13812345678', nextAt: now + HOUR_MS });
  act('exception.set-type', { type: 'loss' });
  act('exception.transfer', { to: 'p2', reason: '片区' });
  const part = { exceptionUid: uid ?? '', opIds: ['act-exception.transfer'] };
  const undo = { actId: 'act-exception.transfer', undoId: 'undo', personId: 'p1', now };
  fixture.ledger.write((tx) => void undoOnException(tx, part, undo));
  act('exception.push', { template: null, text: '邮件正在跟进', channel: 'copied' });
}, 120_000);
afterAll(() => fixture.remove());

async function run(input: object): Promise<Listed['exports'][number]> {
  const { jobId } = await fixture.ask<{ jobId: string }>('exports.start', input);
  await fixture.jobs().idle();
  const { exports } = await fixture.ask<Listed>('exports.list');
  const listed = exports.find(({ id }) => id === jobId);
  if (!listed) throw new Error('not listed');
  return listed;
}

/** Data rows below the headings, as texts by heading. */
function rowsOf(path: string, sheet = 0): Record<string, string>[] {
  const book = read(readFileSync(path), { cellDates: false });
  return utils.sheet_to_json<Record<string, string>>(book.Sheets[book.SheetNames[sheet] ?? ''] ?? {}, { raw: false, defval: '' });
}

describe('the three ledgers', () => {
  it('stand in the default folder under their own name, masked and logged', async () => {
    const done = await run({ name: 'exceptions', format: 'xlsx' });
    expect(done).toMatchObject({ state: 'done', renamed: false, reason: null });
    expect(done.path).toMatch(/异常邮件跟踪台账_\d{8}_\d{4}\.xlsx$/);
    const rows = rowsOf(done.path);
    expect(rows.length).toBe(fixture.ledger.read((tx) => tx.pluck('SELECT count(*) FROM exception')));
    expect(Object.keys(rows[0] ?? {})).toEqual(LEDGER_COLUMNS.exceptions.map(({ title }) => title));
    const followed = rows.find((row) => row['最近跟进'] !== '');
    expect(followed).toMatchObject({
      处理人: '周敏',
      首问责任人: '周敏',
      异常类型: '邮件丢失',
      办理状态: '在办',
      跟进次数: '1',
      推送次数: '1',
    });
    expect(followed?.['最近跟进']).toContain('=cmd 已电话联系收件人 138******78');
    expect(JSON.stringify(rows)).not.toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)/);
    const notes = JSON.stringify(rowsOf(done.path, 1));
    for (const text of [done.checksum, '周敏（XT001）', '已脱敏', '办理状态']) expect(notes).toContain(text);
    const op = fixture.ledger.read((tx) =>
      tx.get<{ actor: string; args_json: string }>("SELECT actor, args_json FROM op WHERE kind = 'data.export'"),
    );
    expect(op?.actor).toBe('p1');
    expect(JSON.parse(op?.args_json ?? '')).toMatchObject({
      name: 'exceptions',
      rows: rows.length,
      masked: true,
      sheets: [{ checksum: done.checksum }],
    });
  });

  it('shows a day that its figures add up to', async () => {
    const done = await run({ name: 'coverage', format: 'csv', path: fixture.folder });
    const lines = readFileSync(done.path, 'utf8')
      .replace(/^\ufeff/, '')
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(','));
    const [headings = [], ...rows] = lines;
    expect(rows.length).toBeGreaterThan(0);
    for (const cells of rows) {
      const cell = (title: string) => Number(cells[headings.indexOf(title)]);
      expect(cell('应筛')).toBe(cell('正常') + cell('异常') + cell('待判'));
      expect(cell('已判')).toBe(cell('按时') + cell('补判'));
    }
    const day = rows[0]?.[0] ?? '';
    const one = await run({ name: 'coverage', format: 'csv', path: join(fixture.folder, '一天.csv'), from: day, to: day });
    expect(one.rows).toBe(rows.filter(([first]) => first === day).length);
  });

  it('lists every op with who did it', async () => {
    const before = fixture.ledger.read((tx) => tx.pluck('SELECT count(*) FROM op'));
    const done = await run({ name: 'operations', format: 'xlsx', path: join(fixture.folder, '流水.xlsx') });
    const rows = rowsOf(done.path);
    expect(rows.length).toBe(before);
    expect(rows.find((row) => row['操作'] === '跟进')).toMatchObject({ 操作人: '周敏', 工号: 'XT001' });
    expect(rows.filter((row) => row['操作'] === '列为异常').every((row) => row['操作人'] === '系统' && row['对象'] !== '')).toBe(true);
    expect(rows.find((row) => row['操作'] === '改类型')?.['内容']).toBe('邮件丢失');
    const transferred = rows.find((row) => row['操作'] === '转派');
    expect(transferred?.['内容']).toBe('李航；片区');
    expect(rows.find((row) => row['操作'] === '撤销')?.['内容']).toBe(`第 ${transferred?.['序号']} 号 转派`);
    expect(rows.find((row) => row['操作'] === '推送客户')?.['内容']).toBe('邮件正在跟进');
  });

  it('keeps to status and days, and refuses a folder that is not there', async () => {
    const path = join(fixture.folder, '无.xlsx');
    expect((await run({ name: 'exceptions', format: 'xlsx', path, status: 'closed' })).rows).toBe(0);
    rmSync(path);
    expect((await run({ name: 'exceptions', format: 'xlsx', path, to: formatDay(1000) })).rows).toBe(0);
    expect(
      await fixture.call('exports.start', { name: 'coverage', format: 'csv', path: join(fixture.folder, '没有', 'a.csv') }),
    ).toMatchObject({
      error: { reason: 'target-folder-missing' },
    });
  });

  it('leaves nothing when it is cancelled', async () => {
    const path = join(fixture.folder, '取消.xlsx');
    const { jobId } = await fixture.ask<{ jobId: string }>('exports.start', { name: 'operations', format: 'xlsx', path });
    await fixture.ask('exports.cancel', { jobId });
    await fixture.jobs().idle();
    const { exports } = await fixture.ask<Listed>('exports.list');
    expect(exports.find(({ id }) => id === jobId)?.state).toBe('cancelled');
    expect(existsSync(path)).toBe(false);
  });
});

describe('an exported ledger imported again', () => {
  for (const format of ['xlsx', 'csv'] as const) {
    it(`gives the same mails from ${format}`, async () => {
      const done = await run({ name: 'exceptions', format, path: join(fixture.folder, `再导入.${format}`) });
      const other = makeAreaFixture(areas);
      try {
        const now = fixture.clock.now();
        other.clock.setWall(now);
        const inspection = await inspectFile(done.path);
        const report = await runImport({
          ...prepareImport(inspection, { kind: 'auto', asOf: now, now }),
          ledger: other.ledger,
          parse: parseFile,
          path: done.path,
          name: 'x',
          actor: 'p1',
          now,
          uid: 'again',
        });
        expect([report.kind, report.refused, report.rows]).toEqual(['mails', 0, done.rows]);
        await runScreening({ ledger: other.ledger, now });
        const mailsOf = (area: AreaFixture) =>
          area.ledger.read((tx) =>
            tx.all(
              `SELECT mail_no, CASE WHEN accepted_at IS NULL THEN NULL ELSE accepted_at / 1000 END AS accepted, posting_day,
                CASE region WHEN 'unknown' THEN NULL ELSE region END AS region, mail.client_code, client.name
              FROM mail LEFT JOIN client ON client.code = mail.client_code
              WHERE mail_no IN (SELECT value FROM json_each(?)) ORDER BY mail_no`,
              [JSON.stringify(exported)],
            ),
          );
        const exported = fixture.ledger.read((tx) => tx.pluckAll<string>('SELECT DISTINCT mail_no FROM exception'));
        expect(mailsOf(other)).toEqual(mailsOf(fixture));
        expect(other.ledger.read((tx) => tx.pluck('SELECT count(*) FROM mail'))).toBe(exported.length);
      } finally {
        await other.remove();
      }
    });
  }

  it('still verifies', async () => {
    expect((await verifyLedger({ ledger: fixture.ledger, now: fixture.clock.now() })).differences).toEqual([]);
  });
});
