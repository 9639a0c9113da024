import type { Locator, Page } from '@playwright/test';

const COLUMNS = ['due', 'normal', 'abnormal', 'undetermined', 'onTime', 'late'] as const;
export type SlotNumbers = Readonly<Record<(typeof COLUMNS)[number], number>>;

/** 筛查覆盖: the proof of a day. */
export class CoveragePage {
  readonly page: Page;
  readonly slots: Locator;
  readonly day: Locator;
  readonly run: Locator;
  readonly running: Locator;
  readonly lastRun: Locator;
  readonly list: Locator;
  readonly catchUpMark: Locator;

  constructor(page: Page) {
    this.page = page;
    this.slots = page.getByRole('table', { name: '三个区域的筛查' });
    this.day = page.getByLabel('日期', { exact: true });
    this.run = page.getByRole('button', { name: '立即筛查' });
    this.running = page.getByRole('status').filter({ hasText: '正在筛查' });
    this.lastRun = page.getByText(/^上次 .*：观察/);
    this.list = page.getByRole('grid');
    this.catchUpMark = this.slots.getByText('补筛', { exact: true });
  }

  /** The six numbers of each region, in the order of the table. */
  async numbers(): Promise<SlotNumbers[]> {
    const rows = await this.slots.locator('tbody tr').all();
    return Promise.all(rows.map((row) => numbersOf(row)));
  }

  number(rowIndex: number, column: (typeof COLUMNS)[number]): Locator {
    return this.slots
      .locator('tbody tr')
      .nth(rowIndex)
      .locator('td')
      .nth(COLUMNS.indexOf(column) + 1)
      .getByRole('button');
  }
}

async function numbersOf(row: Locator): Promise<SlotNumbers> {
  const cells = await row.locator('td, th').allInnerTexts();
  const values = COLUMNS.map((name, index) => [name, Number((cells[index + 1] ?? '').replaceAll(',', ''))]);
  return Object.fromEntries(values) as SlotNumbers;
}
