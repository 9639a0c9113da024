import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mails, queue } from '#shared/contract/queue.ts';
import { ROLES } from '#shared/domain/people/person.ts';
import type { Role } from '#shared/domain/people/person.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { makeAreaFixture, playDays } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { saveClient } from '../clients/index.ts';
import { createMailsHandlers } from '../mails/handlers.ts';
import { addPerson, changePerson } from '../people/index.ts';
import { createActTurns, createQueueHandlers, createQueueMemory } from '../queue/index.ts';

type Outcome = { applied: number; refused: { reason: string }[] };
type Target = { uid: string; mailNo: string; client: string };

let fixture: AreaFixture;
/** Exceptions of two clients. */
let ours: Target;
let theirs: Target;
let saved = 0;
// Generated days are driven through import and screening once for all tests: some seconds.
beforeAll(async () => {
  fixture = makeAreaFixture({
    contract: { queue, mails },
    handlers: (context) => ({
      queue: createQueueHandlers(context, createActTurns(), createQueueMemory(context)),
      mails: createMailsHandlers(context),
    }),
  });
  await playDays(fixture, { mails: 800, days: 2, seed: 8 });
  const found = fixture.ledger.read((tx) =>
    tx.all<Target>(
      `SELECT min(uid) AS uid, mail_no AS mailNo, exception.client_code AS client FROM exception JOIN mail USING (mail_no)
       WHERE status = 'open' AND exception.client_code IS NOT NULL AND mail.client_code = exception.client_code
       GROUP BY exception.client_code ORDER BY exception.client_code LIMIT 2`,
    ),
  );
  [ours, theirs] = found as [Target, Target];
  fixture.ledger.write((tx) => {
    for (const role of ROLES) {
      const person = {
        id: role,
        name: `人员 ${role}`,
        staffNo: role,
        role,
        station: '岳塘揽投部',
        clients: role === 'onsite' ? [ours.client] : [],
      };
      addPerson(tx, person, { opId: `add-${role}`, actor: 'p1', now: 1 });
    }
  });
  client(ours.client, { station: '岳塘揽投部', accountManager: '人员 account-manager' });
  client(theirs.client, { station: '雨湖揽投部', accountManager: '别人' });
}, 120_000);
afterAll(() => fixture.remove());

function client(code: string, { station, accountManager }: { station: string; accountManager: string }): void {
  const args = { code, name: '', tiers: [], accountManager, industry: '', groups: [], station };
  fixture.ledger.write((tx) => saveClient(tx, args, { opId: `client-${code}-${saved++}`, actor: 'p1', now: 1 }));
}
const act = (kind: object, targets: readonly Target[]) =>
  fixture.call('queue.act', { act: kind, exceptionIds: targets.map(({ uid }) => uid) });
const followUp = () => ({ kind: 'follow-up', text: '已联系', nextAt: fixture.clock.now() + HOUR_MS });
const SEES_THEIRS: readonly Role[] = ['supervisor', 'administrator'];

describe('acts on exceptions', () => {
  it.each(ROLES)('are for %s what the matrix and the scope allow', async (role) => {
    fixture.seat(role);
    const reply = await act(followUp(), [ours, theirs]);
    if (!mayDo(role, 'exception.follow-up')) {
      // Whoever may see neither act nor client is told of the first that stands against it.
      const isRefused = reply.ok ? (reply.value as Outcome).applied === 0 : reply.error.reason === 'not-permitted';
      expect(isRefused).toBe(true);
      return;
    }
    const expected = SEES_THEIRS.includes(role) ? [] : [{ reason: 'out-of-scope' }];
    expect(reply).toMatchObject({ ok: true, value: { applied: 2 - expected.length, refused: expected } });
  });

  it('are written by nobody who may not', () => {
    const actors = fixture.ledger.read((tx) =>
      tx.pluckAll<string>("SELECT DISTINCT actor FROM op WHERE entity = 'exception' AND kind = 'exception.follow-up' AND actor <> 'p1'"),
    );
    expect(actors.sort()).toEqual(['administrator', 'agent', 'leader', 'onsite', 'supervisor']);
  });

  it('go on where no station is named, and with another post at once', async () => {
    fixture.seat('agent');
    client(theirs.client, { station: '岳塘揽投部', accountManager: '' });
    expect(await act(followUp(), [theirs])).toMatchObject({ ok: true, value: { applied: 1 } });
    client(theirs.client, { station: '', accountManager: '' });
    expect(await act(followUp(), [theirs])).toMatchObject({ ok: true, value: { applied: 1 } });
    client(theirs.client, { station: '雨湖揽投部', accountManager: '' });
    const post = { args: { role: 'agent' as const, station: '雨湖揽投部', clients: [] }, act: { opId: 'moved', actor: 'p1', now: 2 } };
    fixture.ledger.write((tx) => changePerson(tx, 'agent', post));
    fixture.seat('agent');
    expect(await act(followUp(), [ours, theirs])).toMatchObject({ ok: true, value: { applied: 1, refused: [{ reason: 'out-of-scope' }] } });
  });
});

describe('a mail of others’ clients', () => {
  it('is neither revealed nor recorded on', async () => {
    fixture.seat('onsite');
    const record = (mailNo: string) => fixture.call('mails.record', { mailNo, reason: '来电', remark: '改期' });
    const reveal = (mailNo: string) => fixture.call('mails.reveal', { mailNo, field: 'texts' });
    expect(await record(theirs.mailNo)).toMatchObject({ error: { code: 'forbidden', reason: 'out-of-scope' } });
    expect(await reveal(theirs.mailNo)).toMatchObject({ error: { code: 'forbidden', reason: 'out-of-scope' } });
    expect(await record(ours.mailNo)).toMatchObject({ ok: true });
    expect(await reveal(ours.mailNo)).toMatchObject({ ok: true });
    expect(await record('0')).toMatchObject({ error: { reason: 'not-found' } });
    const ops = fixture.ledger.read((tx) => tx.pluckAll<string>("SELECT entity_id FROM op WHERE actor = 'onsite' AND entity = 'mail'"));
    expect(new Set(ops)).toEqual(new Set([ours.mailNo]));
  });
});
