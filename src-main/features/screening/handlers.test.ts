import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clients } from '#shared/contract/clients.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { mails } from '#shared/contract/queue.ts';
import { COVERAGE_LISTS, screening } from '#shared/contract/screening.ts';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import { dayOf, formatDay, HOUR_MS } from '#shared/kernel/instant.ts';
import { makeAreaFixture, playDays } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { createClientsHandlers } from '../clients/handlers.ts';
import { CLIENT_MAIL_COUNTS, CLIENT_OPEN_COUNTS } from '../clients/index.ts';
import { createScreeningJob } from '../jobs/index.ts';
import { createMailsHandlers } from '../mails/handlers.ts';
import { verifyLedger } from '../verification/index.ts';
import { createScreeningHandlers } from './handlers.ts';

type Coverage = OutputOf<AppContract['screening']['coverage']>;
type List = OutputOf<AppContract['screening']['coverageList']>;
type Status = OutputOf<AppContract['screening']['status']>;
type Clients = OutputOf<AppContract['clients']['list']>;

let fixture: AreaFixture;
let day: string;
// Generated days are driven through import and screening once for all tests: some seconds.
beforeAll(async () => {
  fixture = makeAreaFixture({
    contract: { screening, mails, clients },
    handlers: (context) => ({
      screening: createScreeningHandlers(context),
      mails: createMailsHandlers(context),
      clients: createClientsHandlers(context),
    }),
    jobs: (ports) => [createScreeningJob(ports)],
  });
  await playDays(fixture, { mails: 1500, days: 2, seed: 12 });
  day = formatDay(dayOf(fixture.clock.now()));
}, 120_000);
afterAll(() => fixture.remove());

const list = (input: object) => fixture.ask<List>('screening.coverageList', { day, region: null, offset: 0, limit: 500, ...input });
const all = async (input: object) => {
  const mailNos: string[] = [];
  for (let total = 1; mailNos.length < total;) {
    const page = await list({ ...input, offset: mailNos.length, limit: 70 });
    total = page.total;
    mailNos.push(...page.mails.map(({ mailNo }) => mailNo));
    if (page.mails.length === 0) break;
  }
  return mailNos;
};

describe('coverage of a day', () => {
  it('opens its mails behind every number', async () => {
    for (const back of [0, 1, 2]) {
      day = formatDay(dayOf(fixture.clock.now()) - back);
      const coverage = await fixture.ask<Coverage>('screening.coverage', { day });
      for (const slot of coverage.slots) {
        for (const name of ['due', 'normal', 'abnormal', 'undetermined', 'onTime', 'late'] as const) {
          const mailNos = await all({ region: slot.region, list: name });
          expect([slot.region, name, new Set(mailNos).size]).toEqual([slot.region, name, slot[name]]);
        }
        expect(slot.normal + slot.abnormal).toBe(slot.onTime + slot.late);
      }
      for (const name of ['noAcceptance', 'unknownRegion', 'needFreshTrace'] as const) {
        expect([name, (await all({ list: name })).length]).toEqual([name, coverage[name]]);
      }
    }
    day = formatDay(dayOf(fixture.clock.now()));
  });

  it('shows the verdict beside a mail', async () => {
    for (const region of SLOT_REGIONS) {
      const { mails: abnormal } = await list({ region, list: 'abnormal' });
      for (const mail of abnormal) expect([mail.verdict, mail.rules.length > 0]).toEqual(['abnormal', true]);
      const { mails: open } = await list({ region, list: 'undetermined' });
      for (const mail of open) expect(mail.verdict ?? 'undetermined').toBe('undetermined');
    }
    for (const name of COVERAGE_LISTS) expect((await list({ list: name, limit: 0 })).mails).toEqual([]);
  });
});

describe('a run by hand', () => {
  it('is a job that looks at what has changed', async () => {
    const [mailNo] = (await list({ list: 'normal' })).mails.map((mail) => mail.mailNo);
    await fixture.ask('mails.record', { mailNo, reason: '客户来电', remark: '内件有破损' });
    await fixture.jobs().idle();
    const { mails: abnormal } = await list({ list: 'abnormal' });
    expect(abnormal.find((mail) => mail.mailNo === mailNo)?.rules).toContain('damage-reported');
    await fixture.ask('screening.run');
    await fixture.jobs().idle();
    const status = await fixture.ask<Status>('screening.status');
    expect(status).toMatchObject({ running: false, dirty: 0, lastRunAt: fixture.clock.now() });
    expect(status.lastRun?.watched).toBeGreaterThan(0);
    expect(fixture.topics.map(({ topic }) => topic)).toEqual(
      expect.arrayContaining(['screening.changed', 'queue.changed', 'mails.changed']),
    );
  });

  it('refuses what cannot be recorded', async () => {
    const record = (input: object) => fixture.call('mails.record', { mailNo: '1', reason: '无', ...input });
    expect(await record({ remark: '有' })).toMatchObject({ error: { reason: 'not-found' } });
    expect(await record({})).toMatchObject({ error: { reason: 'nothing-to-record' } });
    expect(await record({ redirect: { province: '无此省', city: '无此市', at: 1 } })).toMatchObject({ error: { reason: 'place-unknown' } });
  });
});

describe('personal data', () => {
  it('is shown one field at a time, logged, and not without limit', async () => {
    const [mailNo] = (await list({ list: 'due' })).mails.map((mail) => mail.mailNo);
    const { value } = await fixture.ask<{ value: string }>('mails.reveal', { mailNo, field: 'recipientPhone' });
    expect(value).toMatch(/^1\d{10}$/);
    expect(await fixture.call('mails.reveal', { mailNo: '0', field: 'address' })).toMatchObject({ error: { reason: 'not-found' } });
    const ops = fixture.ledger.read((tx) =>
      tx.all<{ actor: string; args_json: string }>("SELECT actor, args_json FROM op WHERE kind = 'data.reveal'"),
    );
    expect(ops).toEqual([{ actor: 'p1', args_json: JSON.stringify({ field: 'recipientPhone', mailNo }) }]);
    for (let count = 1; count < 30; count++) await fixture.ask('mails.reveal', { mailNo, field: 'texts' });
    expect(await fixture.call('mails.reveal', { mailNo, field: 'texts' })).toMatchObject({
      error: { code: 'forbidden', reason: 'reveal-limit' },
    });
    fixture.clock.advance(HOUR_MS + 1);
    await fixture.ask('mails.reveal', { mailNo, field: 'texts' });
    const { differences } = await verifyLedger({ ledger: fixture.ledger, now: fixture.clock.now() });
    expect(differences).toEqual([]);
  });
});

describe('the client register', () => {
  it('lists, finds and counts', async () => {
    const page = await fixture.ask<Clients>('clients.list', { offset: 0, limit: 500 });
    const plain = fixture.ledger.read((tx) => ({
      mails: new Map(
        tx.all<{ c: string; n: number }>('SELECT client_code AS c, count(*) AS n FROM mail GROUP BY client_code').map(({ c, n }) => [c, n]),
      ),
      open: new Map(
        tx
          .all<{ c: string; n: number }>("SELECT client_code AS c, sum(status = 'open') AS n FROM exception GROUP BY client_code")
          .map(({ c, n }) => [c, n]),
      ),
    }));
    expect(page.total).toBe(page.clients.length);
    for (const client of page.clients) {
      expect([client.mails, client.openExceptions]).toEqual([plain.mails.get(client.code) ?? 0, plain.open.get(client.code) ?? 0]);
    }
    const [some] = page.clients;
    const found = await fixture.ask<Clients>('clients.list', { search: some?.name.slice(0, 3), offset: 0, limit: 10 });
    expect(found.clients.map(({ code }) => code)).toContain(some?.code);
    const second = await fixture.ask<Clients>('clients.list', { offset: 1, limit: 1 });
    expect(second.clients.map(({ code }) => code)).toEqual([page.clients[1]?.code]);
  });

  it('saves a client and looks at its exceptions again', async () => {
    const { clients: before } = await fixture.ask<Clients>('clients.list', { offset: 0, limit: 500 });
    const client = before.find(({ openExceptions, isKey }) => openExceptions > 0 && !isKey) ?? before[0];
    const { code, name, accountManager, industry, groups } = client ?? { code: '' };
    await fixture.ask('clients.save', { code, name, accountManager, industry, groups, tiers: ['vip'] });
    await fixture.jobs().idle();
    const { clients: after } = await fixture.ask<Clients>('clients.list', { search: code, offset: 0, limit: 1 });
    expect(after[0]).toMatchObject({ code, tiers: ['vip'], isKey: true, seenOnly: false });
    expect((await fixture.ask<Status>('screening.status')).dirty).toBe(0);
  });

  it('counts from indices alone', () => {
    const plan = (sql: string) =>
      fixture.ledger
        .read((tx) => tx.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ['[]']))
        .map(({ detail }) => detail)
        .join('\n');
    expect(plan(CLIENT_MAIL_COUNTS)).toContain('USING COVERING INDEX mail_client');
    expect(plan(CLIENT_OPEN_COUNTS)).toContain('USING COVERING INDEX exception_client');
  });
});
