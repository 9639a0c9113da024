/** The rows that the export benchmark writes: 20 columns of a ledger, invented and repeatable. */
import type { ColumnKind, ExportSheet } from '#shared/domain/exports/column.ts';

const COLUMNS: readonly [title: string, kind: ColumnKind][] = [
  ['邮件号', 'mail-no'],
  ['客户名称', 'choice'],
  ['客户代码', 'mail-no'],
  ['客户类别', 'choice'],
  ['收寄时间', 'instant'],
  ['发现时间', 'instant'],
  ['最后扫描', 'instant'],
  ['寄达省', 'choice'],
  ['寄达市', 'choice'],
  ['环节', 'choice'],
  ['异常类型', 'choice'],
  ['判定依据', 'text'],
  ['首问人', 'choice'],
  ['收件机构', 'choice'],
  ['停留小时', 'integer'],
  ['重量', 'integer'],
  ['邮资', 'money-fen'],
  ['应查日期', 'day'],
  ['跟进记录', 'text'],
  ['状态', 'choice'],
];

export const BENCH_SHEET: ExportSheet = {
  name: '异常邮件跟踪台账',
  notes: [],
  columns: COLUMNS.map(([title, kind], index) => ({ key: `c${index}`, title, kind, width: 14 })),
};

const FIRST_MS = Date.UTC(2026, 2, 1);
const FIRST_DAY = 20_513;
const pick = (words: readonly string[], index: number): string => words[index % words.length] ?? '';

export function benchRow(index: number): (string | number)[] {
  const at = FIRST_MS + index * 37_000;
  const city = pick(['长沙市', '深圳市', '杭州市', '南京市', '湘潭市'], index);
  return [
    `12${72_450_000_000 + index * 7}`,
    `湘潭大客户${index % 400}有限公司`,
    `C${430_000 + (index % 400)}`,
    pick(['协议', '重点', 'VIP', '头部', '战略'], index),
    at,
    at + 3_600_000,
    at + 7_200_000,
    pick(['湖南省', '广东省', '浙江省', '江苏省'], index),
    city,
    pick(['收寄', '运输', '投递'], index),
    pick(['滞留', '退回', '破损', '错投', '无人签收'], index),
    `邮件在【${city}营业部】停留超过${index % 72}小时，最后一次扫描为${index % 24}:00`,
    pick(['王敏', '李红', '张强'], index),
    `${city}第${index % 60}揽投部`,
    index % 500,
    1200 + (index % 9999),
    (index * 31) % 100_000,
    FIRST_DAY + (index % 40),
    `已联系投递机构，预计明日再投 ${index}`,
    index % 7 === 0 ? '已结' : '在办',
  ];
}
