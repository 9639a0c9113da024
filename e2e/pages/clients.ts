import type { Locator, Page } from '@playwright/test';

export class ClientsPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly addButton: Locator;
  readonly panel: Locator;
  readonly save: Locator;
  readonly importButton: Locator;
  readonly manager: Locator;
  readonly groups: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: '客户登记' });
    this.addButton = page.getByRole('button', { name: '新增客户' }).first();
    this.panel = page.getByRole('complementary', { name: '客户资料' });
    this.importButton = page.getByRole('button', { name: '导入客户登记' });
    this.manager = page.getByLabel('客户经理');
    this.groups = page.getByLabel(/^工作群/);
    this.save = page.getByRole('button', { name: '保存' });
  }

  row(words: string): Locator {
    return this.grid.getByRole('row').filter({ hasText: words });
  }
}
