import type { Locator, Page } from '@playwright/test';

/** 规则: what screening decides by, its dry runs and versions. */
export class RulesPage {
  readonly page: Page;
  readonly parts: Locator;
  readonly bar: Locator;
  readonly tryButton: Locator;
  readonly cancelButton: Locator;
  readonly byRule: Locator;
  readonly mails: Locator;
  readonly reason: Locator;
  readonly saveButton: Locator;
  readonly versions: Locator;
  readonly codes: Locator;
  readonly trial: Locator;

  constructor(page: Page) {
    this.page = page;
    this.parts = page.getByRole('navigation', { name: '规则的各部分' });
    this.bar = page.getByRole('region', { name: '草稿' });
    this.tryButton = this.bar.getByRole('button', { name: /试跑近 30 天|重新试跑/ });
    this.cancelButton = this.bar.getByRole('button', { name: '取消试跑' });
    this.byRule = page.getByRole('table', { name: '按规则' });
    this.mails = page.getByRole('grid');
    this.reason = page.getByRole('form', { name: '保存为新版本' }).getByLabel('理由');
    this.saveButton = page.getByRole('button', { name: /^保存第 \d+ 版$/ });
    this.versions = page.getByRole('table', { name: '版本' });
    this.codes = page.getByRole('table', { name: '未识别操作码' });
    this.trial = page.getByRole('region', { name: '试算' });
  }

  async open(part: string): Promise<void> {
    await this.parts.getByRole('button', { name: part }).click();
  }

  threshold(name: string): Locator {
    return this.page.getByLabel(name, { exact: true });
  }

  /** The number of a row of the result by rule: 新增, 消失 or 不变. */
  number(what: string, list: '新增' | '消失' | '不变'): Locator {
    return this.byRule.getByRole('button', { name: new RegExp(`^${what}：${list} `) });
  }
}
