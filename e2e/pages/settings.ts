import type { Locator, Page } from '@playwright/test';

export class SettingsPage {
  readonly page: Page;
  readonly theme: Locator;
  readonly autoLock: Locator;

  constructor(page: Page) {
    this.page = page;
    this.theme = page.getByRole('group', { name: '主题' });
    this.autoLock = page.getByLabel(/^多久不用自动锁定/);
  }

  async chooseTheme(name: '浅色' | '深色' | '跟随系统'): Promise<void> {
    // The choice shows itself once the engine has kept it, so it is clicked and not checked.
    await this.theme.getByRole('radio', { name }).click();
  }
}
