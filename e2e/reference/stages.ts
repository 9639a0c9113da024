import type { CodeSystem } from '#shared/domain/mail/statement.ts';
import { STAGES, type Stage } from '#shared/domain/screening/vocabulary.ts';

/** The table of section 1: codes of complete sources, then coarse and web ones. */
const POST_CODES: readonly (readonly [Stage, string])[] = [
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
];

/** 801 (recall) and 802 (redirection) are flags and have no stage. */
const FLAGS = ['801', '802'];

/** An unknown code takes its stage from its name, first match. */
const NAME_PATTERNS: readonly (readonly [RegExp, Stage])[] = [
  [/未妥投|投递失败/, 'attempt-failed'],
  [/退回|退件/, 'returned'],
  [/妥投|签收/, 'delivered'],
  [/自提点|入柜|待取/, 'ready-for-pickup'],
  [/下段|派送|安排投递/, 'out-for-delivery'],
  [/到达投递|揽投解车/, 'at-delivery-station'],
  [/离开处理中心|处理中心封车/, 'left-centre'],
  [/到达处理中心|处理中心解车|处理中心扫描/, 'at-centre'],
  [/揽投发运|揽投封发/, 'left-origin'],
  [/收寄|揽收/, 'accepted'],
];

const KUAIDI100: readonly (readonly [Stage, string])[] = [
  ['accepted', '1 103'],
  ['at-centre', '1001'],
  ['linehaul', '0 1002 1003'],
  ['customs', '8 10 11 12 13'],
  ['out-for-delivery', '5'],
  ['attempt-failed', '203 204 206 207'],
  ['ready-for-pickup', '501 205'],
  ['delivered', '3 301 302 303 304'],
  ['returned', '4 6 14'],
];

const KDNIAO: readonly (readonly [Stage, string])[] = [
  ['accepted', '1'],
  ['at-centre', '201'],
  ['linehaul', '2'],
  ['out-for-delivery', '202'],
  ['attempt-failed', '405'],
  ['ready-for-pickup', '211 412'],
  ['delivered', '3 301 302 304 311'],
  ['returned', '404 406 407'],
];

function lookUp(table: readonly (readonly [Stage, string])[], code: string): Stage | null {
  return table.find(([, codes]) => codes.split(' ').includes(code))?.[0] ?? null;
}

function stageOfNames(names: readonly string[]): Stage | null {
  return NAME_PATTERNS.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? null;
}

/** Vendors' states are read only by their own table; post codes by theirs, unknown ones by name. */
export function stageOf(event: { system: CodeSystem; code: string; names: readonly string[] }): Stage | null {
  if (event.system === 'kuaidi100') return lookUp(KUAIDI100, event.code);
  if (event.system === 'kdniao') return lookUp(KDNIAO, event.code);
  if (FLAGS.includes(event.code)) return null;
  return lookUp(POST_CODES, event.code) ?? stageOfNames(event.names);
}

/** Rank of a stage; no stage comes first. */
export function rankOf(stage: Stage | null): number {
  return stage === null ? -1 : STAGES.indexOf(stage);
}

/** "Delivery side" = at-delivery-station, out-for-delivery, attempt-failed, ready-for-pickup. */
export function isDeliverySide(stage: Stage | null): boolean {
  return stage === 'at-delivery-station' || stage === 'out-for-delivery' || stage === 'attempt-failed' || stage === 'ready-for-pickup';
}

/** Terminal = delivered, returned, void. */
export function isTerminal(stage: Stage): boolean {
  return stage === 'delivered' || stage === 'returned' || stage === 'void';
}
