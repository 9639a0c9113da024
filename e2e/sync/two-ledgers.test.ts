import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { Machine, STATION } from './machine.ts';
import { stalledMail } from './mails.ts';
import { ServerInMemory } from './server-in-memory.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const MAIL = '1280000000017';
let server: ServerInMemory;
let a: Machine;
let b: Machine;

beforeEach(async () => {
  server = await ServerInMemory.open(NOW);
  a = new Machine(server, { id: 'local-an', staffNo: 'XT001', name: '周敏', role: 'agent' });
  b = new Machine(server, { id: 'local-bo', staffNo: 'XT002', name: '李航', role: 'agent' });
}, 60_000);
afterEach(async () => {
  a.close();
  b.close();
  await server.close();
});

async function bothScreen(): Promise<void> {
  for (const machine of [a, b]) {
    machine.importMails(stalledMail(MAIL, NOW), NOW - HOUR_MS);
    await machine.screen();
    machine.clock.advance(60_000);
  }
}
async function joinBoth(): Promise<void> {
  for (const machine of [a, b]) {
    await machine.join();
    await machine.sync();
  }
}
/** Until both have heard what the other said. */
async function meet(): Promise<void> {
  for (const machine of [a, b, a, b]) expect(await machine.sync()).toMatchObject({ complete: true, failure: null });
}
async function expectAlike(): Promise<void> {
  expect(b.shown()).toBe(a.shown());
  expect(await a.differences()).toEqual([]);
  expect(await b.differences()).toEqual([]);
}

describe('two ledgers and a server', { timeout: 60_000 }, () => {
  it('screen the same mail apart and hold one verdict and one exception when they meet', async () => {
    await joinBoth();
    await bothScreen();
    expect(a.exceptionOf(MAIL)?.status).toBe('open');
    await meet();
    expect(a.count('SELECT count(*) FROM exception')).toBe(1);
    expect(a.count('SELECT count(*) FROM verdict WHERE counted = 1')).toBe(1);
    expect(a.count('SELECT count(*) FROM op WHERE seq > (SELECT confirmed_seq FROM sync_state)')).toBe(0);
    await expectAlike();
  });

  it('claim the same exception: the first arrival holds it, the other is told by whom', async () => {
    await joinBoth();
    await bothScreen();
    await meet();
    a.act(MAIL, { kind: 'exception.claim', args: {} });
    b.act(MAIL, { kind: 'exception.claim', args: {} });
    expect(b.exceptionOf(MAIL)?.owner).toBe('p-bo');
    await meet();
    expect(b.exceptionOf(MAIL)?.owner).toBe('p-an');
    expect(b.verdicts()).toEqual(['exception.claim rejected claimed']);
    await expectAlike();
  });

  it('close the same exception: the second closure becomes a follow-up and nothing typed is lost', async () => {
    await joinBoth();
    await bothScreen();
    await meet();
    const nextAt = NOW + 5 * HOUR_MS;
    a.act(MAIL, { kind: 'exception.follow-up', args: { text: '已联系揽投部', nextAt, claims: true } });
    a.act(MAIL, { kind: 'exception.feedback', args: { text: '已告知客户', to: 'client' } });
    a.act(MAIL, { kind: 'exception.push', args: { template: null, text: '您的邮件正在催投', channel: 'copied' } });
    await meet();
    a.act(MAIL, { kind: 'exception.close', args: { result: '已妥投' } });
    b.act(MAIL, { kind: 'exception.follow-up', args: { text: '客户来电催问', nextAt } });
    await meet();
    expect(a.exceptionOf(MAIL)).toMatchObject({ status: 'closed', result: '已妥投' });
    expect(b.verdicts().at(-1)).toBe('exception.follow-up merged closed-already');
    expect(a.exceptionOf(MAIL)?.lastFollowUp?.text).toBe('客户来电催问');
    await expectAlike();
  });

  it('undo too late: whoever was relied on by another is told, and the act stands', async () => {
    await joinBoth();
    await bothScreen();
    await meet();
    const actId = a.act(MAIL, { kind: 'exception.follow-up', args: { text: '第一次跟进', nextAt: NOW + HOUR_MS } });
    await meet();
    b.act(MAIL, { kind: 'exception.follow-up', args: { text: '我来补充', nextAt: NOW + 2 * HOUR_MS } });
    await b.sync();
    a.undo(actId);
    expect(a.exceptionOf(MAIL)?.followUps).toBe(0);
    await meet();
    expect(a.verdicts().at(-1)).toBe('exception.undo rejected too-late');
    expect(a.exceptionOf(MAIL)?.followUps).toBe(2);
    await expectAlike();
  });

  it('edit one field apart: the last arrival counts, and both find the conflict', async () => {
    await joinBoth();
    await bothScreen();
    await meet();
    a.act(MAIL, { kind: 'exception.set-type', args: { type: 'missort' } });
    b.act(MAIL, { kind: 'exception.set-type', args: { type: 'weight-check' } });
    await meet();
    expect(a.exceptionOf(MAIL)?.type).toBe('weight-check');
    expect(b.verdicts()).toEqual(['exception.set-type merged field-conflict']);
    expect(a.count("SELECT count(*) FROM decided_op WHERE code = 'field-conflict'")).toBe(1);
    await expectAlike();
  });

  it('join late: the whole local history goes up once, and the other machine holds it', async () => {
    a.importMails(stalledMail(MAIL, NOW), NOW - HOUR_MS);
    await a.screen();
    a.act(MAIL, { kind: 'exception.follow-up', args: { text: '加入之前的跟进', nextAt: NOW + HOUR_MS, claims: true } });
    await joinBoth();
    await meet();
    expect(b.exceptionOf(MAIL)).toMatchObject({ owner: 'p-an', followUps: 1 });
    expect(b.count('SELECT count(*) FROM mail')).toBe(1);
    await b.screen();
    await meet();
    await expectAlike();
    const asked = server.asked.length;
    await a.sync();
    expect(server.asked.slice(asked)).toEqual(['pull']);
  });

  it('lose a grant: what nobody here may see any more is gone, and what was not sent stays', async () => {
    await joinBoth();
    await server.run((tx) =>
      tx.query("INSERT INTO client_account (code, name, station, account_manager, body) VALUES ('C1', '客户', $1, '', NULL)", [STATION]),
    );
    await bothScreen();
    await meet();
    b.act(MAIL, { kind: 'exception.claim', args: {} });
    await server.run((tx) => tx.query("UPDATE client_account SET station = '雨湖揽投部' WHERE code = 'C1'"));
    await b.sync();
    expect(b.exceptionOf(MAIL)).toBeUndefined();
    expect(b.count('SELECT count(*) FROM mail')).toBe(0);
    expect(b.count("SELECT count(*) FROM decided_op WHERE entity = 'exception' AND actor <> 'p-bo'")).toBe(0);
    expect(b.count("SELECT count(*) FROM op WHERE entity = 'exception'")).toBeGreaterThan(0);
    expect(b.verdicts()).toEqual(['exception.claim quarantined forbidden']);
    expect(await b.differences()).toEqual([]);
  });
});
