/**
 * A supervisor changes a threshold: what it does is seen before it is saved, the next screening
 * uses it, and every version is kept. By keyboard alone where a person types.
 */
import { violations } from '#e2e/fixtures/appearance.ts';
import { expect, test } from '#e2e/fixtures/office.ts';
import { openDemonstrationFile } from '#e2e/fixtures/ledger-file.ts';

test('a threshold is tried, cancelled, tried again, saved, used, and rolled back', async ({ office }) => {
  test.setTimeout(400_000); // the demonstration is made once for all specs
  const desk = await office.startDemonstration();
  const { rules, page } = desk;
  await desk.frame.openRoute('/rules');
  await expect(rules.parts).toBeVisible();

  // A bound is told where it is broken, and nothing can be tried.
  const stalled = rules.threshold('停留过久 · 省外');
  await stalled.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('0');
  await expect(page.getByText('最少 1 小时')).toBeVisible();
  await expect(rules.tryButton).toBeDisabled();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('6');
  await expect(page.getByText('原为 48 小时')).toBeVisible();
  await expect(rules.bar).toContainText('已改 1 处');

  // Tried, and cancelled before or after its end: nothing is written either way.
  await rules.tryButton.focus();
  await page.keyboard.press('Enter');
  await expect(rules.bar).toContainText(/试跑完成|正在试跑/);
  if (await rules.cancelButton.isVisible()) await rules.cancelButton.click({ timeout: 1000 }).catch(() => undefined);
  await expect(rules.bar).toContainText(/试跑完成|试跑已取消/);
  await rules.tryButton.click();
  await expect(rules.bar).toContainText('试跑完成', { timeout: 60_000 });
  await expect(page.getByText('停留过久 · 省外：48 小时 → 6 小时')).toBeVisible();

  // Each number opens its mails.
  const added = Number(await rules.number('停留过久', '新增').innerText());
  expect(added).toBeGreaterThan(0);
  await rules.number('停留过久', '新增').click();
  await expect(rules.mails).toHaveAttribute('aria-rowcount', String(added + 1));
  await expect(rules.mails.getByRole('row').nth(1)).toContainText('停留过久');

  expect(await violations(desk)).toEqual([]);

  // Saved with its reason, from now on; the next screening uses it.
  await expect(rules.saveButton).toBeDisabled();
  await rules.reason.fill('省外停留从严');
  await page.keyboard.press('Enter');
  await expect(rules.versions.getByRole('row')).toHaveCount(3);
  await expect(rules.versions.getByRole('row').nth(1)).toContainText('现行');
  await expect(rules.versions.getByRole('row').nth(1)).toContainText('停留过久 · 省外：48 小时 → 6 小时');
  await expect(rules.versions.getByRole('row').nth(2)).toContainText('已替换');
  await expect
    .poll(async () => {
      const { jobs } = await desk.call<{ jobs: { kind: string; state: string }[] }>('jobs.list');
      return jobs.find(({ kind }) => kind === 'screening')?.state;
    })
    .toBe('done');

  // An old version becomes a draft, which is tried and saved as another one.
  await rules.versions.getByRole('button', { name: '用第 1 版作草稿' }).click();
  await expect(page.getByText('停留过久 · 省外：6 小时 → 48 小时')).toBeVisible();
  await rules.tryButton.click();
  await expect(rules.bar).toContainText('试跑完成', { timeout: 60_000 });
  expect(Number(await rules.number('停留过久', '消失').innerText())).toBeGreaterThanOrEqual(added);
  await rules.reason.fill('恢复原值');
  await rules.saveButton.click();
  await expect(rules.versions.getByRole('row')).toHaveCount(4);

  // A posting time is tried.
  await rules.open('阈值');
  await rules.trial.getByLabel('收寄时间').fill('2026-03-02T23:59');
  await rules.trial.getByLabel('区域').selectOption({ label: '省内' });
  await expect(rules.trial).toContainText('2026-03-04 省内');
  await expect(rules.trial).toContainText('2026-03-05 00:00:00 前给出结论算及时');
  await expect(rules.trial).toContainText('收寄日 2026-03-02 之后第 2 个自然日');

  // Codes that no table knows go into the draft, and away with it.
  await rules.open('未识别操作码');
  await expect(rules.codes).toContainText('715');
  await rules.codes.getByLabel('操作码 715 归入环节').selectOption({ label: '待取' });
  await expect(rules.bar).toContainText('已改 1 处');
  await rules.bar.getByRole('button', { name: '放弃草稿' }).click();
  await expect(rules.bar).toContainText('没有改动');
  await desk.stop();

  const ledger = openDemonstrationFile(office.profile);
  expect(ledger.texts("SELECT kind FROM op WHERE entity = 'rules' ORDER BY seq")).toEqual(['rules.save', 'rules.save']);
  expect(ledger.count(`SELECT count(*) FROM op WHERE entity = 'exception' AND args_json LIKE '%"ruleVersion":2%'`)).toBeGreaterThan(0);
  ledger.close();
});
