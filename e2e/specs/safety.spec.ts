/** What keeps the ledger from being lost: copies, the sheet, the check, and what leaves by itself. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '#e2e/fixtures/office.ts';
import { gbkCsv, MAILS, OFFICE_NOW } from '#e2e/fixtures/mail-files.ts';
import { ADMINISTRATOR } from '#e2e/fixtures/people.ts';

test('a backup comes back on another computer by the recovery sheet alone', async ({ office }) => {
  const desk = await office.start({ now: OFFICE_NOW });
  await desk.session.createAdministrator(ADMINISTRATOR);
  await expect(desk.imports.dropPlace).toBeVisible();
  await desk.imports.dropFiles([office.place('收寄清单.csv', gbkCsv(['sameCityA', 'silent']))]);
  await desk.imports.startButton.click();
  await expect(desk.imports.toQueue).toBeVisible();
  await desk.frame.open('数据安全');
  const code = await desk.safety.makeRecovery(ADMINISTRATOR.pin);
  await desk.safety.hideSheet.click();
  await desk.safety.testRecovery(code);
  await expect(desk.safety.recoveryState).toContainText('已验证');
  await desk.safety.backUp();
  await desk.safety.verify.click();
  await expect(desk.safety.verdict).toContainText('账本一致');
  const { backups } = await desk.call<{ backups: { path: string }[] }>('safety.status');
  await desk.stop();

  // Only the backup and its keyring travel, on a disk of their own.
  const backup = backups[0]?.path ?? '';
  for (const name of fs.readdirSync(path.dirname(backup)).filter((each) => each.startsWith(path.basename(backup)))) {
    office.place(name, fs.readFileSync(path.join(path.dirname(backup), name)));
  }
  const carried = office.place(path.basename(backup), fs.readFileSync(backup));
  fs.rmSync(office.profile, { recursive: true });

  const other = await office.start({ now: OFFICE_NOW, elsewhere: '新电脑' });
  await other.session.restoreOffer.click();
  await other.answerOpen([carried]);
  await other.safety.restoreByCode(code);
  await other.safety.toUnlock.click();
  await other.session.unlock(ADMINISTRATOR.pin);
  await expect(other.frame.titleBar).toContainText(ADMINISTRATOR.name);
  const { files } = await other.call<{ files: { counts: { new: number } }[] }>('imports.list', { limit: 10 });
  expect(files.map(({ counts }) => counts.new)).toEqual([2]);
  await other.frame.open('异常队列');
  await other.queue.show('全部在办');
  await expect(other.page.getByText(MAILS.sameCityA.no)).toHaveCount(0);
  expect(await other.call('safety.verify')).toMatchObject({ ok: true, differences: [] });
});

test('old mails leave after a look at what would leave, and the ledger still agrees', async ({ office }) => {
  test.setTimeout(360_000); // ten weeks of slots are screened first
  const { frame, safety, page } = await office.startDemonstration({ now: '2026-05-11T15:30:00+08:00' });
  await frame.open('数据安全');
  await expect(page.getByText('演示账本不需要恢复单')).toBeVisible();
  // The slots of the days between are screened first; until then their mails stay.
  await expect
    .poll(
      async () => {
        await safety.tryRetention.click();
        await expect(safety.retentionFound).toBeVisible();
        return safety.runRetention.count();
      },
      { timeout: 200_000 },
    )
    .toBe(1);
  await safety.runRetention.click();
  await page.getByRole('dialog').getByRole('button', { name: /^清理/ }).click();
  await expect(safety.retentionDone).toBeVisible({ timeout: 60_000 });
  await safety.verify.click();
  await expect(safety.verdict).toContainText('账本一致', { timeout: 60_000 });
});
