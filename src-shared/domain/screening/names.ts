import type { AbnormalType, Priority, Region, RegionBasis, ResponsibleStage, Rule, Stage, Verdict, Missing } from './vocabulary.ts';

/** The trade's Chinese words for the codes; codes are the contract, these are for people. */

export const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  accepted: '已收寄',
  'at-origin-station': '收寄局处理',
  'left-origin': '离开收寄局',
  'at-centre': '到达处理中心',
  'left-centre': '离开处理中心',
  linehaul: '干线运输',
  customs: '海关',
  'at-delivery-station': '到达投递机构',
  'out-for-delivery': '投递中',
  'attempt-failed': '未妥投',
  'ready-for-pickup': '待自提',
  delivered: '妥投',
  returned: '退回',
  void: '已作废',
};

export const REGION_NAMES: Readonly<Record<Region, string>> = {
  'same-city': '同城',
  'in-province': '省内',
  'out-of-province': '省外',
  international: '国际',
  unknown: '未知',
};

export const REGION_BASIS_NAMES: Readonly<Record<RegionBasis, string>> = {
  override: '人工指定',
  export: '寄达范围',
  divisions: '行政区划',
  unknown: '无依据',
};

export const RULE_NAMES: Readonly<Record<Rule, string>> = {
  'suspected-loss': '疑似丢失',
  'damage-reported': '报告破损',
  'suspected-swap': '疑似AB面单',
  'suspected-false-signoff': '疑似虚假签收',
  'suspected-missort': '疑似错分',
  'recall-not-honoured': '撤回未执行',
  'redirect-not-honoured': '改址未执行',
  'weight-mismatch': '重量不符',
  returned: '退回',
  'attempt-failed': '未妥投',
  uncollected: '逾期未取',
  'no-delivery-result': '下段无结果',
  'not-out-for-delivery': '到局未下段',
  stalled: '在途停滞',
  'not-dispatched': '收寄未发运',
  overdue: '逾期未妥投',
  'no-trace': '无轨迹',
  'contradictory-trace': '轨迹矛盾',
};

/** Name and key of each abnormal type. */
export const ABNORMAL_TYPE_WORDS: Readonly<Record<AbnormalType, { name: string; key: string }>> = {
  'urge-delivery': { name: '催派', key: '1' },
  missort: { name: '错分', key: '2' },
  'weight-check': { name: '核实重量', key: '3' },
  delay: { name: '延误', key: '4' },
  'false-signoff': { name: '虚假签收', key: '5' },
  'ab-label': { name: 'AB面单', key: '6' },
  'address-change': { name: '更改名址', key: '7' },
  loss: { name: '邮件丢失', key: '8' },
  recall: { name: '邮件撤回', key: '9' },
  damage: { name: '邮件破损', key: '0' },
  'proof-of-delivery': { name: '签收底单', key: '-' },
  other: { name: '其他', key: '=' },
};

export const RESPONSIBLE_STAGE_NAMES: Readonly<Record<ResponsibleStage, string>> = {
  acceptance: '收寄',
  processing: '处理中心',
  transport: '运输',
  delivery: '投递',
  client: '客户打单',
  data: '数据',
};

export const PRIORITY_NAMES: Readonly<Record<Priority, string>> = { P1: '特急', P2: '紧急', P3: '一般', P4: '低' };
export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = { normal: '正常', abnormal: '异常', undetermined: '待判' };
export const MISSING_NAMES: Readonly<Record<Missing, string>> = {
  region: '缺区域',
  trace: '缺轨迹',
  'fresh-trace': '缺新轨迹',
};
