/**
 * What is pending, what failed and why, with a server that comes and goes: joining it late, working
 * while it is away, closing with changes that are not sent, and going on at the next start.
 */
import { end, makeServerFixture } from '#server/app/server-fixture.ts';
import { ADMINISTRATOR } from '#e2e/fixtures/people.ts';
import { expect, test } from '#e2e/fixtures/office.ts';
import type { Desk } from '#e2e/fixtures/office.ts';
import { SyncPage } from '#e2e/pages/sync.ts';

const { name, staffNo, station, pin } = ADMINISTRATOR;
const stateOf = async (desk: Desk) => desk.call<{ phase: string; pendingOps: number; pendingMails: number }>('sync.state');
const saveClient = (desk: Desk, code: string) =>
  desk.call('clients.save', { code, name: `云杉服饰 ${code}`, tiers: [], accountManager: '', industry: '', groups: [], station: '' });

test('joining a server late, working without it, closing with changes that wait, and sending them', async ({ office }) => {
  test.setTimeout(600_000); // a server with its database, started twice, and the program started twice
  const server = makeServerFixture();
  try {
    const added = await server.run('user', 'add', '--name', name, '--staff-no', staffNo, '--role', 'administrator', '--station', station);
    const code = String(added.document['code']);
    const first = await server.start();
    const port = new URL(first.url).port;
    const desk = await office.start();
    const sync = new SyncPage(desk.page);

    await test.step('standalone: the pill is quiet, the centre offers to join', async () => {
      await desk.session.createAdministrator(ADMINISTRATOR);
      await expect(sync.pill).toHaveText('未加入服务器');
      await saveClient(desk, '43030001');
      await sync.open();
      await expect(sync.joinTitle).toBeVisible();
      await expect(sync.blockedJoin).toHaveText(/缺 2 项/);
    });

    await test.step('a wrong code is told in words, and what was filled in stays', async () => {
      await sync.join(first.url, '0000-0000-0000');
      await expect(sync.problem).toContainText('一次性码不对');
      await expect(sync.url).toHaveValue(first.url);
    });

    await test.step('with the right code the local history is sent', async () => {
      await sync.join(first.url, code);
      await expect(sync.tabs).toBeVisible();
      await expect(sync.pill).toHaveText(/^已同步 \d\d:\d\d$/, { timeout: 60_000 });
      expect(await stateOf(desk)).toMatchObject({ phase: 'synced', pendingOps: 0, pendingMails: 0 });
      await sync.press('4');
      await expect(sync.rows.filter({ hasText: '保存客户' })).toHaveCount(1);
    });

    await test.step('without the server work goes on, and the list says in plain words what waits', async () => {
      await end(first.child, 'SIGTERM');
      await saveClient(desk, '43030002');
      await sync.press('1');
      await expect(sync.rows.filter({ hasText: '保存客户 云杉服饰 43030002' })).toBeVisible();
      await expect(sync.trouble).toBeVisible({ timeout: 60_000 });
      await expect(sync.pill).toHaveText(/^离线/);
    });

    await test.step('closing says how many wait; staying is possible, and so is closing', async () => {
      const close = desk.page.getByRole('banner').getByRole('button', { name: '关闭', exact: true });
      await close.click();
      await expect(sync.closing).toBeVisible();
      await desk.page.keyboard.press('Escape');
      await expect(sync.closing).toBeHidden();
      await close.click();
      await expect(sync.closing).toBeVisible();
      const closed = desk.app.waitForEvent('close');
      await sync.closing.getByRole('button', { name: '关闭程序' }).click();
      await closed;
    });

    await test.step('at the next start it goes on by itself', async () => {
      const second = await server.start({ PORT: port });
      const again = await office.start();
      const centre = new SyncPage(again.page);
      await again.session.unlock(pin);
      await expect(centre.pill).toHaveText(/^已同步/, { timeout: 60_000 });
      await centre.open();
      await centre.press('4');
      await expect(centre.rows.filter({ hasText: '保存客户' })).toHaveCount(2);
      await centre.press('F5');
      await expect(again.frame.lastAct).toContainText('正在与服务器收发');
      await again.stop();
      await end(second.child, 'SIGTERM');
    });
  } finally {
    await server.remove();
  }
});
