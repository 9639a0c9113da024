import type { CodeSystem, MailFields, SourceSystem, Statement, TraceEvent } from '#shared/domain/mail/statement.ts';
import { shanghai } from './shanghai-time.ts';
import type { FactStep, ImportStep, ScreenStep } from './steps.ts';

/** Cities of the small universe: key → province, city, organisation code, address of a recipient. */
export const CITIES = {
  湘潭: ['湖南省', '湘潭市', '41100015'],
  长沙: ['湖南省', '长沙市', '41000015'],
  株洲: ['湖南省', '株洲市', '41200015'],
  湘西: ['湖南省', '湘西土家族苗族自治州', '41600015'],
  上海: ['上海市', '上海市', '20000015'],
  北京: ['北京市', '北京市', '10000015'],
  重庆: ['重庆市', '重庆市', '40000015'],
  仙桃: ['湖北省', '仙桃市', '43300015'],
  潜江: ['湖北省', '潜江市', '43310015'],
  济源: ['河南省', '济源市', '45900015'],
  郑州: ['河南省', '郑州市', '45000015'],
} as const;
export type City = keyof typeof CITIES;

export const OP_NAMES: Record<string, string> = {
  '203': '收寄计费信息',
  '208': '揽收',
  '207': '邮件删除',
  '303': '揽投配发',
  '305': '揽投发运/封车',
  '345': '揽收扫描配发',
  '954': '邮件到达处理中心',
  '389': '处理中心封车',
  '989': '离开处理中心',
  '404': '交航扫描',
  '423': '出口邮件直封封发',
  '457': '航空公司启运',
  '460': '离开境外处理中心',
  '500': '航空公司接收',
  '505': '飞机到达进港',
  '516': '到达寄达地',
  '912': '航班降落',
  EXA: '送交出口海关',
  EXC: '出口海关放行',
  '306': '揽投解车',
  '307': '投递局接收',
  '702': '投递邮件接收-下段',
  '704': '投递结果反馈-妥投',
  '705': '投递结果反馈-未妥投',
  '747': '妥投-单位',
  '748': '妥投-本人',
  '708': '退回',
  '711': '退回妥投',
  '801': '撤单',
  '802': '改址',
  '10': '收寄',
  '20': '运输',
  '70': '试投',
  '80': '妥投',
};

export type EventDetail = {
  text?: string;
  name?: string;
  source?: SourceSystem;
  system?: CodeSystem;
  summary?: boolean;
  orgName?: string;
};

/** One scan; `city` null leaves province, city and organisation unsaid. */
export function event(at: number, code: string, city: City | null, detail: EventDetail = {}): TraceEvent {
  const place = city === null ? null : CITIES[city];
  const source = detail.source ?? 'trace-push';
  const vendor = source === 'kuaidi100' || source === 'kdniao' ? source : 'post';
  return {
    at,
    system: detail.system ?? vendor,
    code,
    name: detail.name ?? OP_NAMES[code] ?? '',
    text: detail.text ?? '',
    orgCode: place ? place[2] : '',
    orgName: detail.orgName ?? (place ? `${place[1]}第一揽投部` : ''),
    province: place ? place[0] : '',
    city: place ? place[1] : '',
    summary: detail.summary ?? false,
    source,
  };
}

export const M = '1200000000017';
export const M2 = '1200000000024';
export const M3 = '1200000000031';

/** A mail record's fields: accepted at, destination city. */
export function fieldsTo(acceptedAt: string, city: City | null, more: MailFields = {}): MailFields {
  const place = city === null ? {} : { destProvince: CITIES[city][0], destCity: CITIES[city][1] };
  return { acceptedAt: shanghai(acceptedAt), ...place, ...more };
}

export function mailSays(mail: MailFields, mailNo = M, source: SourceSystem = 'new-generation'): Statement {
  return { row: 1, mailNo, source, mail };
}

export function scanSays(at: string, code: string, ...rest: [City | null, EventDetail?, string?]): Statement {
  const [city, detail, mailNo] = rest;
  const scanned = event(shanghai(at), code, city, detail ?? {});
  return { row: 1, mailNo: mailNo ?? M, source: scanned.source, event: scanned };
}

export function noDataSays(mailNo = M, source: SourceSystem = 'kuaidi100'): Statement {
  return { row: 1, mailNo, source, noData: true };
}

function numbered(statements: Statement[]): Statement[] {
  return statements.map((statement, index) => ({ ...statement, row: index + 1 }));
}

export function mailsFile(asOf: string, ...statements: Statement[]): ImportStep {
  return { kind: 'import', asOf: shanghai(asOf), kindOfFile: 'mails', statements: numbered(statements) };
}

export function tracesFile(asOf: string, ...statements: Statement[]): ImportStep {
  return { kind: 'import', asOf: shanghai(asOf), kindOfFile: 'traces', statements: numbered(statements) };
}

export function screenAt(now: string): ScreenStep {
  return { kind: 'screen', now: shanghai(now) };
}

export function factAt(at: string, fact: Omit<FactStep, 'kind' | 'at' | 'mailNo' | 'reason'>, mailNo = M): FactStep {
  return { kind: 'fact', mailNo, at: shanghai(at), reason: '客户来电', ...fact };
}
