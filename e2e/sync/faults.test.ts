import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import type { SyncNet } from '#main/sync/sync-net.ts';
import { exchange } from '#main/sync/exchange.ts';
import { newTurn } from '#main/sync/core.ts';
import { findSyncState } from '#main/sync/store.ts';
import { Machine } from './machine.ts';
import { stalledMail } from './mails.ts';
import { ServerInMemory } from './server-in-memory.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const MAIL = '1280000000017';
const LOST = { ok: false, refusal: { reason: 'no-network', detail: {} }, retryAfterMs: null } as const;
let server: ServerInMemory;
let a: Machine;
let b: Machine;

beforeEach(async () => {
  server = await ServerInMemory.open(NOW);
  a = new Machine(server, { id: 'local-an', staffNo: 'XT001', name: '周敏', role: 'agent' });
  b = new Machine(server, { id: 'local-bo', staffNo: 'XT002', name: '李航', role: 'agent' });
  for (const machine of [a, b]) {
    await machine.join();
    await machine.sync();
  }
  a.importMails(stalledMail(MAIL, NOW), NOW - HOUR_MS);
  await a.screen();
}, 120_000);
afterEach(async () => {
  a.close();
  b.close();
  await server.close();
});

const stateOf = (machine: Machine) => machine.ledger.read((tx) => ({ state: findSyncState(tx) })).state;
const over = (machine: Machine, net: SyncNet, sizes = {}) => {
  const { ledger, core, clock } = machine;
  return exchange({ ledger, core, net, clock, pause: () => Promise.resolve() }, newTurn(sizes));
};

describe('a ledger and what can happen on the way', { timeout: 120_000 }, () => {
  it('sends again what was decided and not answered, and is told the same', async () => {
    a.act(MAIL, { kind: 'exception.claim', args: {} });
    const way = server.net(a.ledger.device);
    let lost = 0;
    const losing: SyncNet = {
      ...way,
      send: async (request) => (await way.send(request), request.name === 'push' && lost++ === 0 ? LOST : way.send(request)),
    };
    expect(await over(a, losing)).toMatchObject({ complete: false, failure: 'no-network' });
    expect(stateOf(a)).toMatchObject({ ackedSeq: expect.any(Number), offlineSince: a.clock.now() });
    expect(await over(a, losing)).toMatchObject({ complete: true });
    expect(a.verdicts()).toEqual(['exception.claim applied ']);
    expect(stateOf(a)?.offlineSince).toBeNull();
    expect(a.exceptionOf(MAIL)?.owner).toBe('p-an');
    expect(await a.differences()).toEqual([]);
  });

  it('takes page after page of one row, and its own op out of the overlay only at the end', async () => {
    a.act(MAIL, { kind: 'exception.claim', args: {} });
    await a.sync();
    await b.sync({ pullRows: 1 });
    expect(b.exceptionOf(MAIL)?.owner).toBe('p-an');
    expect(b.shown()).toBe(a.shown());
  });

  it('refuses a page with a row left out, another body or a broken chain, and stores nothing of it', async () => {
    await a.sync();
    const way = server.net(b.ledger.device);
    const before = b.shown();
    for (const spoil of [leaveOut, otherBody, otherHash]) {
      const spoiling: SyncNet = { ...way, send: async (request) => spoil(await way.send(request)) as never };
      expect(await over(b, spoiling)).toMatchObject({ complete: false, failure: 'page-not-valid' });
      expect(b.shown()).toBe(before);
    }
    expect(await b.sync()).toMatchObject({ complete: true });
    expect(b.shown()).toBe(a.shown());
  });

  it('goes on under another name when a copy of it went on elsewhere, and nothing is lost', async () => {
    await a.sync();
    const copy = a.copy();
    a.act(MAIL, { kind: 'exception.follow-up', args: { text: '原机的跟进', nextAt: NOW + HOUR_MS } });
    copy.act(MAIL, { kind: 'exception.follow-up', args: { text: '副本的跟进', nextAt: NOW + 2 * HOUR_MS } });
    await a.sync();
    expect(await copy.sync()).toMatchObject({ complete: true });
    expect(stateOf(copy)?.inc).toContain('~1');
    await a.sync();
    expect(a.exceptionOf(MAIL)?.followUps).toBe(2);
    expect(copy.shown()).toBe(a.shown());
    expect(await copy.differences()).toEqual([]);
    copy.close();
  });

  it('tells a server that was restored what it has lost, and ends with the same', async () => {
    await a.sync();
    await b.sync();
    await server.forgetEverythingButPeople();
    a.act(MAIL, { kind: 'exception.claim', args: {} });
    for (const machine of [a, b, a, b]) expect(await machine.sync()).toMatchObject({ complete: true });
    expect(b.exceptionOf(MAIL)?.owner).toBe('p-an');
    expect(b.shown()).toBe(a.shown());
    expect(await b.differences()).toEqual([]);
  });

  it('hands over what was typed when it is shut out, and asks for nothing more', async () => {
    await a.sync();
    a.act(MAIL, { kind: 'exception.claim', args: {} });
    await server.run((tx) => tx.query('UPDATE device SET revoked_at = $1 WHERE device_id = $2', [NOW, a.ledger.device]));
    const asked = server.asked.length;
    expect(await a.sync()).toMatchObject({ complete: false });
    expect(stateOf(a)?.phase).toBe('revoked');
    expect(server.asked.slice(asked)).not.toContain('pull');
    const kept = await server.run((tx) =>
      tx.query<{ code: string }>("SELECT code FROM mutation_log WHERE entity = 'exception' AND verdict = 'quarantined'"),
    );
    expect(kept).toEqual([{ code: 'revoked' }]);
  });
});

type Rows = { seq: number; body: string | null; hash: string }[];
function spoiled(answer: unknown, change: (rows: Rows) => void): unknown {
  const { reply } = answer as { reply?: { streams?: Record<string, { rows: Rows }> } };
  const rows = Object.entries(reply?.streams ?? {}).find(([stream, { rows: listed }]) => stream.startsWith('cl:') && listed.length > 2)?.[1]
    .rows;
  if (rows) change(rows);
  return answer;
}
const leaveOut = (answer: unknown) => spoiled(answer, (rows) => void rows.splice(1, 1));
const otherBody = (answer: unknown) => spoiled(answer, (rows) => void Object.assign(rows[1] ?? {}, { body: '{}' }));
const otherHash = (answer: unknown) => spoiled(answer, (rows) => void Object.assign(rows[1] ?? {}, { hash: 'a'.repeat(64) }));
