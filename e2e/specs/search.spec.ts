/** Search over the whole ledger in the real program, by keyboard alone, also while an import runs. */
import { expect, test } from '#e2e/fixtures/office.ts';
import type { Desk } from '#e2e/fixtures/office.ts';
import { OFFICE_NOW } from '#e2e/fixtures/mail-files.ts';
import { ADMINISTRATOR } from '#e2e/fixtures/people.ts';
import { SearchPage } from '#e2e/pages/search.ts';

const ROWS = 40_000;
const HEADINGS = '邮件号,收寄时间,大宗客户代码,大宗客户名称,寄达省名称,寄达市名称,收件人,收件人电话,收件人地址,重量(克)';
const CLIENTS = ['湘潭茶业有限公司', '韶山图书经营部', '长沙银行雨湖支行'];
const mailNoAt = (index: number): string => `12${String(70_000_000 + index * 13).padStart(11, '0')}`;

function largeFile(): string {
  const lines = [HEADINGS];
  for (let index = 0; index < ROWS; index++) {
    const client = index % CLIENTS.length;
    lines.push(
      `${mailNoAt(index)},2026-03-01 09:10:00,4303000${client},${CLIENTS[client] ?? ''},浙江省,杭州市,陈某,13800001234,浙江省杭州市西湖区示例路${index}号,500`,
    );
  }
  return `\u{feff}${lines.join('\n')}\n`;
}

async function importing(desk: Desk): Promise<boolean> {
  const { jobs } = await desk.call<{ jobs: { kind: string; state: string }[] }>('jobs.list');
  return jobs.some(({ kind, state }) => kind === 'import' && (state === 'running' || state === 'queued'));
}

test('finds by digits while an import runs, then by a word, by pinyin initials, and offers what was searched for', async ({ office }) => {
  test.setTimeout(600_000); // an import of some size, and all that follows it
  const desk = await office.start({ now: OFFICE_NOW });
  const search = new SearchPage(desk.page);
  await desk.session.createAdministrator(ADMINISTRATOR);
  await expect(desk.imports.dropPlace).toBeVisible();
  await desk.imports.dropFiles([office.place('收寄清单.csv', largeFile())]);
  await expect(desk.imports.startButton).toBeEnabled();
  await desk.imports.startButton.click();

  await test.step('while the import runs', async () => {
    await expect.poll(() => importing(desk)).toBe(true);
    await search.open();
    await expect(search.box).toBeFocused();
    await search.type(mailNoAt(5).slice(-6));
    await expect(
      search
        .group('邮件')
        .getByRole('option')
        .filter({ hasText: mailNoAt(5) }),
    ).toBeVisible();
    await expect(search.marks.first()).toHaveText(mailNoAt(5).slice(-6));
    expect(await importing(desk)).toBe(true);
  });

  await expect.poll(() => importing(desk), { timeout: 300_000 }).toBe(false);

  await test.step('by a word of two characters; a mail without an exception is read here', async () => {
    const mailNo = mailNoAt(ROWS - 1);
    await desk.call('mails.record', { mailNo, reason: '客户来电', remark: '外包装破损，电话13912345678' });
    await search.type('破损');
    const found = search.group('文字').getByRole('option');
    await expect(found).toHaveCount(1);
    await expect(found.locator('mark')).toHaveText('破损');
    await expect(found).not.toContainText('13912345678');
    await expect(found).toContainText('周敏');
    await expect(search.active).toContainText(mailNo);
    await search.press('Enter');
    await expect(search.panel.locator(':focus')).toBeVisible();
    await expect(search.panel).not.toContainText('13800001234');
    await search.press('Escape');
    await expect(search.box).toBeFocused();
  });

  await test.step('by initials in pinyin; Enter opens the client', async () => {
    await search.type('xtcy');
    // The names are read once the import has ended.
    await expect(search.group('客户').getByRole('option')).toContainText('湘潭茶业有限公司', { timeout: 60_000 });
    await expect(search.group('客户').locator('mark')).toHaveText('湘潭茶业');
    await search.press('Alt+4');
    await expect(search.scope('客户')).toBeChecked();
    await search.press('ArrowDown', 'ArrowUp', 'Enter');
    await expect(desk.frame.titleBar).toContainText('客户');
    await expect(desk.frame.search).toHaveValue('湘潭茶业有限公司');
  });

  await test.step('nothing typed: what was searched for lately; nothing found: words', async () => {
    await search.open();
    await search.type('查无此物');
    await expect(search.nothing).toBeVisible();
    await search.press('Escape');
    await expect(search.group('最近查找').getByRole('option')).toHaveText(['xtcy', '破损']);
    await search.press('ArrowDown', 'ArrowDown', 'Enter');
    await expect(search.box).toHaveValue('破损');
  });
});

test('an exception that is found opens in the queue', async ({ office }) => {
  test.setTimeout(400_000); // the demonstration is made first
  const desk = await office.startDemonstration();
  const search = new SearchPage(desk.page);
  const { ids } = await desk.call<{ ids: number[] }>('queue.ids', { view: 'all-open', sort: 'due', descending: false });
  const { rows } = await desk.call<{ rows: { mailNo: string }[] }>('queue.rows', { ids: ids.slice(0, 1) });
  const mailNo = rows[0]?.mailNo ?? '';
  await search.open();
  await search.type(mailNo.slice(-7));
  await search.press('Alt+3');
  await expect(search.active).toContainText(mailNo);
  await search.press('Enter');
  await expect(desk.queue.rows.first()).toContainText(mailNo.slice(-4));
  await expect(desk.frame.search).toHaveValue(mailNo);
});
