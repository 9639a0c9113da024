/** The ledgers that can be exported: their names and columns. */
import { assert } from '../../kernel/assert.ts';
import { dayOf, dayStart, formatDay, MINUTE_MS } from '../../kernel/instant.ts';
import type { ExportColumn } from './column.ts';

export const LEDGER_NAMES = ['exceptions', 'coverage', 'operations'] as const;
export type LedgerName = (typeof LEDGER_NAMES)[number];

export const LEDGER_TITLES: Readonly<Record<LedgerName, string>> = {
  exceptions: '异常邮件跟踪台账',
  coverage: '筛查覆盖率台账',
  operations: '操作流水',
};

/** A name as a person or a script gives it. */
export function findLedgerName(text: string): LedgerName | undefined {
  return LEDGER_NAMES.find((name) => name === text || LEDGER_TITLES[name] === text);
}

type Short = [key: string, title: string, kind: ExportColumn['kind'], width: number, more?: Pick<ExportColumn, 'wrap' | 'mask'>];

function columnsOf(list: readonly Short[]): ExportColumn[] {
  return list.map(([key, title, kind, width, more]) => ({ key, title, kind, width, ...more }));
}

/** 寄达区域 states the region in the words that an import reads, so that the file can be imported again. */
const EXCEPTIONS = columnsOf([
  ['mail_no', '邮件号', 'mail-no', 16],
  ['accepted_at', '收寄时间', 'instant', 20],
  ['client_code', '客户代码', 'mail-no', 14],
  ['client_name', '客户名称', 'text', 20],
  ['tiers', '客户层级', 'text', 12],
  ['region', '区域', 'choice', 8],
  ['reach', '寄达区域', 'choice', 10],
  ['day', '应筛日期', 'day', 12],
  ['status', '办理状态', 'choice', 10],
  ['cycle', '办理次数', 'integer', 10],
  ['priority', '级别', 'choice', 8],
  ['type', '异常类型', 'choice', 12],
  ['main_rule', '主要异常点', 'choice', 14],
  ['rules', '全部异常点', 'text', 28, { wrap: true }],
  ['stage', '责任环节', 'choice', 12],
  ['organisation', '责任机构', 'text', 22],
  ['raised_at', '列入时间', 'instant', 20],
  ['intervention_due', '干预时限', 'instant', 20],
  ['owner', '处理人', 'choice', 10],
  ['first_asker', '首问责任人', 'choice', 12],
  ['claimed_at', '认领时间', 'instant', 20],
  ['intervention_at', '首次干预时间', 'instant', 20],
  ['follow_ups', '跟进次数', 'integer', 10],
  ['last_follow_up_at', '最近跟进时间', 'instant', 20],
  ['last_follow_up', '最近跟进', 'text', 36, { wrap: true, mask: 'free-text' }],
  ['next_at', '下次跟进时间', 'instant', 20],
  ['snoozed_until', '搁置至', 'instant', 20],
  ['feedback_at', '反馈时间', 'instant', 20],
  ['feedback', '反馈内容', 'text', 36, { wrap: true, mask: 'free-text' }],
  ['pushed_at', '最近推送时间', 'instant', 20],
  ['pushes', '推送次数', 'integer', 10],
  ['push_waived', '免推送原因', 'text', 20, { wrap: true, mask: 'free-text' }],
  ['closed_at', '办结时间', 'instant', 20],
  ['closed_by', '办结人', 'choice', 10],
  ['result', '办结结果', 'text', 36, { wrap: true, mask: 'free-text' }],
]);

const COVERAGE = columnsOf([
  ['day', '应筛日期', 'day', 12],
  ['region', '区域', 'choice', 8],
  ['due', '应筛', 'integer', 10],
  ['normal', '正常', 'integer', 10],
  ['abnormal', '异常', 'integer', 10],
  ['undetermined', '待判', 'integer', 10],
  ['determined', '已判', 'integer', 10],
  ['on_time', '按时', 'integer', 10],
  ['late', '补判', 'integer', 10],
  ['share', '覆盖率', 'text', 10],
  ['first_at', '首次筛查时间', 'instant', 20],
  ['last_at', '最近筛查时间', 'instant', 20],
  ['catch_up', '补筛', 'choice', 8],
]);

const OPERATIONS = columnsOf([
  ['seq', '序号', 'mail-no', 10],
  ['occurred_at', '时间', 'instant', 20],
  ['actor', '操作人', 'choice', 10],
  ['staff_no', '工号', 'mail-no', 12],
  ['kind', '操作', 'choice', 14],
  ['subject', '对象', 'mail-no', 22],
  ['words', '内容', 'text', 48, { wrap: true, mask: 'free-text' }],
  ['recorded_at', '记录时间', 'instant', 20],
  ['clock', '时钟', 'choice', 10],
  ['hash', '校验', 'mail-no', 20],
]);

export const LEDGER_COLUMNS: Readonly<Record<LedgerName, readonly ExportColumn[]>> = {
  exceptions: EXCEPTIONS,
  coverage: COVERAGE,
  operations: OPERATIONS,
};

/** `异常邮件跟踪台账_20261124_0905.xlsx`, by Shanghai time. */
export function exportFileName(name: LedgerName, format: 'xlsx' | 'csv', nowMs: number): string {
  const minute = Math.floor((nowMs - dayStart(dayOf(nowMs))) / MINUTE_MS);
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}`;
  const title = LEDGER_TITLES[name];
  assert(title, `a title of ${name}`);
  return `${title}_${formatDay(dayOf(nowMs)).replaceAll('-', '')}_${clock}.${format}`;
}
