import { truncateSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { ZipFile } from 'yazl';
import { isAppError } from '#shared/kernel/app-error.ts';
import { asFileError } from './file-error.ts';
import { readHtmlTables } from './html-tables.ts';
import { parseFile } from './parse-file.ts';
import { HEADINGS, ROWS, createScratch, parseAll, writersOf } from './parsing-fixture.ts';
import { sniffFile } from './sniff.ts';

const scratch = createScratch();
afterAll(() => scratch.remove());

async function refusal(path: string): Promise<string> {
  try {
    await parseAll(path);
    return 'read';
  } catch (error) {
    return isAppError(error) ? error.reason : `bug: ${String(error)}`;
  }
}

const write = async (format: string): Promise<Buffer> => Buffer.from((await writersOf([HEADINGS, ...ROWS])[format]?.()) as Uint8Array);

async function zipOf(parts: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
function bookParts(sheet: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': '<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  };
}
const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const sheetXml = (...rows: string[][]): string =>
  `<worksheet><sheetData>${rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('')}</sheetData></worksheet>`;

describe('files that are refused as a whole', () => {
  it('encrypted workbooks', async () => {
    const container = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(container, '/EncryptedPackage', Buffer.alloc(5000, 7));
    XLSX.CFB.utils.cfb_add(container, '/EncryptionInfo', Buffer.alloc(200, 7));
    expect(await refusal(scratch.put('e.xlsx', XLSX.CFB.write(container, { type: 'buffer' }) as Buffer))).toBe('file-encrypted');
    const xls = XLSX.CFB.read(await write('xls (OLE2)'), { type: 'buffer' });
    const stream = XLSX.CFB.find(xls, 'Workbook');
    const content = Buffer.from(stream?.content as Uint8Array);
    const bof = 4 + content.readUInt16LE(2);
    const filePass = Buffer.from([0x2f, 0, 6, 0, 0, 0, 1, 2, 3, 4]);
    XLSX.CFB.utils.cfb_add(xls, '/Workbook', Buffer.concat([content.subarray(0, bof), filePass, content.subarray(bof)]));
    expect(await refusal(scratch.put('e.xls', XLSX.CFB.write(xls, { type: 'buffer' }) as Buffer))).toBe('file-encrypted');
  });

  it('empty, missing and foreign files', async () => {
    expect(await refusal(scratch.put('0.csv', ''))).toBe('file-empty');
    expect(await refusal(scratch.put('1.csv', ' \r\n\t\n'))).toBe('file-empty');
    expect(await refusal(scratch.put('x', 'x').replace(/x$/, 'missing'))).toBe('file-not-found');
    expect(await refusal(scratch.put('x', 'x').replace(/x$/, ''))).toBe('file-unrecognised');
    expect(await refusal(scratch.put('p.csv', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(4000, 1)])))).toBe(
      'file-unrecognised',
    );
    expect(await refusal(scratch.put('z.xlsx', await zipOf({ 'a.txt': 'hello' })))).toBe('file-unrecognised');
    expect(await refusal(scratch.put('a.csv', '甲,乙\n1,2\n'))).toBe('headings-not-found');
    expect(await refusal(scratch.put('a.xml', '<?xml version="1.0"?><root/>'))).toBe('file-unrecognised');
  });

  it('locked files', () => {
    for (const code of ['EBUSY', 'EACCES', 'EPERM']) {
      const error = asFileError(Object.assign(new Error(code), { code }));
      expect([error.code, error.reason]).toEqual(['unavailable', 'file-locked']);
    }
  });

  it('broken files', async () => {
    const xlsx = await write('xlsx, shared strings');
    expect(await refusal(scratch.put('t.xlsx', xlsx.subarray(0, xlsx.length - 200)))).toBe('file-corrupt');
    const xls = await write('xls (OLE2)');
    expect(await refusal(scratch.put('t.xls', xls.subarray(0, 900)))).toBe('file-corrupt');
    expect(await refusal(scratch.put('t.json', '{"traces":[{"traceNo":"1272448151316","opCode":"704"'))).toBe('file-corrupt');
    expect(await refusal(scratch.put('t2.json', '[{"traceNo":"1272448151316"},]'))).toBe('file-corrupt');
  });

  it('too large ones, before anything is unpacked', async () => {
    const big = scratch.put('big.xlsx', await write('xlsx, shared strings'));
    truncateSync(big, 101 * 1024 * 1024);
    expect(await refusal(big)).toBe('file-too-large');
    const bomb = await zipOf(bookParts(sheetXml(['邮件号'], ['1272448151316'])));
    for (let at = bomb.indexOf('PK\u0001\u0002'); at !== -1; at = bomb.indexOf('PK\u0001\u0002', at + 4))
      bomb.writeUInt32LE(0x30000000, at + 24);
    expect(await refusal(scratch.put('bomb.xlsx', bomb))).toBe('file-too-large');
    const liar = await zipOf(bookParts(sheetXml(['邮件号'], ['1272448151316'])));
    for (let at = liar.indexOf('PK\u0001\u0002'); at !== -1; at = liar.indexOf('PK\u0001\u0002', at + 4)) liar.writeUInt32LE(10, at + 24);
    expect(await refusal(scratch.put('liar.xlsx', liar))).toBe('file-corrupt');
  });

  it('entity bombs, document types, doubled and outlandish parts', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${sheetXml(['邮件号'], ['&b;'])}`;
    expect(await refusal(scratch.put('x.xlsx', await zipOf(bookParts(bomb))))).toBe('file-unsafe');
    expect(await refusal(scratch.put('u.xlsx', await zipOf(bookParts(sheetXml(['邮件号'], ['&b;'])))))).toBe('file-unsafe');
    const ml = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>`;
    expect(await refusal(scratch.put('x.xls', ml))).toBe('file-unsafe');
    expect(await refusal(scratch.put('d.xlsx', await zipOf(bookParts(sheetXml(['邮件号']), { 'XL/workbook.xml': '<workbook/>' }))))).toBe(
      'file-unsafe',
    );
    const evil = await zipOf(bookParts(sheetXml(['邮件号'], ['1272448151316']), { 'aa/bb/evil.txt': 'x' }));
    for (let at = evil.indexOf('aa/bb'); at !== -1; at = evil.indexOf('aa/bb', at + 1)) evil.write('../..', at);
    expect(await refusal(scratch.put('n.xlsx', evil))).toBe('file-corrupt');
    expect(await refusal(scratch.put('m.xlsx', await zipOf(bookParts('<worksheet><sheetData></worksheet>'))))).toBe('file-corrupt');
  });
});

describe('odd but honest workbooks', () => {
  it('with prefixes, apostrophes, CDATA, comments, gaps and escapes', async () => {
    const xml = `<?xml version='1.0'?><x:worksheet xmlns:x='y'><x:sheetData><!-- <row> --><x:row r='2'><x:c r='B2' t='inlineStr'><x:is><x:t><![CDATA[邮件号]]></x:t></x:is></x:c><x:c r="D2" t="str"><x:v>收件人</x:v></x:c></x:row>
      <x:row r = "5"  ><x:c r="B5"
        t="inlineStr"><x:is><x:r><x:t>_x001F_12724</x:t></x:r><x:r><x:t xml:space="preserve">48151316</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c><x:c r="D5" t="str"><x:f>A1&gt;B1</x:f><x:v>张&#x4e09; &amp; 李四</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    const { statements } = await parseAll(scratch.put('p.xlsx', await zipOf(bookParts(xml))));
    expect(statements).toMatchObject([{ row: 5, mailNo: '1272448151316', mail: { recipientName: '张三 & 李四' } }]);
  });

  it('with numbers in scientific notation: exact ones are whole, rounded ones are refused', async () => {
    const xml = `<worksheet><sheetData><row><c t="str"><v>邮件号</v></c></row><row><c><v>1.272448151316E12</v></c></row><row><c><v>1.27245E+12</v></c></row><row><c><v>1272448151317.0</v></c></row></sheetData></worksheet>`;
    const { statements, refusals } = await parseAll(scratch.put('s.xlsx', await zipOf(bookParts(xml))));
    expect(statements.map((statement) => statement.mailNo)).toEqual(['1272448151316', '1272448151317']);
    expect(refusals).toMatchObject([{ row: 3, reason: 'mail-no-scientific' }]);
  });
});

describe('odd text', () => {
  it('with endless lines and countless columns ends in refusals', async () => {
    const path = scratch.put(
      'l.csv',
      `邮件号,备注\n1272448151316,a\n${'x'.repeat(9_000_000)}\n1272448151317,${',,'.repeat(100_000)}\n1272448151318,b\n`,
    );
    const { statements, refusals, rowsRead } = await parseAll(path);
    expect(statements.map((statement) => statement.mailNo)).toEqual(['1272448151316', '1272448151318']);
    expect([refusals.length, rowsRead]).toEqual([2, 4]);
  });

  it('in HTML ends without tables or with few', () => {
    expect(readHtmlTables('<a '.repeat(300_000))).toEqual([]);
    expect(readHtmlTables(`<table>${'<script>'.repeat(100_000)}<tr><td>x</table>`)).toHaveLength(1);
    expect(readHtmlTables('<table><tr><td rowspan=2>a<td>b<tr><td>c<td>d</table>')).toEqual([
      [
        { row: 1, cells: ['a', 'b'] },
        { row: 2, cells: ['', 'c', 'd'] },
      ],
    ]);
  });
});

describe('cancelling', () => {
  it('ends the reading at the next piece', async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `${1_100_000_000_000 + i},x`).join('\n');
    const path = scratch.put('c.csv', `邮件号,备注\n${lines}`);
    const abort = new AbortController();
    let batches = 0;
    const reading = async (): Promise<void> => {
      for await (const _ of parseFile(path, { kind: 'auto', signal: abort.signal })) {
        batches += 1;
        if (batches === 3) abort.abort();
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: 'cancelled' });
    expect(batches).toBeLessThan(50);
    await expect(sniffFile(path, abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
