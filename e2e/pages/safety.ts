import type { Locator, Page } from '@playwright/test';

/** 数据安全: backups, recovery sheet, checks. */
export class SafetyPage {
  readonly page: Page;
  readonly backUpNow: Locator;
  readonly backups: Locator;
  readonly makeSheet: Locator;
  readonly sheetPin: Locator;
  readonly sheetGroups: Locator;
  readonly hideSheet: Locator;
  readonly testCode: Locator;
  readonly testButton: Locator;
  readonly recoveryState: Locator;
  readonly verify: Locator;
  readonly verdict: Locator;

  constructor(page: Page) {
    this.page = page;
    this.backUpNow = page.getByRole('button', { name: '立即备份' });
    this.backups = page.getByRole('table', { name: '备份' });
    this.makeSheet = page.getByRole('button', { name: /^(生成恢复单|重新生成)$/ });
    this.sheetPin = page.getByLabel(/^您的 PIN/);
    this.sheetGroups = page.locator('main ol li b');
    this.hideSheet = page.getByRole('button', { name: '已打印，收起' });
    this.testCode = page.getByLabel(/^恢复码/);
    this.testButton = page.getByRole('button', { name: '验证恢复码' });
    this.recoveryState = page.getByText(/还没有恢复单|暂不算数|已验证，可以使用/);
    this.verify = page.getByRole('button', { name: '开始核对' });
    this.verdict = page.getByText(/账本一致，核对了|处不一致/);
  }

  /** Makes the sheet and answers its code, as a person reads it from paper. */
  async makeRecovery(pin: string): Promise<string> {
    await this.makeSheet.click();
    await this.sheetPin.fill(pin);
    await this.page.keyboard.press('Enter');
    await this.sheetGroups.first().waitFor();
    return (await this.sheetGroups.allInnerTexts()).join(' ');
  }

  async testRecovery(code: string): Promise<void> {
    await this.testCode.fill(code);
    await this.testButton.click();
  }
}
