import type { Locator, Page } from '@playwright/test';

export type ScreenName =
  | '异常队列'
  | '导入'
  | '筛查覆盖'
  | '客户'
  | '台账与导出'
  | '规则'
  | '人员'
  | '数据安全'
  | '同步中心'
  | '设置'
  | '练习与说明';

/** What surrounds every screen: title bar, rail, status bar. */
export class FramePage {
  readonly page: Page;
  readonly rail: Locator;
  readonly titleBar: Locator;
  readonly statusBar: Locator;
  readonly lastAct: Locator;
  readonly search: Locator;
  readonly lockButton: Locator;
  readonly demonstrationMark: Locator;
  readonly watermark: Locator;
  readonly leaveDemonstration: Locator;
  readonly crash: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rail = page.getByRole('navigation', { name: '工作区' });
    this.titleBar = page.locator('header').first();
    this.statusBar = page.getByRole('contentinfo');
    this.lastAct = this.statusBar.getByRole('status');
    this.search = page.getByRole('searchbox');
    this.lockButton = page.getByRole('button', { name: '锁定' });
    this.demonstrationMark = page.getByText('演示账本', { exact: true });
    this.watermark = page.locator('main [aria-hidden="true"] > [data-words="演示"]').first();
    this.leaveDemonstration = page.getByRole('button', { name: '退出演示' });
    this.crash = page.getByText('这个页面出错了');
  }

  railButton(name: ScreenName): Locator {
    return this.rail.locator(`button[title="${name}"]`);
  }

  async open(name: ScreenName): Promise<void> {
    await this.railButton(name).click();
  }

  /** Opens a screen as a link or a reload would, by its route. */
  async openRoute(route: string): Promise<void> {
    await this.page.evaluate((hash) => {
      window.location.hash = hash;
    }, route);
  }

  async lock(): Promise<void> {
    await this.lockButton.click();
  }

  async backToReal(): Promise<void> {
    await this.leaveDemonstration.click();
    await this.page.getByRole('dialog').getByRole('button', { name: '回到正式账本' }).click();
  }

  async deleteDemonstration(): Promise<void> {
    await this.leaveDemonstration.click();
    await this.page.getByRole('dialog').getByRole('button', { name: '删除演示账本' }).click();
  }
}
