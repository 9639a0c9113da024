import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '#e2e/fixtures/office.ts';
import { ADMINISTRATOR } from '#e2e/fixtures/people.ts';

test("a ledger that may not stay where it is begins in a folder of a person's choice, and is found there again", async ({ office }) => {
  const elsewhere = path.join('OneDrive', '邮哨');
  const desk = await office.start({ elsewhere });
  const { session } = desk;
  await expect(session.refusedTitle).toBeVisible();
  const bad = path.dirname(office.place('坚果云/说明.md', ''));
  await desk.answerOpen([bad]);
  await session.otherPlace.click();
  await expect(desk.page.getByText('放到本机硬盘，不要放网盘')).toBeVisible();

  const good = path.dirname(office.place('本机/说明.md', ''));
  fs.chmodSync(good, 0o777);
  await desk.answerOpen([good]);
  await session.otherPlace.click();
  await expect(session.firstTitle).toBeVisible();
  await expect(session.placeOffer).toBeEnabled();
  await session.createAdministrator(ADMINISTRATOR);
  await expect(desk.imports.dropPlace).toBeVisible();
  expect(fs.readdirSync(path.join(good, '邮哨账本'))).toContain('ledger.db');
  expect(fs.existsSync(path.join(office.profile, '..', elsewhere, '账本'))).toBe(false);
  await desk.stop();

  const later = await office.start({ elsewhere });
  await expect(later.session.unlockTitle).toBeVisible();
  await later.session.unlock(ADMINISTRATOR.pin);
  await expect(later.frame.titleBar).toContainText(ADMINISTRATOR.name);
});
