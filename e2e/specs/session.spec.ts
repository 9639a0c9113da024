import { expect, test } from '#e2e/fixtures/office.ts';
import { ADMINISTRATOR, AGENT } from '#e2e/fixtures/people.ts';

test('the first start has no data and offers an own ledger or a demonstration', async ({ office }) => {
  const { session } = await office.start();
  await expect(session.firstTitle).toBeVisible();
  await expect(session.ownOffer).toBeEnabled();
  await expect(session.demonstrationOffer).toBeEnabled();
  await expect(session.restoreOffer).toBeEnabled();
});

test('a first administrator names what is missing, then starts with an empty ledger', async ({ office }) => {
  const { session, frame, imports, page, queue } = await office.start();
  await session.ownOffer.click();
  await expect(session.blockedCreate).toContainText('缺 3 项');
  await session.name.fill(ADMINISTRATOR.name);
  await session.newPin.fill('12');
  await session.pinAgain.fill('12');
  await session.staffNo.fill(ADMINISTRATOR.staffNo);
  await expect(session.blockedCreate).toContainText('缺 1 项');
  await expect(page.getByText('至少 6 位').last()).toBeVisible();
  await session.newPin.fill(ADMINISTRATOR.pin);
  await session.pinAgain.fill(ADMINISTRATOR.pin);
  await session.createButton.click();
  await expect(imports.dropPlace).toBeVisible();
  await expect(frame.titleBar).toContainText(ADMINISTRATOR.name);
  await expect(page.getByText('还没有导入过文件')).toBeVisible();
  await frame.open('异常队列');
  await expect(queue.empty).toHaveText('账本里还没有邮件');
});

test('after a restart the own PIN unlocks, and locking keeps what was typed', async ({ office }) => {
  const first = await office.start();
  await first.session.createAdministrator(ADMINISTRATOR);
  await expect(first.imports.dropPlace).toBeVisible();
  await first.stop();

  const second = await office.start();
  await expect(second.session.unlockTitle).toBeVisible();
  await expect(second.session.who).toContainText(`${ADMINISTRATOR.name} · ${ADMINISTRATOR.staffNo}`);
  await second.session.unlock(ADMINISTRATOR.pin);
  await expect(second.frame.rail).toBeVisible();

  await second.frame.open('导入');
  await second.imports.pasteButton.click();
  await second.imports.pasteText.fill('9800000000013');
  await second.page.keyboard.press('Control+l');
  await expect(second.session.unlockTitle).toBeVisible();
  await expect(second.frame.rail).toBeHidden();
  await expect(second.imports.pasteText).toBeHidden();
  await second.session.unlock(ADMINISTRATOR.pin);
  await expect(second.imports.pasteText).toHaveValue('9800000000013');
});

test('five wrong PINs make everybody wait, longer with each further one', async ({ office }) => {
  const desk = await office.start();
  await desk.session.createAdministrator(ADMINISTRATOR);
  await expect(desk.frame.rail).toBeVisible();
  await desk.frame.lock();
  await expect(desk.session.unlockTitle).toBeVisible();
  for (const left of [4, 3, 2, 1]) {
    await desk.session.unlock('000000');
    await expect(desk.session.triesLeft).toHaveText(`PIN 不对，还可以试 ${left} 次`);
  }
  await desk.session.unlock('000000');
  await expect(desk.session.wait).toBeVisible();
  await expect(desk.session.unlockButton).toBeDisabled();
  await desk.stop();

  // A restart does not shorten the wait, nor does the right PIN.
  const again = await office.start();
  await again.session.unlock(ADMINISTRATOR.pin);
  await expect(again.session.wait).toBeVisible();
  await expect(again.session.unlockButton).toBeDisabled();
  await expect(again.call('session.unlock', { personId: (await people(again))[0]?.id, pin: ADMINISTRATOR.pin })).rejects.toThrow(
    'pin-locked',
  );
});

test('more people have PINs of their own; who is removed cannot unlock any more', async ({ office }) => {
  const desk = await office.start();
  await desk.session.createAdministrator(ADMINISTRATOR);
  await desk.frame.open('人员');
  await desk.people.add(AGENT);
  await expect(desk.people.row(AGENT.name)).toContainText(AGENT.staffNo);
  await desk.frame.lock();
  await desk.session.who.selectOption({ label: `${AGENT.name} · ${AGENT.staffNo}` });
  await desk.session.unlock(ADMINISTRATOR.pin);
  await expect(desk.session.triesLeft).toBeVisible();
  await desk.session.unlock(AGENT.pin);
  await expect(desk.frame.titleBar).toContainText(AGENT.name);
  await desk.frame.open('人员');
  await expect(desk.people.table).toBeVisible();
  await expect(desk.people.addButton).toHaveCount(0);

  await desk.frame.lock();
  await desk.session.who.selectOption({ label: `${ADMINISTRATOR.name} · ${ADMINISTRATOR.staffNo}` });
  await desk.session.unlock(ADMINISTRATOR.pin);
  await expect(desk.frame.titleBar).toContainText(ADMINISTRATOR.name);
  await desk.frame.open('人员');
  await desk.people.remove(AGENT.name);
  await expect(desk.people.row(AGENT.name)).toContainText('已移除');
  await desk.frame.lock();
  await expect(desk.session.who).not.toContainText(AGENT.name);
});

test('who forgot the PIN comes back by the recovery sheet, which counts once it was tested', async ({ office }) => {
  const desk = await office.start();
  await desk.session.createAdministrator(ADMINISTRATOR);
  await desk.frame.open('数据安全');
  await expect(desk.safety.recoveryState).toHaveText('还没有恢复单');
  const code = await desk.safety.makeRecovery(ADMINISTRATOR.pin);
  expect(code.split(' ')).toHaveLength(10);
  await expect(desk.safety.recoveryState).toContainText('暂不算数');
  await desk.safety.hideSheet.click();
  await desk.safety.testRecovery(code.replace(/\w/, (first) => (first === 'A' ? 'B' : 'A')));
  await expect(desk.page.getByRole('alert')).toBeVisible();
  await desk.safety.testRecovery(code);
  await expect(desk.safety.recoveryState).toContainText('已验证');
  await desk.stop();

  const later = await office.start();
  await later.session.recover(code.toLowerCase(), '913406');
  await expect(later.frame.titleBar).toContainText(ADMINISTRATOR.name);
  await later.frame.lock();
  await later.session.unlock('913406');
  await expect(later.frame.rail).toBeVisible();
});

type Listed = { id: string };
const people = async (desk: { call<T>(endpoint: string): Promise<T> }): Promise<Listed[]> =>
  (await desk.call<{ people: Listed[] }>('session.state')).people;
