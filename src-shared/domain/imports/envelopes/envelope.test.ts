import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant } from '#shared/kernel/instant.ts';
import type { RowSink } from '../table-reader.ts';
import { readEnvelope } from './envelope.ts';

type Read = RowSink & { answeredAt: number | undefined };

function read(value: unknown): Read {
  let row = 0;
  const result: Read = { statements: [], refusals: [], clients: [], answeredAt: undefined };
  readEnvelope(value, { ...result, nextRow: () => (row += 1), answered: (at) => (result.answeredAt = at) });
  return result;
}

/** One line a fact: `number system code time city`. */
function facts(value: unknown): string[] {
  return read(value).statements.map(({ mailNo, source, event, noData }) =>
    event
      ? `${mailNo} ${source} ${event.system}:${event.code} ${formatInstant(event.at).slice(0, 19)} ${event.city}`.trim()
      : `${mailNo} ${source} ${noData === true ? 'no data' : '?'}`,
  );
}
const reasons = (value: unknown): string[] => read(value).refusals.map((refusal) => refusal.reason);

const SCAN = {
  opOrgCode: '20120015',
  opName: '航班降落',
  opTime: '2024-12-26 04:57:00',
  traceNo: '1272448151316',
  opDesc: '快件到达【上海市】',
  operatorNo: 'XTZD',
  vehicleCode: 'CF9025',
  opCode: '912',
  opOrgName: '嘉民包件车间',
  opOrgProvName: '上海市',
  operatorName: '系统自动',
  opOrgCity: '上海市',
};
const NO = '1136281381675';

describe('postal envelopes', () => {
  it('reads a push, also a coarse one', () => {
    expect(facts({ traces: [SCAN, { ...SCAN, opCode: '80', traceNo: '9883681600967' }] })).toEqual([
      '1272448151316 trace-push post:912 2024-12-26T04:57:00 上海市',
      '9883681600967 trace-push post:80 2024-12-26T04:57:00 上海市',
    ]);
  });

  it('reads an open-platform answer, whose body is text', () => {
    const answer = {
      serialNo: '1',
      retCode: '00000',
      retMsg: '查询结果正常返回！',
      retBody: JSON.stringify({ responseItems: [{ ...SCAN, traceNo: 'LZ290346175CN', waybillNo: 'LZ290346175CN' }] }),
      retDate: '2025-08-03 10:00:00',
      success: true,
    };
    expect(facts(answer)).toEqual(['LZ290346175CN trace-query post:912 2024-12-26T04:57:00 上海市']);
    expect(formatInstant(read(answer).answeredAt ?? 0)).toBe('2025-08-03T10:00:00+08:00');
  });

  it('reads a bare array with every member of a scan', () => {
    expect(read([SCAN]).statements).toEqual([
      {
        row: 1,
        mailNo: '1272448151316',
        source: 'trace-stream',
        event: {
          at: Date.parse('2024-12-26T04:57:00+08:00'),
          system: 'post',
          code: '912',
          name: '航班降落',
          text: '快件到达【上海市】',
          orgCode: '20120015',
          orgName: '嘉民包件车间',
          province: '上海市',
          city: '上海市',
          summary: false,
          source: 'trace-stream',
        },
      },
    ]);
  });

  it('reads the public web page by its inner code and its full time', () => {
    const scan = {
      traceNo: '9858638312956',
      opTime: '07:01',
      opCode: '5',
      opName: '已揽收',
      opStateCode: '203',
      opStateName: '收寄计费信息',
      bubbleTime: '2024-03-13 07:01',
      opOrgCity: '咸阳市',
    };
    const answer = (resObj: unknown[]): unknown => ({ success: true, value: { domesticMailResultDtoList: [{ resCode: 'true', resObj }] } });
    expect(facts(answer([scan]))).toEqual(['9858638312956 trace-web post:203 2024-03-13T07:01:00 咸阳市']);
    expect(facts(answer([{ ...scan, opStateCode: '', bubbleTime: '', detailOpTime: '2024-03-13 07:01:09' }]))).toEqual([
      '9858638312956 trace-web post:5 2024-03-13T07:01:09 咸阳市',
    ]);
    expect(reasons(answer([{ ...scan, bubbleTime: '' }]))).toEqual(['time-without-date']);
  });

  it('takes "no data" only for a known number', () => {
    expect(facts({ retCode: 'B0001', retMsg: '未查询到', waybillNo: NO })).toEqual([`${NO} trace-query no data`]);
    expect(reasons({ retCode: 'B0001', retMsg: '未查询到' })).toEqual(['answer-without-mail-no']);
    expect(reasons({ retCode: 'B0002', retMsg: '签名错误', waybillNo: NO })).toEqual(['answer-failed']);
    expect(
      facts([
        { mailNo: NO, msg: '查无此邮件' },
        { num: NO, answer: '无客户信息' },
        { LogisticCode: NO, Traces: [] },
        { [NO]: '无查询信息' },
      ]),
    ).toEqual([`${NO} other no data`, `${NO} other no data`, `${NO} kdniao no data`, `${NO} other no data`]);
    expect(reasons('无查询信息')).toEqual(['answer-without-mail-no']);
  });
});

describe('kuaidi100', () => {
  const answer = (data: unknown[], more: object = {}): unknown => ({
    message: 'ok',
    nu: NO,
    com: 'ems',
    ischeck: '1',
    state: '3',
    data,
    ...more,
  });

  it('takes the code, else the status name, else the state for the newest alone', () => {
    expect(
      facts(
        answer([
          { time: '2024-01-04 10:00:00', context: '已签收', areaName: '广东,深圳市,宝安区' },
          { time: '2024-01-03 10:00:00', context: '派件', status: '派件', areaName: '北京' },
          { time: '2024-01-02 10:00:00', context: '干线', statusCode: '1002' },
          { time: '2024-01-01 10:00:00', context: '不明' },
        ]),
      ),
    ).toEqual([
      `${NO} kuaidi100 kuaidi100:3 2024-01-04T10:00:00 深圳市`,
      `${NO} kuaidi100 kuaidi100:5 2024-01-03T10:00:00 北京`,
      `${NO} kuaidi100 kuaidi100:1002 2024-01-02T10:00:00`,
      `${NO} kuaidi100 kuaidi100: 2024-01-01T10:00:00`,
    ]);
  });

  it('takes the last of an ascending list as the newest', () => {
    const [first, last] = facts(
      answer([
        { time: '2024-01-01 10:00:00', context: 'a' },
        { time: '2024-01-02 10:00:00', context: 'b' },
      ]),
    );
    expect([first?.includes('kuaidi100:3'), last?.includes('kuaidi100:3')]).toEqual([false, true]);
  });

  it('reads pushes and empty answers', () => {
    expect(facts({ status: 'abort', message: '3天查询无记录', lastResult: answer([]) })).toEqual([`${NO} kuaidi100 no data`]);
    expect(facts({ status: 'polling', lastResult: answer([{ ftime: '2024-01-01 10:00:00', context: 'a', statusCode: '101' }]) })).toEqual([
      `${NO} kuaidi100 kuaidi100:101 2024-01-01T10:00:00`,
    ]);
    expect(reasons({ result: false, returnCode: '500', message: '查询无结果，请隔段时间再查' })).toEqual(['answer-without-mail-no']);
  });
});

describe('kdniao', () => {
  it('takes Action, else the extended state for the newest', () => {
    const answer = {
      EBusinessID: '1',
      ShipperCode: 'EMS',
      LogisticCode: NO,
      State: '2',
      StateEx: '202',
      Traces: [
        { AcceptTime: '2024-01-01 10:00:00', AcceptStation: '到达', Location: '湘潭市', Action: '201' },
        { AcceptTime: '2024-01-01 08:00:00', AcceptStation: '途中', Location: '长沙市' },
        { AcceptTime: '2024-01-02 10:00:00', AcceptStation: '派件', Location: '湘潭市' },
      ],
    };
    expect(facts(answer)).toEqual([
      `${NO} kdniao kdniao:201 2024-01-01T10:00:00 湘潭市`,
      `${NO} kdniao kdniao: 2024-01-01T08:00:00 长沙市`,
      `${NO} kdniao kdniao:202 2024-01-02T10:00:00 湘潭市`,
    ]);
    expect(facts({ Data: [answer], Count: '1' })).toHaveLength(3);
    expect(facts({ LogisticCode: NO, State: '0', Reason: '暂无轨迹信息' })).toEqual([`${NO} kdniao no data`]);
  });
});

describe('hostile JSON', () => {
  it('does not touch prototypes', () => {
    const evil = JSON.parse(
      `[{"__proto__":{"opTime":"2024-01-01 10:00:00","polluted":true},"constructor":{"prototype":{"polluted":true}}},{"traceNo":"${NO}","opCode":"704","opTime":"2024-01-01 10:00:00","__proto__":{"polluted":true}}]`,
    ) as unknown;
    expect(facts(evil)).toEqual([`${NO} trace-stream post:704 2024-01-01T10:00:00`]);
    expect(reasons(evil)).toEqual(['json-unrecognised']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses deep nesting and survives long lists and long texts', () => {
    expect(reasons(JSON.parse('['.repeat(5000) + ']'.repeat(5000)))).toEqual(['json-too-deep']);
    const long = read({ nu: NO, com: 'ems', data: Array.from({ length: 200_000 }, () => ({ time: 'x', context: '' })) });
    expect(long.refusals).toHaveLength(200_000);
    expect(read({ junk: 'x'.repeat(5_000_000) }).refusals[0]?.values['junk']).toHaveLength(500);
  });

  it('never throws and answers for every scan', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const scans = [value, SCAN, { ...SCAN, opTime: value, opCode: value, traceNo: NO }];
        const { statements, refusals } = read({ traces: scans });
        expect(statements.length + refusals.length).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});
