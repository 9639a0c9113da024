import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

export type FoundKind = '邮件' | '异常' | '客户' | '文字' | '最近查找';

/** 查找: one box over the whole ledger. */
export class SearchPage {
  readonly page: Page;
  readonly box: Locator;
  readonly results: Locator;
  readonly options: Locator;
  readonly active: Locator;
  readonly marks: Locator;
  readonly panel: Locator;
  readonly progress: Locator;
  readonly nothing: Locator;

  constructor(page: Page) {
    this.page = page;
    this.box = page.getByRole('combobox', { name: '查找邮件号、客户、文字' });
    this.results = page.getByRole('listbox', { name: '查找结果' });
    this.options = this.results.getByRole('option');
    this.active = this.results.getByRole('option', { selected: true });
    this.marks = this.results.locator('mark');
    this.panel = page.getByRole('complementary', { name: '邮件' });
    this.progress = page.getByText(/^索引还在建立/);
    this.nothing = page.getByText(/^没有找到/);
  }

  group(kind: FoundKind): Locator {
    return this.results.getByRole('group', { name: kind, exact: true });
  }

  scope(name: string): Locator {
    return this.page.getByRole('radio', { name, exact: true });
  }

  /** From wherever the person is. */
  async open(): Promise<void> {
    await this.page.keyboard.press('Control+f');
    await expect(this.box).toBeFocused();
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(text);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
}
