import { describe, expect, it } from 'vitest';
import { formatInstant } from '#shared/kernel/instant.ts';
import { findExportTime } from './export-time.ts';
import { guessHeadings } from './headings.ts';
import { columnKeys, headingFingerprint } from './mapping.ts';
import type { Mapping } from './mapping.ts';
import { createTableReader } from './table-reader.ts';
import type { RowSink, TableOptions, TableReader } from './table-reader.ts';

function read(lines: readonly string[], options: Partial<TableOptions> = {}): RowSink & { reader: TableReader } {
  const sink: RowSink = { statements: [], refusals: [], clients: [] };
  const reader = createTableReader({ kind: 'auto', ...options });
  lines.forEach((line, index) => reader.push({ row: index + 1, cells: line.split('|') }, sink));
  reader.end(sink);
  return { ...sink, reader };
}

const NEW_GENERATION =
  '可售卖产品|邮件号|寄件人|寄达省名称|寄达市名称|大宗客户代码|大宗客户名称|收寄时间|收件人|收件人电话|收件人地址|重量(克)|总邮资|标准邮资|寄达范围';

describe('a 新一代 list', () => {
  it('becomes mail facts', () => {
    const { statements, refusals } = read([
      NEW_GENERATION,
      '特快|\t1272448151316|湘潭某店|广东省|深圳市|1100207488562.0|某某商贸|2024-12-26 15:31:55|张三|13900000000|某路 1 号|350|12.5|12|3省内',
    ]);
    expect(refusals).toEqual([]);
    expect(statements).toEqual([
      {
        row: 2,
        mailNo: '1272448151316',
        source: 'new-generation',
        mail: {
          acceptedAt: Date.parse('2024-12-26T15:31:55+08:00'),
          actualG: 350,
          clientCode: '1100207488562',
          clientName: '某某商贸',
          destAddress: '某路 1 号',
          destCity: '深圳市',
          destProvince: '广东省',
          postageFen: 1250,
          product: '特快',
          reach: '3',
          recipientName: '张三',
          recipientPhone: '13900000000',
          senderName: '湘潭某店',
        },
      },
    ]);
  });

  it('refuses damaged rows by name and counts every row once', () => {
    const row = (no: string, at: string, weight = '1'): string => `特快|${no}|a|b|c|d|e|${at}|f|g|h|${weight}|1|1|1`;
    const { statements, refusals } = read([
      NEW_GENERATION,
      row('1.27245E+12', '2024-12-26'),
      row('', '2024-12-26'),
      row('1272448151316', '15:31'),
      row('1272448151317', '2024-02-30 10:00:00'),
      row('1272448151318', '2024-12-26', '重'),
      row('LZ290346175CN', '2024-12-26'),
      row('LZ290346176CN', '2024-12-26'),
      '||||||||||||||',
      NEW_GENERATION,
      '合计|6|||||||||||||',
    ]);
    expect(statements.map((statement) => [statement.row, statement.mailNo, statement.mail?.acceptedDateOnly])).toEqual([
      [7, 'LZ290346175CN', true],
    ]);
    expect(refusals.map((refusal) => [refusal.row, refusal.reason])).toEqual([
      [2, 'mail-no-scientific'],
      [3, 'mail-no-missing'],
      [4, 'time-without-date'],
      [5, 'time-impossible'],
      [6, 'weight-unreadable'],
      [8, 'mail-no-check-digit'],
      [10, 'repeated-heading'],
      [11, 'totals-row'],
    ]);
    expect(refusals[0]?.values).toMatchObject({ 邮件号: '1.27245E+12', 可售卖产品: '特快' });
  });

  it('joins a date column and a clock column', () => {
    const { statements } = read(['邮件号|收寄日期|收寄时间', '1272448151316|2024-12-26|15:31']);
    expect(formatInstant(statements[0]?.mail?.acceptedAt ?? 0)).toBe('2024-12-26T15:31:00+08:00');
  });
});

describe('a 给据 template', () => {
  it('declares its weight by 单件重量 and writes "." for nothing', () => {
    const { statements } = read([
      '记录序号|用户自编号|邮件号码|寄达局名称|收件人姓名|重量|单件重量|大客户编号|总资费（分）|邮件备注',
      '1|.|XK00000000001|北京朝阳|李四|900|450|C01|1205|.',
    ]);
    expect(statements[0]).toEqual({
      row: 2,
      mailNo: 'XK00000000001',
      source: 'registered',
      mail: { destOffice: '北京朝阳', recipientName: '李四', declaredG: 450, clientCode: 'C01', postageFen: 1205 },
    });
  });
});

describe('a 质效 grid', () => {
  const head =
    '邮件号|二级行业|客户代号|客户名称|收寄单位名称|收寄日期|收寄省|收寄市|收寄区|状态|轨迹位置|最后操作信息|最后操作时间|实收邮费';

  it('names the receiver by 收寄省/市/区 and the last scan by one summary event', () => {
    const { statements } = read([
      '查询条件：未妥投',
      '导出时间：2024-12-27 09:30:00',
      '',
      head,
      '1272448151316|服装|C1|某店|湘潭揽投部|2024-12-26|广东省|深圳市|宝安区|未妥投|投递端|投递邮件接收-下段|2024-12-27 08:01:02|12.5',
    ]);
    expect(statements[0]).toEqual({
      row: 5,
      mailNo: '1272448151316',
      source: 'quality-grid',
      mail: {
        acceptedAt: Date.parse('2024-12-26T00:00:00+08:00'),
        acceptedDateOnly: true,
        destProvince: '广东省',
        destCity: '深圳市',
        destCounty: '宝安区',
        clientCode: 'C1',
        clientName: '某店',
        acceptanceOrg: '湘潭揽投部',
        postageFen: 1250,
      },
      event: {
        at: Date.parse('2024-12-27T08:01:02+08:00'),
        system: 'post',
        code: '',
        name: '投递邮件接收-下段',
        text: '',
        orgCode: '',
        orgName: '',
        province: '',
        city: '',
        summary: true,
        source: 'quality-grid',
      },
    });
  });

  it('finds the export time above the headings and no period', () => {
    const { reader } = read([
      '查询时间：2024-12-01 00:00:00 至 2024-12-26 23:59:59',
      '导出时间：2024-12-27 09:30:00',
      head,
      '1272448151316',
    ]);
    expect(formatInstant(findExportTime(reader.preamble) ?? 0)).toBe('2024-12-27T09:30:00+08:00');
    expect(findExportTime([{ row: 1, cells: ['查询时间：2024-12-01 00:00 ~ 2024-12-26 23:59'] }])).toBeUndefined();
  });
});

describe('a trace table', () => {
  const head = '邮件号|操作时间|操作码|操作名称|操作描述|操作机构代码|操作机构名称|操作机构省|操作机构市';

  it('becomes events', () => {
    const { statements, refusals } = read([
      head,
      '1272448151316|2024-12-26 15:31:55|702|投递邮件接收-下段|正在派送|20120015|飞虹路揽投部|上海市|上海市',
      '1272448151316|15:31:55|702|下段||||',
      '1272448151316|2024-12-26|702|下段||||',
      '1272448151316||702|下段||||',
      '1272448151317|||查无此邮件|||||',
    ]);
    expect(statements).toEqual([
      {
        row: 2,
        mailNo: '1272448151316',
        source: 'trace-table',
        event: {
          at: Date.parse('2024-12-26T15:31:55+08:00'),
          system: 'post',
          code: '702',
          name: '投递邮件接收-下段',
          text: '正在派送',
          orgCode: '20120015',
          orgName: '飞虹路揽投部',
          province: '上海市',
          city: '上海市',
          summary: false,
          source: 'trace-table',
        },
      },
      { row: 6, mailNo: '1272448151317', source: 'trace-table', noData: true },
    ]);
    expect(refusals.map((refusal) => refusal.reason)).toEqual(['time-without-date', 'event-time-without-clock', 'event-time-missing']);
  });

  it('is no mails file, and a mails file is no trace table', () => {
    expect(read([NEW_GENERATION, '特快|1272448151316'], { kind: 'traces' }).reader.mismatch).toBe(true);
    expect(read([head, '1272448151316|2024-12-26 15:31:55|702|下段'], { kind: 'mails' }).statements).toEqual([
      { row: 2, mailNo: '1272448151316', source: 'other', mail: {} },
    ]);
  });
});

describe('headings', () => {
  it('are found in two merged rows', () => {
    const { statements, reader } = read([
      '时限报表||||',
      '邮件号|收寄信息||收件人|',
      '|收寄时间|收寄机构|姓名|地址',
      '1272448151316|2024-12-26 10:00:00|揽投部|张三|某路',
    ]);
    expect(reader.header?.headings).toEqual(['邮件号', '收寄时间', '收寄机构', '收件人姓名', '收件人地址']);
    expect(statements[0]?.mail).toMatchObject({ recipientName: '张三', destAddress: '某路', acceptanceOrg: '揽投部' });
    expect(statements[0]?.row).toBe(4);
  });

  it('prefer the usual word where two columns mean one thing', () => {
    const { columns } = guessHeadings(['实收邮资', '总邮资', '邮件号']);
    expect(columns.map((column) => column.field)).toEqual([null, 'postage', 'mailNo']);
  });

  it('have one fingerprint in any order, and keys for empty and repeated ones', () => {
    expect(headingFingerprint(['邮件号', '备注'])).toBe(headingFingerprint(['备注 ', '邮件号']));
    expect(columnKeys(['备注', '', '备注'])).toEqual(['备注', '#2', '备注(2)']);
  });

  it('follow a remembered mapping, whatever they are called', () => {
    const mapping: Mapping = { headerRow: 1, source: 'registered', columns: { 编号: 'mailNo', 何时: 'acceptedAt', 邮件号: null } };
    const { statements } = read(['编号|何时|邮件号', '1272448151316|2024-12-26 10:00:00|1272448151399'], { mapping });
    expect(statements[0]).toMatchObject({
      mailNo: '1272448151316',
      source: 'registered',
      mail: { acceptedAt: Date.parse('2024-12-26T10:00:00+08:00') },
    });
  });

  it('may be missing from a list of numbers', () => {
    const { statements, refusals } = read(['1272448151316', '', '9858638312956', '12'], { allowList: true });
    expect(statements.map((statement) => statement.mailNo)).toEqual([]);
    expect(refusals).toEqual([]);
    const most = read(['1272448151316', '9858638312956', '9883681600967', '9823189069696', '12'], { allowList: true });
    expect(most.statements).toHaveLength(4);
    expect(most.refusals).toMatchObject([{ row: 5, reason: 'mail-no-shape' }]);
  });
});

describe('a clients file', () => {
  it('reads tiers from words and from flags', () => {
    const { clients, refusals } = read([
      '客户代码|客户名称|客户等级|VIP|客户经理|行业|群组',
      'C1|某某商贸|协议、重点|是|王五|服装|一群,二群',
      'C2|散户店|普通|否|||',
      'C3||协议||||',
      'C4|某厂|钻石||||',
    ]);
    expect(clients).toEqual([
      {
        row: 2,
        code: 'C1',
        name: '某某商贸',
        tiers: ['agreement', 'key', 'vip'],
        accountManager: '王五',
        industry: '服装',
        groups: ['一群', '二群'],
      },
      { row: 3, code: 'C2', name: '散户店', tiers: [] },
    ]);
    expect(refusals.map((refusal) => refusal.reason)).toEqual(['client-name-missing', 'client-tier-unknown']);
  });
});
