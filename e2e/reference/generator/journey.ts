import type { TraceEvent } from '#shared/domain/mail/statement.ts';
import type { Stage } from '#shared/domain/screening/vocabulary.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../shanghai-time.ts';
import { CITIES, OP_NAMES, event, type City } from '../statement-builders.ts';
import type { Random } from './random.ts';
import type { Plan, Teller } from './universe.ts';

type Happening = Stage | 'recall-flag' | 'redirect-flag' | 'nothing-known';
/** What happens to a mail and where; each teller puts it in its own words. */
export type Moment = { at: number; what: Happening; city: City | null; text: string };

const POST: Record<Happening, string[]> = {
  accepted: ['203', '208', '203'],
  'at-origin-station': ['303', '345'],
  'left-origin': ['305'],
  'at-centre': ['954'],
  'left-centre': ['389', '989'],
  linehaul: ['404', '423', '457', '460', '500', '505', '516', '912'],
  customs: ['EXA', 'EXC'],
  'at-delivery-station': ['306', '307', '306'],
  'out-for-delivery': ['702'],
  'attempt-failed': ['705'],
  'ready-for-pickup': [],
  delivered: ['704', '747', '748', '704'],
  returned: ['708', '711'],
  void: ['207'],
  'recall-flag': ['801'],
  'redirect-flag': ['802'],
  'nothing-known': [],
};

/** Names of unknown codes, with what they tell; the names stand apart from every text keyword. */
const TELLTALE: Partial<Record<Happening, string[]>> = {
  accepted: ['揽收完成', '收寄完成'],
  'left-origin': ['揽投封发'],
  'at-centre': ['处理中心解车', '处理中心扫描配发'],
  'left-centre': ['邮件离开处理中心'],
  'at-delivery-station': ['到达投递机构'],
  'out-for-delivery': ['安排投递', '快件派送'],
  'attempt-failed': ['投递失败', '投递结果-未妥投'],
  'ready-for-pickup': ['已入柜', '到达自提点', '待取件'],
  delivered: ['用户签收'],
  returned: ['退件登记', '退回妥投'],
  'nothing-known': ['投递回班交接', '扫描封发'],
};

const COARSE: Partial<Record<Happening, string>> = {
  accepted: '10',
  linehaul: '20',
  'at-centre': '20',
  'left-origin': '20',
  'attempt-failed': '70',
  delivered: '80',
};
const WEB: Partial<Record<Happening, string>> = {
  accepted: '5',
  linehaul: '6',
  'at-centre': '6',
  'out-for-delivery': '11',
  delivered: '18',
};
const KUAIDI100: Partial<Record<Happening, string[]>> = {
  accepted: ['1', '103'],
  'at-centre': ['1001'],
  linehaul: ['0', '1002', '1003', '0'],
  customs: ['8', '10', '11', '12', '13'],
  'out-for-delivery': ['5'],
  'attempt-failed': ['203', '204', '206', '207'],
  'ready-for-pickup': ['501', '205'],
  delivered: ['3', '301', '302', '303', '304', '3'],
  returned: ['4', '6', '14'],
  'nothing-known': ['101', '102', '2', '201', '202', '208', '209', '210', '401', '7'],
};
const KDNIAO: Partial<Record<Happening, string[]>> = {
  accepted: ['1'],
  'at-centre': ['201'],
  linehaul: ['2'],
  'out-for-delivery': ['202'],
  'attempt-failed': ['405'],
  'ready-for-pickup': ['211', '412'],
  delivered: ['3', '301', '302', '304', '311'],
  returned: ['404', '406', '407'],
  'nothing-known': ['10', '4', '401', '402', '403'],
};

export const TEXTS: Partial<Record<Happening, string[]>> = {
  accepted: ['', '揽投员已收件，外包装完好，无破损'],
  'at-centre': ['', '外包装破损，已拍照', '到达处理中心 内件短少', '封套完好未见破损', '如有破损请联系'],
  'attempt-failed': [
    '收件人名址有误',
    '电话无法接通',
    '收件人拒收',
    '约定改期投递',
    '超区',
    '收件人不在',
    '其他原因',
    '因名址不详且电话停机',
  ],
  'out-for-delivery': ['快件正在派送中，请耐心等待', ''],
  delivered: [
    '您的快件已代签收【家人，，】',
    '已签收,本人签收',
    '已投递至驿站',
    '已放入快递柜',
    '邮件自提，窗口领取',
    '外包装完好，无破损',
    '',
  ],
  'ready-for-pickup': ['请及时领取', ''],
};

const EDGES_MS = [30 * MINUTE_MS, 2 * HOUR_MS, 10 * HOUR_MS, 12 * HOUR_MS, 24 * HOUR_MS, 48 * HOUR_MS];

/** A while between two scans, often on a threshold or one second beside it. */
function aWhile(random: Random, isSwift: boolean): number {
  if (isSwift && random.chance(0.8)) return random.int(5 * 60, 5 * 3600) * 1000;
  if (random.chance(0.3)) return random.pick(EDGES_MS) + random.pick([-1000, 0, 1000]);
  if (random.chance(0.05)) return 0;
  return random.chance(0.1) ? random.int(1, 5) * DAY_MS : random.int(60, 14 * 3600) * 1000;
}

const START: Happening[] = ['accepted', 'at-origin-station', 'left-origin', 'at-centre', 'left-centre', 'linehaul', 'at-centre'];
const ENDS: Happening[][] = [
  ['at-delivery-station', 'out-for-delivery', 'delivered'],
  ['at-delivery-station', 'out-for-delivery', 'delivered'],
  ['at-delivery-station', 'out-for-delivery', 'delivered'],
  ['at-delivery-station', 'out-for-delivery', 'attempt-failed', 'out-for-delivery', 'delivered'],
  ['at-delivery-station', 'out-for-delivery', 'attempt-failed', 'delivered'],
  ['at-delivery-station', 'out-for-delivery', 'delivered', 'delivered'],
  ['at-delivery-station', 'delivered'],
  ['delivered', 'out-for-delivery', 'delivered'],
  ['at-delivery-station', 'ready-for-pickup', 'delivered'],
  ['at-delivery-station', 'out-for-delivery', 'ready-for-pickup'],
  ['out-for-delivery', 'attempt-failed', 'returned', 'left-origin', 'at-delivery-station', 'delivered'],
  ['out-for-delivery', 'delivered', 'returned'],
  ['out-for-delivery', 'delivered', 'at-delivery-station', 'out-for-delivery'],
  ['customs', 'linehaul'],
];

function sequence(random: Random): Happening[] {
  const start = START.filter((what) => what === 'accepted' || random.chance(0.45));
  if (random.chance(0.15)) start.splice(1, 0, 'at-delivery-station');
  const whole = [...start, ...random.pick(ENDS)];
  if (random.chance(0.1)) whole.splice(random.int(1, whole.length), 0, random.pick(['recall-flag', 'redirect-flag'] as const));
  if (random.chance(0.1)) whole.splice(random.int(1, whole.length), 0, 'nothing-known');
  if (random.chance(0.04)) whole.splice(random.int(1, whole.length), 0, 'void');
  if (random.chance(0.05)) whole.shift();
  return random.chance(0.5) ? whole.slice(0, random.int(1, whole.length)) : whole;
}

const ANYWHERE = Object.keys(CITIES) as City[];

function whereOf(random: Random, plan: Plan, progress: { what: Happening; isBack: boolean; hasLeft: boolean }): City | null {
  if (random.chance(0.06)) return random.pick(ANYWHERE);
  if (random.chance(0.06)) return null;
  const { what, isBack, hasLeft } = progress;
  if (isBack || !hasLeft || what === 'accepted' || what === 'at-origin-station' || what === 'left-origin') return plan.origin;
  return plan.destination;
}

/** What really happens to a mail, in time. */
export function journeyOf(random: Random, plan: Plan): Moment[] {
  let at = plan.acceptedAt + random.pick([0, 0, 0, 60_000, -5 * MINUTE_MS, -5 * MINUTE_MS - 1000]);
  const isSwift = random.chance(0.5);
  let isBack = false;
  let hasLeft = random.chance(0.3);
  return sequence(random).map((what, index) => {
    if (index > 0) at += aWhile(random, isSwift);
    const city = whereOf(random, plan, { what, isBack, hasLeft });
    if (what === 'returned') isBack = true;
    if (what === 'left-origin' || what === 'at-centre' || what === 'linehaul' || what === 'out-for-delivery') hasLeft = true;
    const texts = TEXTS[what] ?? [''];
    return { at, what, city, text: random.chance(what === 'at-centre' ? 0.15 : 0.6) ? random.pick(texts) : '' };
  });
}

function vendorEvent(random: Random, moment: Moment, teller: 'kuaidi100' | 'kdniao'): TraceEvent | null {
  const codes = (teller === 'kuaidi100' ? KUAIDI100 : KDNIAO)[moment.what];
  if (!codes) return null;
  // kdniao has no field for a state's name.
  const name = teller === 'kuaidi100' ? '状态' : '';
  return { ...event(moment.at, random.pick(codes), null, { source: teller, text: moment.text || '快件信息', name }) };
}

function postEvent(
  random: Random,
  moment: Moment,
  teller: Exclude<Teller, 'kuaidi100' | 'kdniao' | 'quality-grid' | 'coarse-push'>,
): TraceEvent | null {
  const codes = POST[moment.what];
  const names = TELLTALE[moment.what];
  const isUnknown = codes.length === 0 || (names !== undefined && random.chance(0.12));
  if (isUnknown && names === undefined) return null;
  const web = WEB[moment.what];
  const code = isUnknown ? String(random.int(900, 907)) : teller === 'trace-web' && web && random.chance(0.3) ? web : random.pick(codes);
  const name = isUnknown ? random.pick(names ?? []) : (OP_NAMES[code] ?? '操作');
  const told = event(moment.at, code, moment.city, { source: teller, text: moment.text, name });
  // The web answer and some pushes leave the city to the organisation's name.
  return teller === 'trace-web' || random.chance(0.1) ? { ...told, province: '', city: '' } : told;
}

const SUMMARY_NAMES: Partial<Record<Happening, string>> = {
  accepted: '收寄计费信息',
  'left-origin': '揽投发运',
  'at-centre': '邮件到达处理中心',
  'left-centre': '处理中心封车',
  'at-delivery-station': '揽投解车',
  'out-for-delivery': '投递邮件接收-下段',
  'attempt-failed': '投递结果反馈-未妥投',
  delivered: '投递结果反馈-妥投',
  returned: '退回',
  'nothing-known': '投递回班交接',
};

/** A moment in one teller's words; null when it cannot tell of such a thing. */
export function tell(random: Random, moment: Moment, teller: Teller): TraceEvent | null {
  if (teller === 'kuaidi100' || teller === 'kdniao') return vendorEvent(random, moment, teller);
  if (teller === 'coarse-push') {
    const code = COARSE[moment.what];
    return code ? event(moment.at, code, null, { text: moment.text }) : null;
  }
  if (teller === 'quality-grid') {
    const name = SUMMARY_NAMES[moment.what];
    return name ? event(moment.at, '', null, { source: teller, name, summary: true }) : null;
  }
  return postEvent(random, moment, teller);
}
