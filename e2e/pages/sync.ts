import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

export type SyncTab = '待发送' | '失败' | '冲突' | '历史';

/** 同步中心, and the pill in the status bar that leads to it. */
export class SyncPage {
  readonly page: Page;
  readonly pill: Locator;
  readonly joinTitle: Locator;
  readonly url: Locator;
  readonly code: Locator;
  readonly deviceName: Locator;
  readonly joinButton: Locator;
  readonly blockedJoin: Locator;
  readonly tabs: Locator;
  readonly rows: Locator;
  readonly trouble: Locator;
  readonly problem: Locator;
  readonly conflict: Locator;
  readonly confirm: Locator;
  readonly closing: Locator;
  readonly revoked: Locator;

  constructor(page: Page) {
    this.page = page;
    this.pill = page.getByRole('contentinfo').locator('[data-sync]');
    this.joinTitle = page.getByRole('heading', { name: '加入服务器' });
    this.url = page.getByLabel(/^服务器地址/);
    this.code = page.getByLabel(/^一次性码/);
    this.deviceName = page.getByLabel('本机名称');
    this.joinButton = page.getByRole('button', { name: '加入', exact: true });
    this.blockedJoin = page.getByRole('button', { name: /^加入（缺/ });
    this.tabs = page.getByRole('tablist', { name: '同步中心' });
    this.rows = page.getByRole('tabpanel').getByRole('row');
    this.trouble = page.getByRole('tabpanel').getByText(/联网后自动发送$/);
    this.problem = page.getByRole('alert');
    this.conflict = page.getByRole('region', { name: '冲突' });
    this.confirm = this.conflict.getByRole('button', { name: /^确定/ });
    this.closing = page.getByRole('dialog', { name: /没有发送$/ });
    this.revoked = page.getByRole('region', { name: '设备已停用' });
  }

  tab(name: SyncTab): Locator {
    return this.tabs.getByRole('tab', { name: new RegExp(`^${name}`) });
  }

  field(name: string): Locator {
    return this.conflict.getByRole('radiogroup', { name });
  }

  /** G, then S, from wherever the person is and is not typing. */
  async open(): Promise<void> {
    await this.page.keyboard.press('g');
    await this.page.keyboard.press('s');
    await expect(this.page.getByRole('heading', { name: '同步中心' })).toBeVisible();
  }

  async join(url: string, code: string): Promise<void> {
    await this.url.fill(url);
    await this.code.fill(code);
    await this.page.keyboard.press('Enter');
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
}
