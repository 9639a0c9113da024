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
  readonly tryRetention: Locator;
  readonly retentionFound: Locator;
  readonly runRetention: Locator;
  readonly retentionDone: Locator;
  readonly chooseBackup: Locator;
  readonly byCode: Locator;
  readonly restoreCode: Locator;
  readonly restoreButton: Locator;
  readonly toUnlock: Locator;

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
    this.tryRetention = page.getByRole('button', { name: '试算', exact: true });
    this.retentionFound = page.getByText(/件邮件、.*条轨迹到期|没有到期的邮件/);
    this.runRetention = page.getByRole('button', { name: /^清理 [\d,]+ 件$/ });
    this.retentionDone = page.getByText(/^已清理 /);
    this.chooseBackup = page.getByRole('button', { name: '选择备份文件' });
    this.byCode = page.getByRole('radio', { name: '恢复码' });
    this.restoreCode = page.getByRole('textbox', { name: /^恢复码/ });
    this.restoreButton = page.getByRole('button', { name: '恢复这份备份' });
    this.toUnlock = page.getByRole('button', { name: '去解锁' });
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

  /** Makes a backup and answers its file, which the list names first. */
  async backUp(): Promise<void> {
    await this.backUpNow.click();
    await this.backups.getByRole('row').nth(1).waitFor();
  }

  async restoreByCode(code: string): Promise<void> {
    await this.chooseBackup.click();
    await this.byCode.check();
    await this.restoreCode.fill(code);
    await this.restoreButton.click();
    await this.toUnlock.or(this.page.getByText('已恢复。')).first().waitFor();
  }
}
