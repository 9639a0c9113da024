import { DEFAULT_MACROS, DEFAULT_PUSH_TEMPLATES } from '../exceptions/default-phrases.ts';
import type { Rule, Stage } from '../screening/vocabulary.ts';
import type { RuleSet } from './rule-set.ts';

type Table = Record<string, Stage | null>;

/** `stage: codes` lines to a code table. */
function table(entries: readonly (readonly [Stage | null, string])[]): Table {
  const codes: Table = {};
  for (const [stage, list] of entries) for (const code of list.split(' ')) codes[code] = stage;
  return codes;
}

const POST = table([
  ['accepted', '203 208 10 5'],
  ['at-origin-station', '303 345'],
  ['left-origin', '305'],
  ['at-centre', '954'],
  ['left-centre', '389 989'],
  ['linehaul', '404 423 457 460 500 505 516 912 20 6'],
  ['customs', 'EXA EXC'],
  ['at-delivery-station', '306 307'],
  ['out-for-delivery', '702 11'],
  ['attempt-failed', '705 70'],
  ['delivered', '704 747 748 80 18'],
  ['returned', '708 711'],
  ['void', '207'],
  [null, '801 802'],
]);

const KUAIDI100 = table([
  [null, '101 102 2 201 202 208 209 210 401 7'],
  ['accepted', '1 103'],
  ['at-centre', '1001'],
  ['linehaul', '0 1002 1003'],
  ['customs', '8 10 11 12 13'],
  ['out-for-delivery', '5'],
  ['attempt-failed', '203 204 206 207'],
  ['ready-for-pickup', '501 205'],
  ['delivered', '3 301 302 303 304'],
  ['returned', '4 6 14'],
]);

const KDNIAO = table([
  [null, '0 10 4 401 402 403'],
  ['accepted', '1'],
  ['at-centre', '201'],
  ['linehaul', '2'],
  ['out-for-delivery', '202'],
  ['attempt-failed', '405'],
  ['ready-for-pickup', '211 412'],
  ['delivered', '3 301 302 304 311'],
  ['returned', '404 406 407'],
]);

const NAME_STAGES: RuleSet['nameStages'] = [
  { stage: 'attempt-failed', words: ['未妥投', '投递失败'] },
  { stage: 'returned', words: ['退回', '退件'] },
  { stage: 'delivered', words: ['妥投', '签收'] },
  { stage: 'ready-for-pickup', words: ['自提点', '入柜', '待取'] },
  { stage: 'out-for-delivery', words: ['下段', '派送', '安排投递'] },
  { stage: 'at-delivery-station', words: ['到达投递', '揽投解车'] },
  { stage: 'left-centre', words: ['离开处理中心', '处理中心封车'] },
  { stage: 'at-centre', words: ['到达处理中心', '处理中心解车', '处理中心扫描'] },
  { stage: 'left-origin', words: ['揽投发运', '揽投封发'] },
  { stage: 'accepted', words: ['收寄', '揽收'] },
];

const ATTEMPT_REASONS: RuleSet['attemptReasons'] = [
  { reason: 'address', words: ['址'], type: 'address-change' },
  { reason: 'refused', words: ['拒'], type: 'urge-delivery' },
  { reason: 'rescheduled', words: ['改期', '改约', '另约', '预约'], type: 'urge-delivery' },
  { reason: 'out-of-area', words: ['超区', '超范围', '不在投递范围'], type: 'urge-delivery' },
  { reason: 'phone', words: ['电话', '无法接通', '无人接听', '停机', '关机', '空号'], type: 'urge-delivery' },
  { reason: 'absent', words: ['不在', '无人'], type: 'urge-delivery' },
  { reason: 'other', words: [], type: 'urge-delivery' },
];

const ANSWERS: Record<Rule, RuleSet['answers'][Rule]> = {
  'suspected-loss': { type: 'loss', responsible: 'holder' },
  'damage-reported': { type: 'damage', responsible: 'event-holder' },
  'suspected-swap': { type: 'ab-label', responsible: 'client' },
  'suspected-false-signoff': { type: 'false-signoff', responsible: 'delivery' },
  'suspected-missort': { type: 'missort', responsible: 'processing' },
  'recall-not-honoured': { type: 'recall', responsible: 'holder' },
  'redirect-not-honoured': { type: 'address-change', responsible: 'delivery' },
  'weight-mismatch': { type: 'weight-check', responsible: 'acceptance' },
  returned: { type: 'other', responsible: 'delivery' },
  // The type of an attempt follows its reason, see attemptReasons.
  'attempt-failed': { type: 'urge-delivery', responsible: 'delivery' },
  uncollected: { type: 'urge-delivery', responsible: 'delivery' },
  'no-delivery-result': { type: 'urge-delivery', responsible: 'delivery' },
  'not-out-for-delivery': { type: 'urge-delivery', responsible: 'delivery' },
  stalled: { type: 'delay', responsible: 'holder' },
  'not-dispatched': { type: 'delay', responsible: 'acceptance' },
  // On the delivery side it is urge-delivery.
  overdue: { type: 'delay', responsible: 'holder' },
  'no-trace': { type: 'other', responsible: 'acceptance' },
  'contradictory-trace': { type: 'other', responsible: 'data' },
};

const STAGE_HOLDERS: RuleSet['stageHolders'] = {
  accepted: 'acceptance',
  'at-origin-station': 'acceptance',
  'left-origin': 'transport',
  'at-centre': 'processing',
  'left-centre': 'transport',
  linehaul: 'transport',
  customs: 'transport',
  'at-delivery-station': 'delivery',
  'out-for-delivery': 'delivery',
  'attempt-failed': 'delivery',
  'ready-for-pickup': 'delivery',
  delivered: 'delivery',
  returned: 'delivery',
  void: 'delivery',
};

/** What the program decides by until a supervisor says otherwise. */
export const DEFAULT_RULES: RuleSet = {
  version: 1,
  effectiveFrom: 0,
  homeCity: { province: '湖南省', city: '湘潭市' },
  codes: { post: POST, kuaidi100: KUAIDI100, kdniao: KDNIAO },
  nameStages: NAME_STAGES,
  flags: { recall: ['801'], redirect: ['802'] },
  sources: {
    coarseCodes: ['10', '20', '70', '80'],
    kuaidi100Basic: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '14'],
  },
  reach: {
    '1': 'same-city',
    同城: 'same-city',
    '2': 'in-province',
    地市: 'in-province',
    '3': 'in-province',
    省内: 'in-province',
    '4': 'out-of-province',
    国内: 'out-of-province',
    '5': 'international',
    国际: 'international',
  },
  slots: {
    'same-city': { offsetDays: 1, opensAtMin: 12 * 60, autoRunAtMin: 14 * 60 },
    'in-province': { offsetDays: 2, opensAtMin: 0, autoRunAtMin: 8 * 60 + 30 },
    'out-of-province': { offsetDays: 3, opensAtMin: 0, autoRunAtMin: 8 * 60 + 30 },
  },
  dutyCalendar: 'calendar',
  holidays: { days: {}, throughYear: null },
  thresholds: {
    asOfToleranceMin: 10,
    notDispatchedH: 24,
    stalledH: { 'same-city': 24, 'in-province': 24, 'out-of-province': 48, international: 7 * 24 },
    notOutForDeliveryH: 12,
    noDeliveryResultH: 10,
    uncollectedH: 72,
    lossDays: { 'same-city': 7, 'in-province': 7, 'out-of-province': 10, international: 30 },
    signoffAfterFailureMin: 30,
    recallGraceH: 2,
    redirectGraceH: 2,
    afterDeliveryMin: 30,
    beforeAcceptanceMin: 5,
    weightG: 100,
    weightPercent: 10,
    overdueDeliverySideFromMin: 20 * 60,
  },
  selfPickupWords: ['自提', '窗口', '驿站', '快递柜'],
  damage: {
    words: ['破损', '损坏', '污损', '短少', '拆封'],
    negations: ['无', '未', '没有', '完好', '如', '若', '是否', '防', '请'],
  },
  attemptReasons: ATTEMPT_REASONS,
  answers: ANSWERS,
  stageHolders: STAGE_HOLDERS,
  priorities: {
    interventionH: { P1: 2, P2: 4, P3: 8, P4: 24 },
    p1: ['suspected-loss', 'damage-reported'],
    p2: ['suspected-false-signoff', 'suspected-swap', 'suspected-missort', 'recall-not-honoured', 'redirect-not-honoured'],
    p4: ['contradictory-trace'],
    overdueDays: 2,
    dutyFromMin: 8 * 60,
    dutyToMin: 20 * 60,
    yellowShare: 0.25,
  },
  keyTiers: ['key', 'vip', 'head', 'strategic'],
  macros: [...DEFAULT_MACROS],
  pushTemplates: [...DEFAULT_PUSH_TEMPLATES],
};
