import { cleanText, foldWidth } from './clean.ts';
import type { RawRow } from './raw-row.ts';
import { readTime } from './times.ts';

const LABEL = /(?:导出|查询|统计|生成|打印|制表|下载|数据截止|截止)(?:时间|日期)?\s*[:：]?\s*/g;
const INSTANT =
  /^(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[T\s]?\s*\d{1,2}\s*[:时]\s*\d{1,2}(?:\s*[:分]\s*\d{1,2}\s*秒?)?)\s*(至|到|~|～|—|-{1,2}\s*\d)?/;

/**
 * The moment at which a file says that it was made (导出时间, 查询时间 …), from the text above its
 * headings. A period is not a moment, and neither is a bare date.
 */
export function findExportTime(rows: readonly RawRow[]): number | undefined {
  let latest: number | undefined;
  for (const row of rows) {
    const line = foldWidth(row.cells.map(cleanText).join(' '));
    for (const label of line.matchAll(LABEL)) {
      const match = INSTANT.exec(line.slice(label.index + label[0].length));
      if (!match || match[2] !== undefined) continue;
      const time = readTime((match[1] ?? '').trim());
      if (time.ok && !time.dateOnly && (latest === undefined || time.at > latest)) latest = time.at;
    }
  }
  return latest;
}
