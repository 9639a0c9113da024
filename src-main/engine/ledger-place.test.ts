import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST, makeEngineFixture } from './engine-fixture.ts';
import type { EngineFixture, RunningFixture } from './engine-fixture.ts';

type State = { ledger: string; reason: string | null; ledgerPath: string; location: string; people: { name: string }[] };
const stateOf = (running: RunningFixture): Promise<State> => running.ask('session.state');

let fixture: EngineFixture;
beforeEach(() => {
  fixture = makeEngineFixture();
});
afterEach(() => fixture.remove());

const folder = (...names: string[]): string => {
  const path = join(fixture.folder, ...names);
  mkdirSync(path, { recursive: true });
  return path;
};
const choose = (running: RunningFixture, path: string): Promise<{ ledgerPath: string; exists: boolean }> =>
  running.ask('session.chooseLocation', { folder: path });
async function restarted(running: RunningFixture): Promise<RunningFixture> {
  await running.stop();
  return fixture.start();
}

describe('another place for the ledger', () => {
  it('is remembered outside the ledger; a new ledger begins there, one that is there is opened', async () => {
    const usb = folder('大盘', '工作');
    writeFileSync(join(usb, '别的.txt'), '');
    const first = fixture.start();
    expect(await stateOf(first)).toMatchObject({ ledger: 'first-start', location: 'default' });
    const ledgerPath = join(usb, '邮哨账本', 'ledger.db');
    expect(await choose(first, usb)).toEqual({ ledgerPath, exists: false });

    const second = await restarted(first);
    expect(await stateOf(second)).toMatchObject({ ledger: 'first-start', location: 'chosen', ledgerPath });
    await second.ask('session.createFirstAdministrator', FIRST);
    expect(existsSync(ledgerPath)).toBe(true);
    expect(existsSync(join(fixture.folder, '账本'))).toBe(false);
    expect(await second.refusal('session.chooseLocation', { folder: usb })).toBe('not-permitted');
    await second.ask('session.lock');

    // Away from it, and back: what lies there is found in the folder that was chosen as in its own.
    await choose(second, folder('空'));
    const third = await restarted(second);
    expect(await stateOf(third)).toMatchObject({ ledger: 'first-start', people: [] });
    expect(await choose(third, usb)).toEqual({ ledgerPath, exists: true });
    const fourth = await restarted(third);
    expect(await stateOf(fourth)).toMatchObject({ ledger: 'locked', people: [{ name: FIRST.name }] });
    expect(await choose(fourth, join(usb, '邮哨账本'))).toEqual({ ledgerPath, exists: true });
  });

  it("goes back to the program's own folder", async () => {
    const first = fixture.start();
    await first.ask('session.createFirstAdministrator', FIRST);
    await first.ask('session.lock');
    await choose(first, folder('别处'));
    const second = await restarted(first);
    expect(await choose(second, fixture.folder)).toMatchObject({ exists: true });
    expect(await stateOf(await restarted(second))).toMatchObject({ ledger: 'locked', location: 'default' });
  });

  it('is judged by the rules of every ledger, and says why it is refused', async () => {
    const running = fixture.start();
    expect(await running.refusal('session.chooseLocation', { folder: join(fixture.folder, '没有') })).toBe('folder-not-found');
    const reply = await running.client.call(
      'session.chooseLocation',
      { folder: folder('OneDrive', '邮哨') },
      { requestId: 'request-refused' },
    );
    expect(reply).toMatchObject({ ok: false, error: { reason: 'location-refused', detail: { why: 'synchronised', place: 'OneDrive' } } });
    await running.ask('session.openDemonstration');
    await running.ask('session.openReal');
    expect(await running.refusal('session.chooseLocation', { folder: join(fixture.folder, '演示') })).toBe('location-refused');
    expect(await stateOf(await restarted(running))).toMatchObject({ ledger: 'first-start', location: 'default' });
  }, 60_000);

  it('that is not there any more is no first start', async () => {
    const place = folder('移动');
    const first = fixture.start();
    await choose(first, place);
    rmSync(place, { recursive: true });
    const second = await restarted(first);
    expect(await stateOf(second)).toMatchObject({ ledger: 'read-only', reason: 'unreachable' });
    expect(await second.refusal('session.createFirstAdministrator', FIRST)).toBe('ledger-read-only');
    expect(existsSync(place)).toBe(false);

    writeFileSync(join(fixture.folder, 'ledger-place.json'), '{"ledgerFolder":');
    expect(await stateOf(await restarted(second))).toMatchObject({ ledger: 'read-only', location: 'chosen' });
  });

  it('is not for a person to choose where whoever starts the program has set it', async () => {
    const chosen = folder('选的');
    const fixed = folder('定的');
    const first = fixture.start();
    await choose(first, chosen);
    await first.stop();
    const second = fixture.start({ ledgerFolder: fixed });
    expect(await stateOf(second)).toMatchObject({ ledger: 'first-start', location: 'fixed', ledgerPath: join(fixed, 'ledger.db') });
    expect(await second.refusal('session.chooseLocation', { folder: chosen })).toBe('location-fixed');
    expect(await stateOf(await restarted(second))).toMatchObject({ location: 'chosen', ledgerPath: join(chosen, 'ledger.db') });
  });
});
