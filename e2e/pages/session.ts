import type { Locator, Page } from '@playwright/test';

export type NewPerson = { readonly name: string; readonly staffNo: string; readonly station: string; readonly pin: string };

/** All pages that are shown while no ledger is open: first start, unlocking, recovery. */
export class SessionPage {
  readonly page: Page;
  readonly firstTitle: Locator;
  readonly ownOffer: Locator;
  readonly demonstrationOffer: Locator;
  readonly restoreOffer: Locator;
  readonly name: Locator;
  readonly staffNo: Locator;
  readonly station: Locator;
  readonly newPin: Locator;
  readonly pinAgain: Locator;
  readonly createButton: Locator;
  readonly blockedCreate: Locator;
  readonly unlockTitle: Locator;
  readonly who: Locator;
  readonly pin: Locator;
  readonly unlockButton: Locator;
  readonly triesLeft: Locator;
  readonly wait: Locator;
  readonly forgot: Locator;
  readonly recoveryCode: Locator;
  readonly recoverySubmit: Locator;
  readonly changedPin: Locator;
  readonly problem: Locator;
  readonly refusedTitle: Locator;
  readonly otherPlace: Locator;
  readonly placeOffer: Locator;

  constructor(page: Page) {
    this.page = page;
    this.firstTitle = page.getByRole('heading', { name: '这台电脑上还没有账本' });
    this.ownOffer = page.getByRole('button', { name: '建立账本', exact: true });
    this.demonstrationOffer = page.getByRole('button', { name: /^(打开|继续)演示日$/ });
    this.restoreOffer = page.getByRole('button', { name: '从备份恢复' });
    this.name = page.getByLabel('姓名', { exact: false });
    this.staffNo = page.getByLabel('工号', { exact: false });
    this.station = page.getByLabel('席位或驻场客户');
    this.newPin = page.getByLabel(/^PIN/);
    this.pinAgain = page.getByLabel(/^再输一次/);
    this.createButton = page.getByRole('button', { name: '建立账本并开始' });
    this.blockedCreate = page.getByRole('button', { name: /^建立账本（缺/ });
    this.unlockTitle = page.getByRole('heading', { name: '解锁账本' });
    this.who = page.getByRole('combobox', { name: '姓名' });
    this.pin = page.getByLabel(/^PIN/);
    this.unlockButton = page.getByRole('button', { name: '解锁', exact: true });
    this.triesLeft = page.getByText(/还可以试 \d+ 次/);
    this.wait = page.getByText(/后才能再试/);
    this.forgot = page.getByRole('button', { name: '忘了 PIN' });
    this.recoveryCode = page.getByLabel(/^恢复码/);
    this.recoverySubmit = page.getByRole('button', { name: '重设 PIN 并解锁' });
    this.changedPin = page.getByLabel(/^新 PIN/);
    this.problem = page.getByRole('alert');
    this.refusedTitle = page.getByRole('heading', { name: '账本不能放在这个位置' });
    this.otherPlace = page.getByRole('button', { name: '换一个位置…', exact: true });
    this.placeOffer = page.getByRole('button', { name: '账本放在别处…' });
  }

  async createAdministrator(person: NewPerson): Promise<void> {
    await this.ownOffer.click();
    await this.name.fill(person.name);
    await this.staffNo.fill(person.staffNo);
    await this.station.fill(person.station);
    await this.newPin.fill(person.pin);
    await this.pinAgain.fill(person.pin);
    await this.createButton.click();
  }

  async unlock(pin: string): Promise<void> {
    await this.pin.fill(pin);
    await this.page.keyboard.press('Enter');
  }

  async recover(code: string, newPin: string): Promise<void> {
    await this.forgot.click();
    await this.recoveryCode.fill(code);
    await this.changedPin.fill(newPin);
    await this.pinAgain.fill(newPin);
    await this.recoverySubmit.click();
  }
}
