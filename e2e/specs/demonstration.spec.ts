import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '#e2e/fixtures/office.ts';

test('a demonstration is made through the import, watermarked, and deleted with one click', async ({ office }) => {
  test.setTimeout(180_000); // 3,000 mails are generated, imported and screened
  const desk = await office.start();
  await desk.session.demonstrationOffer.click();
  await expect(desk.frame.demonstrationMark).toBeVisible({ timeout: 150_000 });
  await expect(desk.frame.watermark).toBeVisible();
  await expect(desk.queue.rows.first()).toBeVisible({ timeout: 150_000 });
  const { ledgerPath, kind } = await desk.call<{ ledgerPath: string; kind: string }>('session.state');
  expect(kind).toBe('demonstration');
  expect(fs.existsSync(ledgerPath)).toBe(true);
  // The file is encrypted: no SQLite header.
  expect(fs.readFileSync(ledgerPath).subarray(0, 15).toString()).not.toBe('SQLite format 3');
  await desk.frame.deleteDemonstration();
  await expect(desk.session.firstTitle).toBeVisible();
  expect(fs.existsSync(path.dirname(ledgerPath)) && fs.readdirSync(path.dirname(ledgerPath)).length > 0).toBe(false);
});
