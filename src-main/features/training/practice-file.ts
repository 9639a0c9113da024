import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, formatInstant } from '#shared/kernel/instant.ts';
import { makeFolder } from '../../platform/files.ts';
import { mailNumber } from '../generator/index.ts';

const ROWS = 12;
const HEADINGS = [
  '邮件号',
  '收寄时间',
  '大宗客户代码',
  '大宗客户名称',
  '收件人',
  '收件人电话',
  '收件人地址',
  '寄达省名称',
  '寄达市名称',
  '寄达范围',
];
const PLACES = [
  ['湖南省', '湘潭市', '1'],
  ['湖南省', '长沙市', '3'],
  ['广东省', '广州市', '4'],
] as const;
const BYTE_ORDER_MARK = '\uFEFF';

/** What a practice file is made of; `seed` draws its mail numbers. */
export type PracticeOrder = { readonly folder: string; readonly now: number; readonly seed: number };

/** Writes a list of invented mails, as a postal system exports it; answers its path. */
export function writePracticeFile({ folder, now, seed }: PracticeOrder): string {
  const lines = [HEADINGS, ...Array.from({ length: ROWS }, (_, index) => rowOf(index, { now, seed }))];
  makeFolder(folder);
  const path = join(folder, `练习收寄清单-${stampOf(now)}-${seed}.csv`);
  writeFileSync(path, `${BYTE_ORDER_MARK}${lines.map((line) => line.join(',')).join('\r\n')}\r\n`);
  return path;
}

function rowOf(index: number, { now, seed }: Pick<PracticeOrder, 'now' | 'seed'>): readonly string[] {
  const [province, city, reach] = PLACES[index % PLACES.length] ?? PLACES[0];
  return [
    mailNumber('ems', index, seed),
    formatInstant(now - DAY_MS - index * 600_000)
      .replace('T', ' ')
      .slice(0, 19),
    '4303990000099',
    '练习示例商贸有限公司',
    `收示${index + 1}`,
    `1380000${String(2001 + index)}`,
    `${province}${city}练习路${index + 1}号`,
    province,
    city,
    reach,
  ];
}

function stampOf(now: number): string {
  return formatInstant(now).replaceAll(/\D/g, '').slice(4, 12);
}
