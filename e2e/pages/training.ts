import type { Locator, Page } from '@playwright/test';

/** 练习与说明: ten pages, and the card over the workspaces. */
export class TrainingPage {
  readonly page: Page;
  readonly offer: Locator;
  readonly start: Locator;
  readonly again: Locator;
  readonly list: Locator;
  readonly article: Locator;
  readonly makeFile: Locator;
  readonly madeFile: Locator;
  readonly question: Locator;
  readonly answer: Locator;
  readonly check: Locator;
  readonly card: Locator;
  readonly help: Locator;

  constructor(page: Page) {
    this.page = page;
    this.offer = page.getByRole('button', { name: '做十项练习' });
    this.start = page.getByRole('button', { name: '开始练习' });
    this.again = page.getByRole('button', { name: '重新练习' });
    this.list = page.getByRole('complementary', { name: '十项练习' });
    this.article = page.getByRole('article');
    this.makeFile = page.getByRole('button', { name: '生成练习文件' });
    this.madeFile = page.getByText(/^练习文件在 /);
    this.question = page.getByText(/应筛多少件？|寄件客户叫什么？/);
    this.answer = page.getByLabel('答案');
    this.check = page.getByRole('button', { name: '核对', exact: true });
    this.card = page.getByRole('complementary', { name: '练习', exact: true });
    this.help = page.locator('header').getByRole('button', { name: '这个页面怎样用' });
  }

  async open(task: string): Promise<void> {
    await this.page.evaluate(() => {
      window.location.hash = '/training';
    });
    await this.list.getByRole('button', { name: new RegExp(task) }).click();
  }

  async reply(words: string): Promise<void> {
    await this.answer.fill(words);
    await this.check.click();
  }

  async foldCard(): Promise<void> {
    await this.card.getByRole('button', { name: '收起练习' }).click();
  }
}
