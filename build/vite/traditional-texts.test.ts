import fs from 'node:fs';
import { inCheckout } from '../runtime/checkout.ts';
import { Converter } from 'opencc-js/cn2t';
import { describe, expect, it } from 'vitest';
import { toTraditional, traditionalCatalogue } from './traditional-texts.ts';

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value as object).flatMap(texts);
}

const oneByOne = Converter({ from: 'cn', to: 'tw' });
const all = texts(traditionalCatalogue());

describe('traditional catalogues', () => {
  it.each([
    ['异常队列', '異常佇列'],
    ['邮件号', '郵件號'],
    ['客户代码', '客戶代碼'],
    ['按类型', '按類型'],
    ['补上标出的项目就能结案。', '補上標出的項目就能結案。'],
    ['台账与导出', '台帳與匯出'],
    ['收寄 {{days}} 天后离开账本', '收寄 {{days}} 天後離開帳本'],
    ['赔偿', '賠償'],
    ['回访', '回訪'],
    ['联系了谁、怎么答复', '聯絡了誰、怎麼答覆'],
    ['干预（首次跟进）', '干預（首次跟進）'],
    ['没有符合“{{search}}”的客户', '沒有符合「{{search}}」的客戶'],
    ['放在 U 盘或共享文件夹', '放在隨身碟或共享資料夾'],
  ])('%s → %s', (simplified, traditional) => expect(toTraditional(simplified)).toBe(traditional));

  it('have every namespace', () => {
    const files = fs.readdirSync(inCheckout('src-renderer', 'i18n', 'zh-cn'));
    expect(Object.keys(traditionalCatalogue()).map((name) => `${name}.json`)).toEqual(files);
  });

  it('keep the values of a text', () => {
    expect(toTraditional('{{count}} 件在办，{{next}} 复查')).toBe('{{count}} 件在辦，{{next}} 複查');
  });

  it('leave no simplified character', () => {
    const inBoth = '干台游';
    const isSimplified = (sign: string) => sign !== oneByOne(sign) && !inBoth.includes(sign);
    expect(all.filter((words) => [...words].some(isSimplified))).toEqual([]);
  });
});
