import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import { ENDPOINT_ACTS, actOfEndpoint } from '#shared/contract/endpoint-acts.ts';
import type { EndpointAct } from '#shared/contract/endpoint-acts.ts';
import { ROLES } from '#shared/domain/people/person.ts';
import type { Role } from '#shared/domain/people/person.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { changePerson, removePerson } from '../features/people/people.ts';
import { FIRST, makeEngineFixture } from './engine-fixture.ts';
import type { EngineFixture, RunningFixture } from './engine-fixture.ts';

/** Every endpoint with the act that it is declared to be. */
const ENDPOINTS: readonly (readonly [path: string, act: EndpointAct])[] = Object.entries(ENDPOINT_ACTS).flatMap(([area, endpoints]) =>
  Object.entries(endpoints as Record<string, EndpointAct>).map(([name, act]) => [`${area}.${name}`, act] as const),
);
const PIN = '835062';
const MANAGERS = ['supervisor', 'administrator'];

let fixture: EngineFixture;
let running: RunningFixture;
let administrator: string;
const people = new Map<Role, string>();
beforeAll(async () => {
  fixture = makeEngineFixture();
  running = fixture.start();
  ({ personId: administrator } = (await running.ask('session.createFirstAdministrator', FIRST)) as { personId: string });
  for (const role of ROLES) {
    const person = {
      name: `人员 ${role}`,
      staffNo: `XT-${role}`,
      role,
      station: '岳塘揽投部',
      clients: role === 'onsite' ? ['K01'] : [],
      pin: PIN,
    };
    people.set(role, ((await running.ask('people.add', person)) as { personId: string }).personId);
  }
});
afterAll(() => fixture.remove());

const idOf = (role: Role): string => people.get(role) ?? '';
async function seat(personId: string, pin = PIN): Promise<void> {
  await running.ask('session.lock');
  await running.ask('session.unlock', { personId, pin });
}
/** A number is no input of any endpoint: what may be asked is refused for it, the rest before it is looked at. */
async function answerTo(path: string): Promise<string> {
  const reply = await running.client.call(path, 7, { requestId: `walk-${path}-${Math.trunc(fixture.clock.now())}` });
  return reply.ok ? 'answered' : reply.error.reason;
}
async function walk(role: Role): Promise<string[]> {
  const wrong: string[] = [];
  for (const [path, act] of ENDPOINTS) {
    const expected = act === 'open' || mayDo(role, act) ? 'input-not-valid' : 'not-permitted';
    const got = await answerTo(path);
    if (got !== expected) wrong.push(`${path}: ${got} instead of ${expected}`);
  }
  return wrong;
}

describe('the matrix at the engine’s router', () => {
  it('names every endpoint of the contract, and as open what is open', () => {
    for (const [area, entries] of Object.entries(contract)) {
      for (const [name, entry] of Object.entries(entries)) {
        if (entry.kind === 'topic') continue;
        expect(actOfEndpoint(`${area}.${name}`) === 'open', `${area}.${name}`).toBe(entry.open);
      }
    }
    expect(actOfEndpoint('people.dismissAll')).toBeUndefined();
  });

  it.each(ROLES)('holds for %s at every endpoint', async (role) => {
    await seat(idOf(role));
    expect(await walk(role)).toEqual([]);
  });

  it('leaves nothing of the rights of who was here before', async () => {
    const order: readonly Role[] = ['administrator', 'auditor', 'agent', 'account-manager', 'supervisor', 'postal', 'onsite', 'leader'];
    for (const role of order) {
      await seat(idOf(role));
      expect(await walk(role), role).toEqual([]);
    }
    await running.ask('session.lock');
    for (const [path, act] of ENDPOINTS) expect(await answerTo(path), path).toBe(act === 'open' ? 'input-not-valid' : 'locked');
  });
});

describe('acts that the router lets through and the handler judges', () => {
  it.each(ROLES)('are settings for all and the leaving of old mails, for %s', async (role) => {
    await seat(idOf(role));
    const set = (input: object) => running.client.call('settings.set', input, { requestId: `set-${role}-${JSON.stringify(input)}` });
    expect(await set({ theme: 'light' })).toMatchObject({ ok: true });
    const mayShare = ['agent', 'leader', ...MANAGERS].includes(role);
    expect(await set({ retentionDays: 60 })).toMatchObject(mayShare ? { ok: true } : { error: { reason: 'not-permitted' } });
    if (!mayDo(role, 'ledger.safety')) return;
    const retire = await running.client.call('safety.retention', { dryRun: false }, { requestId: `retire-${role}` });
    expect(retire).toMatchObject(MANAGERS.includes(role) ? { ok: true } : { error: { reason: 'not-permitted' } });
  });
});

describe('another post', () => {
  it('counts from the next call on, also for who has unlocked', async () => {
    await seat(administrator, FIRST.pin);
    const post = { personId: idOf('agent'), station: '', clients: [] };
    await running.ask('people.change', { ...post, role: 'auditor' });
    const { people: listed } = (await running.ask('people.list')) as { people: { id: string; role: string; station: string }[] };
    expect(listed.find(({ id }) => id === idOf('agent'))).toMatchObject({ role: 'auditor', station: '' });
    await seat(idOf('agent'));
    expect(await walk('auditor')).toEqual([]);
    const ledger = running.engine.session.opened?.ledger;
    // As it comes from another machine, while the person is here.
    const act = { opId: 'from-afar', actor: administrator, now: fixture.clock.now() };
    ledger?.write((tx) => changePerson(tx, idOf('agent'), { args: { role: 'agent', station: '雨湖揽投部', clients: [] }, act }));
    expect(await walk('agent')).toEqual([]);
    expect(await running.ask('session.state')).toMatchObject({ person: { role: 'agent', station: '雨湖揽投部' } });
  });

  it('is refused for the last administrator and for who is gone', async () => {
    await seat(administrator, FIRST.pin);
    await running.ask('people.remove', { personId: idOf('administrator') });
    const post = { role: 'agent', station: '', clients: [] };
    expect(await running.refusal('people.change', { ...post, personId: administrator })).toBe('last-administrator');
    expect(await running.refusal('people.change', { ...post, personId: idOf('administrator') })).toBe('not-found');
  });

  it('that is no longer there locks whoever has it', async () => {
    await seat(idOf('leader'));
    const act = { opId: 'removed-from-afar', actor: administrator, now: fixture.clock.now() };
    running.engine.session.opened?.ledger.write((tx) => removePerson(tx, idOf('leader'), act));
    expect(await running.ask('session.state')).toMatchObject({ ledger: 'locked', person: null });
    expect(await running.refusal('queue.counts')).toBe('locked');
  });

  it('stands in the log and in the folds', async () => {
    await seat(administrator, FIRST.pin);
    expect(await running.ask('safety.verify')).toMatchObject({ ok: true, differences: [] });
    const { entries } = (await running.ask('audit.list', { group: 'people', limit: 200 })) as { entries: { kind: string }[] };
    expect(entries.filter(({ kind }) => kind === 'person.change')).toHaveLength(2);
  });
});
