import type { Locator, Page } from '@playwright/test';

export type LedgerName = '异常邮件跟踪台账' | '筛查覆盖率台账' | '操作流水';
export type ExportFormat = 'xlsx 工作簿' | 'csv（UTF-8）';

/** 台账与导出. */
export class ExportsPage {
  readonly page: Page;
  readonly form: Locator;
  readonly list: Locator;
  readonly start: Locator;

  constructor(page: Page) {
    this.page = page;
    this.form = page.locator('form');
    this.list = page.getByRole('table', { name: '导出记录' });
    this.start = page.getByRole('button', { name: '导出', exact: true });
  }

  row(name: LedgerName): Locator {
    return this.list.locator('tbody tr').filter({ hasText: name });
  }

  async export(name: LedgerName, format: ExportFormat): Promise<void> {
    await this.form.getByLabel('台账', { exact: true }).selectOption({ label: name });
    await this.form.getByLabel('期间', { exact: true }).selectOption({ label: '全部' });
    await this.form.getByRole('radio', { name: format }).check();
    await this.start.click();
  }
}
