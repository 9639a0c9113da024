import { afterAll, describe, expect, it } from 'vitest';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import * as XLSX from 'xlsx';
import { formatInstant } from '#shared/kernel/instant.ts';
import { inspectFile } from './inspect-file.ts';
import { HEADINGS, ROWS, createScratch, csvOf, parseAll, writersOf } from './parsing-fixture.ts';
import { sniffFile } from './sniff.ts';

const scratch = createScratch();
afterAll(() => scratch.remove());

const TABLE = [HEADINGS, ...ROWS];

describe('one table in every format', () => {
  // The extension lies on purpose: only the content counts.
  it.each(Object.entries(writersOf(TABLE)))('%s', async (_, write) => {
    const { statements, refusals, rowsRead } = await parseAll(scratch.put('文件 1.dat', await write()));
    expect(
      statements.map(({ row, mailNo, mail }) => [
        row,
        mailNo,
        formatInstant(mail?.acceptedAt ?? 0),
        mail?.clientCode,
        mail?.recipientName,
        mail?.actualG,
        mail?.postageFen,
        mail?.reach,
      ]),
    ).toEqual([
      [2, '1272448151316', '2024-12-26T15:31:55+08:00', '1100207488562', '张三', 350, 1250, '3'],
      [3, '9858638312956', '2024-12-26T23:59:59+08:00', '1100207488562', '李四', 1200, 800, '4'],
      [4, 'LZ290346175CN', '2024-02-29T00:00:01+08:00', '1100207488563', '王五', 20, 3005, '5'],
    ]);
    expect(statements[0]?.mail?.destAddress).toBe('长沙市"某某"路 1 号, 二栋');
    expect(statements[1]?.mail?.destAddress).toMatch(/^深圳市\s*南山区$/);
    expect(refusals.map(({ row, reason, values }) => [row, reason, values['邮件号']])).toEqual([[5, 'mail-no-scientific', '1.27245E+12']]);
    expect(rowsRead).toBe(4);
  });
});

describe('workbooks', () => {
  async function excel(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void): Promise<string> {
    const book = new ExcelJS.Workbook();
    fill(book.addWorksheet('S'), book);
    return scratch.put('book.xls', new Uint8Array(await book.xlsx.writeBuffer()));
  }

  it('give exact numbers, dates by their format and stored values of formulas', async () => {
    const path = await excel((sheet) => {
      sheet.addRow(['邮件号', '收寄时间', '收寄日期', '重量(克)', '收件人']);
      sheet.addRow([
        1272448151316,
        new Date(Date.UTC(2024, 11, 26, 15, 31, 55)),
        45652,
        { formula: '1+1', result: 77 },
        { richText: [{ text: '张' }, { text: '三' }] },
      ]);
      sheet.addRow([9858638312956, 45652.646, null, 12, null]);
      sheet.getCell('B2').numFmt = 'yyyy/m/d h:mm:ss';
    });
    const { statements } = await parseAll(path);
    expect(
      statements.map(({ mailNo, mail }) => [mailNo, formatInstant(mail?.acceptedAt ?? 0), mail?.actualG, mail?.recipientName]),
    ).toEqual([
      ['1272448151316', '2024-12-26T15:31:55+08:00', 77, '张三'],
      ['9858638312956', '2024-12-26T15:30:14+08:00', 12, undefined],
    ]);
  });

  it('count dates from 1904 when they say so', async () => {
    const path = await excel((sheet, book) => {
      book.properties.date1904 = true;
      sheet.addRow(['邮件号', '收寄时间']);
      sheet.addRow(['1272448151316', 44190.5]);
      sheet.addRow(['1272448151317', 44190]);
      sheet.getCell('B3').numFmt = 'yyyy-mm-dd';
    });
    const { statements } = await parseAll(path);
    expect(statements.map(({ mail }) => [formatInstant(mail?.acceptedAt ?? 0), mail?.acceptedDateOnly])).toEqual([
      ['2024-12-26T12:00:00+08:00', undefined],
      ['2024-12-26T00:00:00+08:00', true],
    ]);
  });

  it('keep dates of real xls and SpreadsheetML files', async () => {
    for (const bookType of ['biff8', 'xlml', 'xlsx'] as const) {
      const sheet = XLSX.utils.aoa_to_sheet([
        ['邮件号', '收寄时间'],
        [1272448151316, 45652.5],
      ]);
      (sheet['B2'] as XLSX.CellObject).z = 'yyyy-mm-dd hh:mm:ss';
      const book = XLSX.utils.book_new();
      XLSX.utils.book_append_sheet(book, sheet, 'S');
      const { statements } = await parseAll(scratch.put('d.bin', XLSX.write(book, { type: 'buffer', bookType }) as Buffer));
      expect([bookType, statements[0]?.mailNo, formatInstant(statements[0]?.mail?.acceptedAt ?? 0)]).toEqual([
        bookType,
        '1272448151316',
        '2024-12-26T12:00:00+08:00',
      ]);
    }
  });

  it('find headings below filter text and in merged rows', async () => {
    const path = await excel((sheet) => {
      sheet.addRow(['时限质量明细']);
      sheet.addRow(['导出时间：2024-12-27 09:30:00']);
      sheet.addRow(['邮件号', '收寄信息', null, '收件人', null]);
      sheet.addRow([null, '收寄时间', '收寄机构', '姓名', '地址']);
      sheet.addRow(['1272448151316', '2024-12-26 10:00:00', '揽投部', '张三', '某路']);
      sheet.addRow(['合计', 1]);
      sheet.mergeCells('A3:A4');
      sheet.mergeCells('B3:C3');
      sheet.mergeCells('D3:E3');
    });
    const { statements, refusals } = await parseAll(path);
    expect(statements).toMatchObject([{ row: 5, mailNo: '1272448151316', mail: { recipientName: '张三', destAddress: '某路' } }]);
    expect(refusals).toMatchObject([{ row: 6, reason: 'totals-row' }]);
    const inspection = await inspectFile(path);
    expect(inspection.asOf).toEqual({ at: Date.parse('2024-12-27T09:30:00+08:00'), basis: 'export-time' });
    expect(inspection.sheets[0]).toMatchObject({ headerRow: 4, kind: 'mails' });
    expect(inspection.sheets[0]?.preview).toHaveLength(2);
  });

  it('read every sheet with headings, but no hidden one', async () => {
    const path = await excel((sheet, book) => {
      sheet.addRow(['邮件号', '收寄时间']);
      sheet.addRow(['1272448151316', '2024-12-26']);
      book.addWorksheet('说明').addRow(['导出人', '某人']);
      const more = book.addWorksheet('续');
      more.addRow(['邮件号', '收寄时间']);
      more.addRow(['1272448151317', '2024-12-26']);
      const hidden = book.addWorksheet('藏', { state: 'hidden' });
      hidden.addRow(['邮件号', '收寄时间']);
      hidden.addRow(['1272448151318', '2024-12-26']);
    });
    expect((await parseAll(path)).statements.map((statement) => statement.mailNo)).toEqual(['1272448151316', '1272448151317']);
    expect((await inspectFile(path)).sheets.map((sheet) => [sheet.name, sheet.kind, sheet.hidden])).toEqual([
      ['S', 'mails', false],
      ['说明', 'unknown', false],
      ['续', 'mails', false],
      ['藏', 'mails', true],
    ]);
    const chosen = await parseAll(path, { mapping: { sheet: '藏', columns: {} } });
    expect(chosen.statements.map((statement) => statement.mailNo)).toEqual(['1272448151318']);
  });

  it('of the years before Unicode are read in their code page', async () => {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(
      book,
      XLSX.utils.aoa_to_sheet([
        ['AAAAAA', 'BBBBBB'],
        ['1272448151316', 'CCCC'],
      ]),
      'S',
    );
    const bytes = XLSX.write(book, { type: 'buffer', bookType: 'biff5' }) as Buffer;
    for (const [mark, text] of [
      ['AAAAAA', '邮件号'],
      ['BBBBBB', '收件人'],
      ['CCCC', '张三'],
    ] as const)
      iconv.encode(text, 'gbk').copy(bytes, bytes.indexOf(mark));
    bytes.writeUInt16LE(936, bytes.indexOf(Buffer.from([0x42, 0, 2, 0])) + 4);
    const { statements } = await parseAll(scratch.put('old.xls', bytes));
    expect(statements).toMatchObject([{ mailNo: '1272448151316', mail: { recipientName: '张三' } }]);
  });

  it('decode HTML that was saved as .xls in GBK', async () => {
    const html = `<html><head><meta charset="gb2312"></head><body><table><tr><th colspan="2">收寄清单</th></tr><tr><td>邮件号</td><td>收件人</td></tr><tr><td style="mso-number-format:'\\@'">1272448151316</td><td>张三&amp;李四</td></tr></table></body></html>`;
    const { statements } = await parseAll(scratch.put('导出.xls', iconv.encode(html, 'gbk')));
    expect(statements).toMatchObject([{ row: 3, mailNo: '1272448151316', mail: { recipientName: '张三&李四' } }]);
  });
});

describe('delimited text', () => {
  it('is decoded as GB18030 even when the first Chinese comes late', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => [
      String(1_100_000_000_000 + i),
      '2024-12-26 10:00:00',
      i === 59_999 ? '张三' : 'A',
    ]);
    const path = scratch.put('late.csv', iconv.encode(csvOf([['mailno', 'biz_occur_date', 'remark'], ...rows]), 'gb18030'));
    expect((await sniffFile(path)).encoding).toBe('gb18030');
    const all = await parseAll(path);
    expect([all.statements.length, all.batches]).toEqual([60_000, 60]);
  });

  it('survives stray and unclosed quotes, lone CR and missing ends', async () => {
    const text =
      '邮件号,收件人,备注\r\n1272448151316,5"盒,好\r\n1272448151317,"未闭合,x\r\n1272448151318,"引""号",y\r\n="1272448151319",z,';
    const { statements } = await parseAll(scratch.put('q.csv', text));
    expect(statements.map(({ mailNo, mail }) => [mailNo, mail?.recipientName])).toEqual([
      ['1272448151316', '5"盒'],
      ['1272448151317', '未闭合'],
      ['1272448151318', '引"号'],
      ['1272448151319', 'z'],
    ]);
    const cr = await parseAll(scratch.put('cr.csv', '邮件号,收件人\r1272448151316,a\r1272448151317,b'));
    expect(cr.statements).toHaveLength(2);
  });

  it('may be a bare list of numbers', async () => {
    const { statements } = await parseAll(scratch.put('list.txt', '1272448151316\n9858638312956\n'));
    expect(statements).toMatchObject([{ row: 1, mail: {} }, { row: 2 }]);
  });
});

describe('JSON files', () => {
  const scan = (no: string, time: string): object => ({ traceNo: no, opTime: time, opCode: '702', opName: '下段', opDesc: '派送' });

  it('stream a push of any length', async () => {
    const traces = Array.from({ length: 60_000 }, (_, i) => ({
      ...scan(String(1_100_000_000_000 + i), '2024-12-26 10:00:00'),
      pad: '"}],[{'.repeat(20),
    }));
    const path = scratch.put('push.json', JSON.stringify({ traces, more: [[1], { a: ']' }] }));
    const { statements, refusals, batches } = await parseAll(path);
    expect([statements.length, refusals.length, statements.at(-1)?.row, statements.at(-1)?.source]).toEqual([
      60_000,
      0,
      60_000,
      'trace-push',
    ]);
    expect(batches).toBe(60);
  });

  it('number the lines of JSON lines and keep a broken one to itself', async () => {
    const lines = [
      JSON.stringify(scan('1272448151316', '2024-12-26 10:00:00')),
      '',
      '{"traceNo":',
      JSON.stringify({ traces: [scan('1272448151317', '10:00')] }),
      JSON.stringify({ nu: '1272448151318', com: 'ems', data: [] }),
    ];
    const { statements, refusals } = await parseAll(scratch.put('a.jsonl', lines.join('\n')));
    expect(statements.map(({ row, mailNo, noData }) => [row, mailNo, noData])).toEqual([
      [1, '1272448151316', undefined],
      [5, '1272448151318', true],
    ]);
    expect(refusals.map(({ row, reason }) => [row, reason])).toEqual([
      [3, 'json-broken'],
      [4, 'time-without-date'],
    ]);
  });

  it('propose the latest event, or the time of the answer', async () => {
    const push = scratch.put(
      'p.json',
      JSON.stringify([scan('1272448151316', '2024-12-26 10:00:00'), scan('1272448151316', '2024-12-25 10:00:00')]),
    );
    expect(await inspectFile(push)).toMatchObject({
      kind: 'traces',
      source: 'trace-stream',
      asOf: { at: Date.parse('2024-12-26T10:00:00+08:00'), basis: 'latest-event' },
    });
  });

  it('are pretty-printed or in GB18030 as well', async () => {
    const text = JSON.stringify([scan('1272448151316', '2024-12-26 10:00:00')], null, 2);
    expect((await sniffFile(scratch.put('b.txt', text))).container).toBe('json');
    expect((await parseAll(scratch.put('c.txt', iconv.encode(text, 'gb18030')))).statements[0]?.event?.name).toBe('下段');
  });
});
