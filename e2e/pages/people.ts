import type { Locator, Page } from '@playwright/test';
import type { NewPerson } from './session.ts';

export class PeoplePage {
  readonly page: Page;
  readonly table: Locator;
  readonly addButton: Locator;
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.table = page.getByRole('table', { name: '人员' });
    this.addButton = page.getByRole('button', { name: '增加人员' });
    this.dialog = page.getByRole('dialog');
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ hasText: name });
  }

  async add(person: NewPerson): Promise<void> {
    await this.addButton.click();
    await this.dialog.getByLabel(/^姓名/).fill(person.name);
    await this.dialog.getByLabel(/^工号/).fill(person.staffNo);
    await this.dialog.getByLabel(/席位/).fill(person.station);
    await this.dialog.getByLabel(/^PIN/).fill(person.pin);
    await this.dialog.getByLabel(/^再输一次/).fill(person.pin);
    await this.dialog.getByRole('button', { name: '增加', exact: true }).click();
  }

  async remove(name: string): Promise<void> {
    await this.table.getByRole('button', { name: `移除 ${name}` }).click();
    await this.dialog.getByRole('button', { name: '移除', exact: true }).click();
  }
}
