import type { Locator, Page } from '@playwright/test';

export type ImportFigures = {
  readonly rows: number;
  readonly new: number;
  readonly updated: number;
  readonly repeated: number;
  readonly refused: number;
};
const FIGURES = { rows: '行', new: '新增', updated: '更新', repeated: '重复', refused: '拒绝' } as const;

/** 导入: from files to rows in the ledger. */
export class ImportsPage {
  readonly page: Page;
  readonly dropPlace: Locator;
  readonly chooseButton: Locator;
  readonly files: Locator;
  readonly detail: Locator;
  readonly tryButton: Locator;
  readonly startButton: Locator;
  readonly blockedStart: Locator;
  readonly importAll: Locator;
  readonly already: Locator;
  readonly refusals: Locator;
  readonly exportRefusals: Locator;
  readonly pasteButton: Locator;
  readonly pasteText: Locator;
  readonly pasteUse: Locator;
  readonly problem: Locator;
  readonly asOf: Locator;
  readonly kind: Locator;
  readonly toQueue: Locator;
  readonly pauseButton: Locator;
  readonly resumeButton: Locator;
  readonly cancelButton: Locator;
  readonly sheet: Locator;
  readonly preview: Locator;
  readonly watchButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dropPlace = page.getByRole('heading', { name: '把文件拖到这里' });
    this.chooseButton = page.getByRole('button', { name: /^选择文件/ }).first();
    this.files = page.locator('[data-item]');
    this.detail = page.locator('h2');
    this.tryButton = page.getByRole('button', { name: '试算', exact: true });
    this.startButton = page.getByRole('button', { name: '开始导入', exact: true });
    this.blockedStart = page.getByRole('button', { name: /^开始导入（缺/ });
    this.importAll = page.getByRole('button', { name: /^全部导入/ });
    this.already = page.getByText(/^此文件已于/);
    this.refusals = page.getByRole('grid', { name: '拒绝清单' });
    this.exportRefusals = page.getByRole('button', { name: '导出拒绝清单' });
    this.pasteButton = page.getByRole('button', { name: /^粘贴/ }).first();
    this.pasteText = page.getByRole('dialog').getByRole('textbox');
    this.pasteUse = page.getByRole('dialog').getByRole('button', { name: '识别' });
    this.problem = page.getByRole('alert');
    this.asOf = page.getByLabel(/^数据时点/);
    this.kind = page.getByLabel('内容', { exact: true });
    this.toQueue = page.getByRole('button', { name: '去看异常队列' });
    this.pauseButton = page.getByRole('button', { name: '暂停', exact: true });
    this.resumeButton = page.getByRole('button', { name: '继续导入' });
    // The status bar has one of its own.
    this.cancelButton = page.getByText('取消导入', { exact: true });
    this.sheet = page.getByLabel('工作表', { exact: true });
    this.preview = page.locator('details', { hasText: /^预览前/ });
    this.watchButton = page.getByRole('button', { name: '监视文件夹' });
  }

  /**
   * Drags a file from the desktop onto the screen: a real file of a real input, so that the
   * bridge gets its path as from a drag.
   */
  async dropFiles(paths: readonly string[]): Promise<void> {
    await this.page.evaluate(() => {
      document.querySelector('#dragged')?.remove();
      const input = document.createElement('input');
      input.type = 'file';
      input.multiple = true;
      input.id = 'dragged';
      input.hidden = true;
      document.body.append(input);
    });
    await this.page.locator('#dragged').setInputFiles([...paths]);
    await this.page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('#dragged');
      const place = document.querySelector('main > *') ?? document.body;
      const transfer = new DataTransfer();
      for (const file of input?.files ?? []) transfer.items.add(file);
      const target = place.querySelector('*') ?? place;
      target.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
      input?.remove();
    });
  }

  file(name: string): Locator {
    return this.files.filter({ hasText: name });
  }

  figure(name: keyof typeof FIGURES): Locator {
    return this.page.locator('dl > div', { has: this.page.locator('dt', { hasText: new RegExp(`^${FIGURES[name]}$`) }) }).locator('dd');
  }

  async figures(): Promise<ImportFigures> {
    const read = async (name: keyof typeof FIGURES): Promise<number> => Number((await this.figure(name).innerText()).replaceAll(',', ''));
    return {
      rows: await read('rows'),
      new: await read('new'),
      updated: await read('updated'),
      repeated: await read('repeated'),
      refused: await read('refused'),
    };
  }

  /** The chosen file's state in words: 已导入, 正在导入 … */
  stateOf(name: string): Locator {
    return this.file(name);
  }

  /** The button that makes a row of the preview the heading row. */
  headingRow(row: number): Locator {
    return this.preview.getByRole('button', { name: `第 ${row} 行作为表头` });
  }

  async watch(): Promise<void> {
    await this.watchButton.click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: /选择文件夹/ }).click();
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
}
