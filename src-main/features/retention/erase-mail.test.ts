import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mails, queue } from '#shared/contract/queue.ts';
import { safety } from '#shared/contract/safety.ts';
import { search } from '#shared/contract/search.ts';
import { ERASED } from '#shared/domain/mail/erasure.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { verifyChain } from '../../ledger/index.ts';
import { makeAreaFixture, playDays } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { createScreeningJob } from '../jobs/index.ts';
import { createMailsHandlers } from '../mails/handlers.ts';
import { createActTurns, createQueueHandlers, createQueueMemory } from '../queue/index.ts';
import { createSafetyHandlers } from '../safety/index.ts';
import type { SafetyParts } from '../safety/handlers.ts';
import { indexAll } from '../search/index.ts';
import { createSearchHandlers } from '../search/handlers.ts';
import { verifyLedger } from '../verification/index.ts';
import { eraseAsTold } from './erase-mail.ts';
import type { Erased } from './erase-mail.ts';

let fixture: AreaFixture;
let mailNo: string;
let uid: string;
// Generated days are driven through import and screening once for all tests: some seconds.
beforeAll(async () => {
  fixture = makeAreaFixture({
    contract: { safety, queue, mails, search },
    handlers: (context) => ({
      safety: createSafetyHandlers(context, {} as SafetyParts),
      queue: createQueueHandlers(context, createActTurns(), createQueueMemory(context)),
      mails: createMailsHandlers(context),
      search: createSearchHandlers(context),
    }),
    jobs: (ports) => [createScreeningJob(ports)],
  });
  await playDays(fixture, { mails: 800, days: 2, seed: 5 });
  ({ mailNo, uid } = fixture.ledger.read(
    (tx) =>
      tx.get<{ mailNo: string; uid: string }>(
        `SELECT exception.mail_no AS mailNo, uid FROM exception JOIN mail USING (mail_no) JOIN mail_statement ON mail_id = mail.id
         WHERE status = 'open' AND fields LIKE '%recipientPhone%' ORDER BY mail_no LIMIT 1`,
      ) ?? { mailNo: '', uid: '' },
  ));
}, 120_000);
afterAll(() => fixture.remove());

const erase = (input: object): Promise<Erased> =>
  fixture.ask<Erased>('safety.erase', { mailNo, reason: '收件人依法申请', dryRun: false, ...input });
const act = (input: object): Promise<unknown> => fixture.ask('queue.act', { act: input, exceptionIds: [uid] });
const differences = async (): Promise<unknown> => (await verifyLedger({ ledger: fixture.ledger, now: fixture.clock.now() })).differences;
const texts = (): string =>
  fixture.ledger.read((tx) =>
    JSON.stringify([
      tx.all("SELECT args_json FROM op WHERE kind <> 'data.erase' AND (entity_id = ? OR entity_id = ?)", [mailNo, uid]),
      tx.all('SELECT fields FROM mail_statement JOIN mail ON mail.id = mail_id WHERE mail_no = ?', [mailNo]),
      tx.all('SELECT name, text, copies FROM event JOIN mail ON mail.id = mail_id WHERE mail_no = ?', [mailNo]),
      tx.all('SELECT * FROM mail_record WHERE mail_no = ?', [mailNo]),
      tx.all('SELECT * FROM exception WHERE mail_no = ?', [mailNo]),
      tx.all('SELECT evidence FROM finding WHERE exception_uid = ?', [uid]),
    ]),
  );
const finds = async (text: string): Promise<number> =>
  (await fixture.ask<{ texts: { hits: unknown[] } }>('search.find', { text, scope: 'texts' })).texts.hits.length;

describe('erasing the personal data of a mail', () => {
  it('waits until its exceptions are closed, and knows what is not there', async () => {
    expect(await fixture.call('safety.erase', { mailNo, reason: '申请', dryRun: true })).toMatchObject({
      error: { code: 'conflict', reason: 'exception-not-closed' },
    });
    expect(await fixture.call('safety.erase', { mailNo: '0', reason: '申请', dryRun: false })).toMatchObject({
      error: { reason: 'not-found' },
    });
  });

  it('says first what it would take, and changes nothing by that', async () => {
    await act({ kind: 'claim' });
    await act({ kind: 'follow-up', text: '王小明先生要求改送至菜鸟驿站', nextAt: fixture.clock.now() + HOUR_MS });
    await fixture.ask('mails.record', { mailNo, reason: '收件人王小明来电', remark: '王小明住三单元' });
    await act({ kind: 'feedback', text: '已回复王小明', to: 'recipient' });
    await act({ kind: 'close', result: '王小明已签收' });
    await fixture.jobs().idle();
    await indexAll(fixture.ports);
    expect(await finds('菜鸟驿站')).toBe(1);
    const before = texts();
    const { statements, events, ops, records } = await erase({ dryRun: true });
    expect([statements > 0, events > 0, ops >= 4, records]).toEqual([true, true, true, 2 - 1]);
    expect(texts()).toBe(before);
    expect(await differences()).toEqual([]);
  });

  it('takes exactly that, keeps the chain and every fold, and is written down', async () => {
    const expected = await erase({ dryRun: true });
    const head = fixture.ledger.read((tx) => tx.all('SELECT seq, hash FROM op ORDER BY seq'));
    expect(await erase({})).toEqual(expected);
    const after = texts();
    for (const word of ['王小明', '菜鸟驿站', '三单元', 'recipientName', 'recipientPhone', 'senderName']) expect(after).not.toContain(word);
    expect(after).toContain(ERASED);
    const chain = fixture.ledger.read((tx) => verifyChain(tx));
    expect(chain).toMatchObject({ ok: true, count: head.length + 1 });
    expect(fixture.ledger.read((tx) => tx.all('SELECT seq, hash FROM op ORDER BY seq')).slice(0, head.length)).toEqual(head);
    expect(await differences()).toEqual([]);
    expect(await finds('菜鸟驿站')).toBe(0);
    const told = fixture.ledger.read((tx) =>
      tx.get<{ actor: string; args_json: string }>("SELECT actor, args_json FROM op WHERE kind = 'data.erase'"),
    );
    expect(told).toEqual({
      actor: 'p1',
      args_json: JSON.stringify({
        events: expected.events,
        mailNo,
        ops: expected.ops,
        reason: '收件人依法申请',
        records: expected.records,
        statements: expected.statements,
      }),
    });
  });

  it('leaves nothing to reveal, and finds nothing the second time', async () => {
    expect(await fixture.call('mails.reveal', { mailNo, field: 'recipientPhone' })).toMatchObject({ error: { reason: 'not-found' } });
    expect(await erase({ dryRun: true })).toEqual({ statements: 0, events: 0, ops: 0, records: 0 });
    await fixture.jobs().idle();
    expect(await differences()).toEqual([]);
  });
});

describe('a device that hears of it', () => {
  it('erases what was said until then, once and not what came after', async () => {
    const other = fixture.ledger.read(
      (tx) =>
        tx.get<{ mailNo: string; uid: string }>(
          "SELECT mail_no AS mailNo, uid FROM exception WHERE status = 'open' AND mail_no <> ? ORDER BY mail_no LIMIT 1",
          [mailNo],
        ) ?? { mailNo: '', uid: '' },
    );
    const follow = (text: string) =>
      fixture.ask('queue.act', { act: { kind: 'follow-up', text, nextAt: fixture.clock.now() + HOUR_MS }, exceptionIds: [other.uid] });
    const lastWords = () =>
      fixture.ledger.read((tx) => tx.pluck<string>('SELECT last_follow_up FROM exception WHERE uid = ?', [other.uid]));
    await follow('王小明要求改派');
    fixture.ledger.write((tx) => {
      tx.run(
        `INSERT INTO decided_op (id, entity, entity_id, ver, inc, mid, kind, sv, args_json, actor, occurred_at, received_at, clock_flag,
           verdict, code, detail_json) VALUES ('told', 'mail', ?, 1, 'd', 1, 'data.erase', 1, '{}', 'p9', ?, 0, 'ok', 'applied', '', '{}')`,
        [other.mailNo, fixture.clock.now()],
      );
      eraseAsTold(tx, other.mailNo);
    });
    expect(lastWords()).toBe(ERASED);
    fixture.clock.advance(1000);
    await follow('已派送');
    fixture.ledger.write((tx) => eraseAsTold(tx, other.mailNo));
    expect(lastWords()).toBe('已派送');
    expect(await fixture.call('mails.reveal', { mailNo: other.mailNo, field: 'recipient' })).toMatchObject({
      error: { reason: 'not-found' },
    });
    expect(fixture.ledger.read((tx) => verifyChain(tx))).toMatchObject({ ok: true });
  });
});
