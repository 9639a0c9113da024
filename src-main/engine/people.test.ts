import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST, makeEngineFixture } from './engine-fixture.ts';
import type { EngineFixture, RunningFixture } from './engine-fixture.ts';

const AGENT = { name: '陈浩', staffNo: 'XT002', role: 'agent', station: '雨湖揽投部', pin: '835062' };
type Listed = { people: { id: string; name: string; staffNo: string; removed: boolean }[] };
type State = { ledger: string; person: { id: string } | null; people: { id: string }[] };

let fixture: EngineFixture;
let running: RunningFixture;
let first: string;
beforeEach(async () => {
  fixture = makeEngineFixture();
  running = fixture.start();
  first = ((await running.ask('session.createFirstAdministrator', FIRST)) as { personId: string }).personId;
});
afterEach(() => fixture.remove());

const add = async (input: object = AGENT): Promise<string> => ((await running.ask('people.add', input)) as { personId: string }).personId;

describe('people', () => {
  it('enter each with the own PIN, and acts carry the person', async () => {
    const agent = await add();
    await running.ask('session.lock');
    expect(await running.refusal('session.unlock', { personId: agent, pin: FIRST.pin })).toBe('pin-wrong');
    await running.ask('session.unlock', { personId: agent, pin: AGENT.pin });
    const state: State = await running.ask('session.state');
    expect(state.person?.id).toBe(agent);
    expect(state.people.map(({ id }) => id).sort()).toEqual([first, agent].sort());
  });

  it('are all on the lock page after a restart', async () => {
    const agent = await add();
    await running.stop();
    running = fixture.start();
    const state: State = await running.ask('session.state');
    expect(state.people.map(({ id }) => id).sort()).toEqual([first, agent].sort());
    await running.ask('session.unlock', { personId: agent, pin: AGENT.pin });
  });

  it('are added and removed by supervisors and administrators only', async () => {
    const agent = await add();
    await running.ask('session.lock');
    await running.ask('session.unlock', { personId: agent, pin: AGENT.pin });
    expect(await running.refusal('people.add', { ...AGENT, staffNo: 'XT003' })).toBe('not-permitted');
    expect(await running.refusal('people.remove', { personId: first })).toBe('not-permitted');
    expect(await running.refusal('session.createRecovery', { pin: AGENT.pin })).toBe('not-permitted');
  });

  it('have numbers of their own and PINs that are not obvious', async () => {
    await add();
    expect(await running.refusal('people.add', { ...AGENT, name: '李静' })).toBe('staff-no-taken');
    expect(await running.refusal('people.add', { ...AGENT, staffNo: 'XT004', pin: '111111' })).toBe('pin-too-simple');
    expect(((await running.ask('people.list')) as Listed).people).toHaveLength(2);
  });

  it('lose their way in when they are removed; the last administrator stays', async () => {
    const agent = await add();
    await running.ask('people.remove', { personId: agent });
    expect(await running.refusal('people.remove', { personId: agent })).toBe('not-found');
    expect(await running.refusal('people.remove', { personId: first })).toBe('last-administrator');
    await running.ask('session.lock');
    expect(await running.refusal('session.unlock', { personId: agent, pin: AGENT.pin })).toBe('pin-wrong');
    const { people }: State = await running.ask('session.state');
    expect(people.map(({ id }) => id)).toEqual([first]);
  });

  it('change their PIN', async () => {
    expect(await running.refusal('people.changePin', { oldPin: '000000', newPin: '940518' })).toBe('pin-wrong');
    await running.ask('people.changePin', { oldPin: FIRST.pin, newPin: '940518' });
    await running.ask('session.lock');
    expect(await running.refusal('session.unlock', { personId: first, pin: FIRST.pin })).toBe('pin-wrong');
    await running.ask('session.unlock', { personId: first, pin: '940518' });
    const { people }: State = await running.ask('session.state');
    expect(people).toHaveLength(1);
  });

  it('leave at once when they remove themselves', async () => {
    const second = await add({ ...AGENT, role: 'administrator' });
    await running.ask('people.remove', { personId: first });
    expect(await running.ask('session.state')).toMatchObject({ ledger: 'locked', person: null, people: [{ id: second }] });
  });

  it('made by a start that was broken off are completed at the next', async () => {
    const { keyring } = fixture.parts();
    const agent = await add();
    await keyring.removePersonSlot(agent);
    await running.stop();
    running = fixture.start();
    await running.ask('session.unlock', { personId: first, pin: FIRST.pin });
    expect(await add()).toBe(agent);
    await running.ask('session.lock');
    await running.ask('session.unlock', { personId: agent, pin: AGENT.pin });
  });
});
