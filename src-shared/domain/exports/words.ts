/** The trade's words for codes, as they stand in exported files; screens have catalogues of their own. */
import type { ClientTier } from '../clients/client-row.ts';
import type { RowReason } from '../imports/reasons.ts';
import type { MailNoRefusal } from '../mail/mail-no.ts';
import type { AbnormalType, ExceptionStatus, Priority, Region, ResponsibleStage, Rule } from '../screening/vocabulary.ts';

export const REGION_WORDS: Readonly<Record<Region, string>> = {
  'same-city': '同城',
  'in-province': '省内',
  'out-of-province': '省外',
  international: '国际',
  unknown: '待判',
};

/** The same region in the words of 寄达范围, which an import reads; a region to be judged states none. */
export const REACH_WORDS: Readonly<Record<Region, string>> = {
  'same-city': '同城',
  'in-province': '省内',
  'out-of-province': '国内',
  international: '国际',
  unknown: '',
};

export const TYPE_WORDS: Readonly<Record<AbnormalType, string>> = {
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

export const RESPONSIBLE_WORDS: Readonly<Record<ResponsibleStage, string>> = {
  acceptance: '收寄',
  processing: '处理中心',
  transport: '运输',
  delivery: '投递',
  client: '客户打单',
  data: '数据',
};

export const RULE_WORDS: Readonly<Record<Rule, string>> = {
  'suspected-loss': '疑似丢失',
  'damage-reported': '反映破损',
  'suspected-swap': '疑似AB面单',
  'suspected-false-signoff': '疑似虚假签收',
  'suspected-missort': '疑似错分',
  'recall-not-honoured': '撤回未执行',
  'redirect-not-honoured': '改址未执行',
  'weight-mismatch': '重量不符',
  returned: '已退回',
  'attempt-failed': '未妥投',
  uncollected: '待取超期',
  'no-delivery-result': '下段无结果',
  'not-out-for-delivery': '到局未下段',
  stalled: '停留过久',
  'not-dispatched': '收寄未发运',
  overdue: '到期未妥投',
  'no-trace': '查无轨迹',
  'contradictory-trace': '轨迹矛盾',
};

export const PRIORITY_WORDS: Readonly<Record<Priority, string>> = { P1: '一级', P2: '二级', P3: '三级', P4: '四级' };

export const STATUS_WORDS: Readonly<Record<ExceptionStatus, string>> = { open: '在办', 'self-cleared': '已自愈', closed: '已办结' };

export const TIER_WORDS: Readonly<Record<ClientTier, string>> = {
  agreement: '协议',
  key: '重点',
  vip: 'VIP',
  head: '头部',
  strategic: '战略',
};

/** Kinds of ops; one that is not here stands under its own name. */
export const OP_WORDS: Readonly<Record<string, string>> = {
  'exception.raise': '列为异常',
  'exception.find': '新增异常点',
  'exception.withdraw': '撤回异常点',
  'exception.assess': '调整建议',
  'exception.self-clear': '自愈',
  'exception.claim': '认领',
  'exception.follow-up': '跟进',
  'exception.set-type': '改类型',
  'exception.set-stage': '定责任环节',
  'exception.feedback': '反馈',
  'exception.confirm-self-cleared': '确认自愈',
  'exception.close': '结案',
  'exception.accept': '采纳建议',
  'exception.set-next': '改下次跟进',
  'exception.transfer': '转派',
  'exception.snooze': '搁置',
  'exception.wake': '取消搁置',
  'exception.push': '推送客户',
  'exception.waive-push': '免推送',
  'exception.undo': '撤销',
  'view.save': '保存视图',
  'view.remove': '删除视图',
  'view.reorder': '调整视图次序',
  'mail.record': '邮件登记',
  'rules.save': '保存规则',
  'rules.withdraw': '撤回规则',
  'client.save': '保存客户',
  'person.add': '新增人员',
  'person.change': '调整岗位',
  'person.remove': '移除人员',
  'data.reveal': '查看完整信息',
  'data.export': '导出',
  'data.erase': '删除个人信息',
  'key.export': '导出密钥',
  'training.start': '开始练习',
  'training.answer': '练习答题',
};

/** Why a row of an import was refused. */
export const REFUSAL_WORDS: Readonly<Record<RowReason | MailNoRefusal, string>> = {
  'mail-no-missing': '没有邮件号',
  'mail-no-scientific': '邮件号成了科学计数，末几位已丢失',
  'mail-no-check-digit': '国际邮件号校验位不对',
  'mail-no-shape': '不是邮件号',
  'time-unreadable': '时间读不懂',
  'time-impossible': '没有这个日期或时刻',
  'time-without-date': '只有时刻，没有日期',
  'time-ambiguous': '日期可以有两种读法',
  'event-time-missing': '轨迹没有时间',
  'event-time-without-clock': '轨迹只有日期，没有时刻',
  'event-name-missing': '轨迹没有操作名称',
  'weight-unreadable': '重量读不懂',
  'money-unreadable': '金额读不懂',
  'totals-row': '合计行',
  'repeated-heading': '重复的表头',
  'row-too-wide': '列数太多',
  'client-code-missing': '没有客户代码',
  'client-code-scientific': '客户代码成了科学计数，末几位已丢失',
  'client-name-missing': '没有客户名称',
  'client-tier-unknown': '认不出的客户层级',
  'json-broken': 'JSON 不完整',
  'json-unrecognised': '认不出的轨迹结构',
  'json-too-deep': '嵌套太深',
  'answer-without-mail-no': '查询结果没有邮件号',
  'answer-failed': '这次查询没有成功',
};
