import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

export type QueueViewName =
  | '今日必办'
  | '临期'
  | '超时'
  | '我认领的'
  | '我的首问'
  | '未认领'
  | '已搁置'
  | '已自愈待确认'
  | '已办结'
  | '全部在办';

/** The types as the queue names them, with the keys that set them. */
export const TYPES = [
  { key: '1', name: '催派', type: 'urge-delivery' },
  { key: '2', name: '错分', type: 'missort' },
  { key: '3', name: '核实重量', type: 'weight-check' },
  { key: '4', name: '延误', type: 'delay' },
  { key: '5', name: '虚假签收', type: 'false-signoff' },
  { key: '6', name: 'AB 面单', type: 'ab-label' },
  { key: '7', name: '更改名址', type: 'address-change' },
  { key: '8', name: '邮件丢失', type: 'loss' },
  { key: '9', name: '邮件撤回', type: 'recall' },
  { key: '0', name: '邮件破损', type: 'damage' },
  { key: '-', name: '签收底单', type: 'proof-of-delivery' },
  { key: '=', name: '其他', type: 'other' },
] as const;

/** 异常队列: views, grid, panel; every act by its key. */
export class QueuePage {
  readonly page: Page;
  readonly views: Locator;
  readonly grid: Locator;
  readonly rows: Locator;
  readonly panel: Locator;
  readonly coverage: Locator;
  readonly empty: Locator;
  readonly form: Locator;
  readonly closeMissing: Locator;
  readonly toast: Locator;
  readonly groups: Locator;
  readonly streak: Locator;
  readonly columns: Locator;
  readonly picks: Locator;
  #keys = 0;

  constructor(page: Page) {
    this.page = page;
    this.views = page.getByRole('navigation', { name: '视图栏' });
    this.grid = page.getByRole('grid', { name: '异常邮件' });
    this.rows = this.grid.getByRole('row').filter({ has: page.getByRole('gridcell') });
    this.panel = page.getByRole('complementary', { name: '邮件详情' });
    this.coverage = page.getByTitle('看筛查覆盖');
    this.empty = page.getByText(/账本里还没有邮件|这个视图里没有异常邮件|没有符合筛选条件的异常邮件/);
    this.form = page.locator('form');
    this.toast = page
      .locator('main')
      .getByRole('status')
      .filter({ hasText: /撤销|没有办/ });
    this.groups = this.grid.locator('[role=row]:has([aria-colspan])');
    this.streak = page.locator('main').getByRole('status').filter({ hasText: /^已办/ });
    this.columns = page.getByRole('dialog', { name: '选择列' });
    this.picks = page.getByRole('listbox');
    this.closeMissing = page.getByText('结案还缺');
  }

  view(name: QueueViewName): Locator {
    return this.views.getByRole('button', { name: new RegExp(`^${name}`) });
  }

  async show(name: QueueViewName): Promise<void> {
    await this.view(name).click();
  }

  async countOf(name: QueueViewName): Promise<number> {
    const words = await this.view(name).innerText();
    return Number(/([\d,]+)\s*$/.exec(words)?.[1]?.replaceAll(',', '') ?? Number.NaN);
  }

  async total(): Promise<number> {
    return Number(await this.grid.getAttribute('aria-rowcount')) - 1;
  }

  /** What the row under the cursor shows, read at one moment: rows come and go while they are acted on. */
  cursorWords(): Promise<string> {
    return this.grid.evaluate((grid) => {
      const row = grid.ownerDocument.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
      return row === null ? '' : row.innerText;
    });
  }

  /** Mail number of the row that keys work on, which the grid itself tells. */
  async cursorMailNo(): Promise<string> {
    let mailNo = '';
    const read = async () => {
      mailNo = /\d{13}/.exec((await this.cursorWords()).replaceAll(/\s/g, ''))?.[0] ?? '';
      return mailNo;
    };
    await expect.poll(read).not.toBe('');
    return mailNo;
  }

  async press(key: string): Promise<void> {
    await this.grid.focus();
    await this.page.keyboard.press(key);
  }

  /** Strokes as a person makes them, wherever the focus is; counted until `takeKeys`. */
  async strike(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.#keys += 1;
    }
  }

  takeKeys(): number {
    const keys = this.#keys;
    this.#keys = 0;
    return keys;
  }

  savedView(name: string): Locator {
    return this.views.getByRole('button', { name: new RegExp(`^${name}`) });
  }

  async saveView(name: string): Promise<void> {
    await this.press('Control+s');
    const dialog = this.page.getByRole('dialog', { name: '存为我的视图' });
    await dialog.getByLabel(/^视图名称/).fill(name);
    await this.page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
  }

  /** A form opened by its key is filled and saved with Ctrl Enter. */
  async submit(): Promise<void> {
    await this.page.keyboard.press('Control+Enter');
  }

  async followUp(words: string): Promise<void> {
    await this.press('n');
    await this.form.getByLabel(/^跟进内容/).fill(words);
    await this.submit();
  }

  async feedback(words: string): Promise<void> {
    await this.press('f');
    await this.form.getByLabel(/^反馈内容/).fill(words);
    await this.submit();
  }

  async close(result: string): Promise<void> {
    await this.press('z');
    await this.form.getByLabel(/^结案结果/).fill(result);
    await this.submit();
  }
}
