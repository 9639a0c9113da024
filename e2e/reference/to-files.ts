import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MailFields, SourceSystem, Statement, TraceEvent } from '#shared/domain/mail/statement.ts';
import { wallClock } from './shanghai-time.ts';
import type { ImportStep, Step } from './steps.ts';

/** One file of an import step, to be imported with the step's as-of. */
export type WrittenFile = { path: string; kind: 'mails' | 'traces'; source: SourceSystem };
/** The steps as they are to be replayed: an import step's files in place of its statements. */
export type ReplayStep = { kind: 'import'; asOf: number; files: WrittenFile[] } | Exclude<Step, ImportStep>;

/** Headings of the three lists of mails, with what each column says. */
const MAIL_COLUMNS: Partial<Record<SourceSystem, readonly (readonly [string, keyof MailFields])[]>> = {
  'new-generation': [
    ['寄件省名称', 'senderProvince'],
    ['寄件市名称', 'senderCity'],
    ['寄达国（地区）', 'destCountry'],
    ['寄达省名称', 'destProvince'],
    ['寄达市名称', 'destCity'],
    ['寄达局名称', 'destOffice'],
    ['寄达范围', 'reach'],
    ['大宗客户代码', 'clientCode'],
    ['收寄时间', 'acceptedAt'],
    ['收件人地址', 'destAddress'],
    ['申报重量', 'declaredG'],
    ['重量(克)', 'actualG'],
    ['邮件备注', 'remark'],
  ],
  registered: [
    ['寄达局名称', 'destOffice'],
    ['收件人地址', 'destAddress'],
    ['单件重量', 'declaredG'],
    ['邮件备注', 'remark'],
    ['大客户编号', 'clientCode'],
    ['收寄时间', 'acceptedAt'],
  ],
  'quality-grid': [
    ['客户代号', 'clientCode'],
    ['收寄日期', 'acceptedAt'],
    ['收寄省', 'destProvince'],
    ['收寄市', 'destCity'],
  ],
};
const MAIL_NO_HEADING: Partial<Record<SourceSystem, string>> = { registered: '邮件号码' };

function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function mailCell(mail: MailFields, field: keyof MailFields): string {
  const value = mail[field];
  if (value === undefined) return '';
  if (field !== 'acceptedAt') return String(value);
  const text = wallClock(Number(value));
  return mail.acceptedDateOnly === true ? text.slice(0, 10) : text;
}

const SUMMARY_STATUS: readonly (readonly [RegExp, string])[] = [
  [/未妥投/, '未妥投'],
  [/妥投/, '妥投'],
  [/退回/, '退回'],
];

function summaryCells(event: TraceEvent | undefined): string[] {
  if (event === undefined) return ['', '', ''];
  const status = SUMMARY_STATUS.find(([pattern]) => pattern.test(event.name))?.[1] ?? '未妥投';
  return [status, event.name, wallClock(event.at)];
}

function mailsCsv(source: SourceSystem, statements: readonly Statement[]): string {
  const columns = MAIL_COLUMNS[source] ?? [];
  const isGrid = source === 'quality-grid';
  const headings = [
    MAIL_NO_HEADING[source] ?? '邮件号',
    ...columns.map(([heading]) => heading),
    ...(isGrid ? ['状态', '最后操作信息', '最后操作时间'] : []),
  ];
  const rows = statements.map((s) => [
    s.mailNo,
    ...columns.map(([, field]) => mailCell(s.mail ?? {}, field)),
    ...(isGrid ? summaryCells(s.event) : []),
  ]);
  return csvOf([headings, ...rows]);
}

/** The JDPT form of one scan, as push, stream, query and table write it. */
function jdptEvent(mailNo: string, event: TraceEvent): Record<string, string> {
  return {
    traceNo: mailNo,
    opTime: wallClock(event.at),
    opCode: event.code,
    opName: event.name,
    opDesc: event.text,
    opOrgCode: event.orgCode,
    opOrgName: event.orgName,
    opOrgProvName: event.province,
    opOrgCity: event.city,
  };
}

const WEB_CODES = ['5', '6', '11', '18'];

/** ems.com.cn: a web-level code, the JDPT code beside it where there is one, the time only in full in bubbleTime. */
function webEvent(mailNo: string, event: TraceEvent): Record<string, string> {
  const isWeb = WEB_CODES.includes(event.code);
  return {
    traceNo: mailNo,
    waybillNo: mailNo,
    opCode: isWeb ? event.code : '6',
    opName: event.name,
    ...(isWeb ? {} : { opStateCode: event.code, opStateName: event.name }),
    opTime: wallClock(event.at).slice(11, 16),
    bubbleTime: wallClock(event.at),
    opOrgCode: event.orgCode,
    opOrgName: event.orgName,
    notes: event.text,
    traceType: '国内',
  };
}

function byMail(statements: readonly Statement[]): { mailNo: string; events: TraceEvent[] }[] {
  const mailNos = [...new Set(statements.map((s) => s.mailNo))];
  return mailNos.map((mailNo) => ({
    mailNo,
    events: statements.flatMap((s) => (s.mailNo === mailNo && s.event ? [s.event] : [])),
  }));
}

function kuaidi100Answer(mailNo: string, events: readonly TraceEvent[]): unknown {
  const data = events.map((e) => ({
    time: wallClock(e.at),
    ftime: wallClock(e.at),
    context: e.text,
    status: e.name,
    statusCode: e.code,
    areaCode: '',
    areaName: '',
    location: '',
  }));
  const message = data.length === 0 ? '查询无结果，请隔段时间再查' : 'ok';
  return { message, nu: mailNo, ischeck: '0', com: 'ems', status: '200', state: '0', condition: '', data };
}

function kdniaoAnswer(mailNo: string, events: readonly TraceEvent[]): unknown {
  const last = events.at(-1)?.code ?? '0';
  const Traces = events.map((e) => ({
    AcceptTime: wallClock(e.at),
    AcceptStation: e.text,
    Action: e.code,
    Location: '',
    Remark: '',
  }));
  return {
    EBusinessID: '1000000',
    Success: true,
    ShipperCode: 'EMS',
    LogisticCode: mailNo,
    State: last.slice(0, 1),
    StateEx: last,
    Location: '',
    Traces,
  };
}

function queryAnswer(mailNo: string, events: readonly TraceEvent[]): unknown {
  const responseItems = events.map((e) => ({ ...jdptEvent(mailNo, e), waybillNo: mailNo, productName: '特快专递' }));
  return { serialNo: mailNo, retCode: '00000', retMsg: '查询结果正常返回！', retBody: JSON.stringify({ responseItems }), success: true };
}

function webAnswer(mailNo: string, events: readonly TraceEvent[]): unknown {
  const resObj = events.map((e) => webEvent(mailNo, e));
  return { success: true, value: { domesticMailResultDtoList: [{ resCode: '0', resMsg: '', resObj }] } };
}

function jsonLines(statements: readonly Statement[], answer: (mailNo: string, events: TraceEvent[]) => unknown): string {
  return byMail(statements)
    .map(({ mailNo, events }) => `${JSON.stringify(answer(mailNo, events))}\n`)
    .join('');
}

function eventsOf(statements: readonly Statement[]): Record<string, string>[] {
  return statements.flatMap((s) => (s.event ? [jdptEvent(s.mailNo, s.event)] : []));
}

function tableCsv(statements: readonly Statement[]): string {
  const rows = eventsOf(statements);
  const headings = Object.keys(rows[0] ?? {});
  return csvOf([headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))]);
}

function contentOf(source: SourceSystem, statements: readonly Statement[]): { extension: string; text: string } {
  switch (source) {
    case 'trace-push':
      return { extension: 'json', text: JSON.stringify({ traces: eventsOf(statements) }) };
    case 'trace-stream':
      return { extension: 'json', text: JSON.stringify(eventsOf(statements)) };
    case 'trace-query':
      return { extension: 'jsonl', text: jsonLines(statements, queryAnswer) };
    case 'trace-web':
      return { extension: 'jsonl', text: jsonLines(statements, webAnswer) };
    case 'kuaidi100':
      return { extension: 'jsonl', text: jsonLines(statements, kuaidi100Answer) };
    case 'kdniao':
      return { extension: 'jsonl', text: jsonLines(statements, kdniaoAnswer) };
    case 'trace-table':
      return { extension: 'csv', text: tableCsv(statements) };
    case 'new-generation':
    case 'registered':
    case 'quality-grid':
    case 'other':
      return { extension: 'csv', text: mailsCsv(source, statements) };
  }
}

function writeImport(step: ImportStep, dir: string, index: number): WrittenFile[] {
  const sources = [...new Set(step.statements.map((s) => s.source))];
  return sources.map((source) => {
    const { extension, text } = contentOf(
      source,
      step.statements.filter((s) => s.source === source),
    );
    const path = join(dir, `${String(index + 1).padStart(3, '0')}-${source}.${extension}`);
    writeFileSync(path, text);
    return { path, kind: step.kindOfFile, source };
  });
}

/**
 * Writes each import step as the files that its sources would have given, one per source, so that
 * the case can be run through the real importer. Returns the steps to replay in order; all files of
 * a step carry the step's as-of. `steps.json` beside them holds the case itself.
 */
export function toFiles(steps: readonly Step[], dir: string): ReplayStep[] {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'steps.json'), `${JSON.stringify(steps)}\n`);
  return steps.map((step, index) =>
    step.kind === 'import' ? { kind: 'import', asOf: step.asOf, files: writeImport(step, dir, index) } : step,
  );
}
