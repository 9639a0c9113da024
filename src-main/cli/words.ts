import type {
  AbnormalType,
  ExceptionStatus,
  Region,
  ResponsibleStage,
  Rule,
  Stage,
  Verdict,
} from '#shared/domain/screening/vocabulary.ts';

/** Chinese names beside the codes, in fields of their own. */
export const REGION_NAMES: Record<Region, string> = {
  'same-city': '同城',
  'in-province': '省内',
  'out-of-province': '省外',
  international: '国际',
  unknown: '未知',
};

export const TYPE_NAMES: Record<AbnormalType, string> = {
  'urge-delivery': '催派',
  missort: '错分',
  'weight-check': '核实重量',
  delay: '延误',
  'false-signoff': '虚假签收',
  'ab-label': 'AB面单',
  'address-change': '更改名址',
  loss: '邮件丢失',
  recall: '邮件撤回',
  damage: '邮件破损',
  'proof-of-delivery': '签收底单',
  other: '其他',
};

export const RESPONSIBLE_NAMES: Record<ResponsibleStage, string> = {
  acceptance: '收寄',
  processing: '处理中心',
  transport: '运输',
  delivery: '投递',
  client: '客户打单',
  data: '数据',
};

export const STATUS_NAMES: Record<ExceptionStatus, string> = { open: '未结', 'self-cleared': '已自愈', closed: '已结案' };

export const VERDICT_NAMES: Record<Verdict, string> = { normal: '正常', abnormal: '异常', undetermined: '待判' };

export const STAGE_NAMES: Record<Stage, string> = {
  accepted: '已收寄',
  'at-origin-station': '在收寄机构',
  'left-origin': '已离开收寄机构',
  'at-centre': '到达处理中心',
  'left-centre': '离开处理中心',
  linehaul: '干线运输',
  customs: '海关',
  'at-delivery-station': '到达投递机构',
  'out-for-delivery': '下段投递',
  'attempt-failed': '未妥投',
  'ready-for-pickup': '待自取',
  delivered: '妥投',
  returned: '退回',
  void: '作废',
};

export const RULE_NAMES: Record<Rule, string> = {
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
  uncollected: '超时未取',
  'no-delivery-result': '下段无结果',
  'not-out-for-delivery': '到站未下段',
  stalled: '在途停滞',
  'not-dispatched': '收寄未发运',
  overdue: '超时限未妥投',
  'no-trace': '无轨迹',
  'contradictory-trace': '轨迹矛盾',
};
