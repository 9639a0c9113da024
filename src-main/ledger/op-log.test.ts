import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection, type SqliteDatabase } from './connection.ts';
import { FIXTURE_NOW_MS, type LedgerFixture, makeLedgerFixture } from './ledger-fixture.ts';
import type { Ledger } from './ledger.ts';
import { type AppendedOp, appendOp, eraseOpArgs, hashArgs, type OpDraft } from './op-log.ts';
import { listOps } from './op-reader.ts';
import { verifyChain } from './verify-chain.ts';

let fixture: LedgerFixture;
let ledger: Ledger;
beforeEach(() => {
  fixture = makeLedgerFixture();
  ledger = fixture.open();
});
afterEach(() => fixture.remove());

function draftOf(id: string, changes: Partial<OpDraft> = {}): OpDraft {
  return {
    id,
    kind: 'noted',
    entity: 'exception',
    entityId: 'e-1',
    args: { text: '已联系客户', phone: '13800000000' },
    actor: 'p-1',
    occurredAt: FIXTURE_NOW_MS,
    ...changes,
  };
}

const append = (...drafts: OpDraft[]): AppendedOp[] => ledger.write((tx) => drafts.map((draft) => appendOp(tx, draft)));
const verify = () => ledger.read((tx) => verifyChain(tx));

/** As somebody with the key and an SQLite shell would change it. */
function tamper(sql: string): void {
  const database: SqliteDatabase = openConnection(ledger.connectionOptions(), 'write');
  database.exec('DROP TRIGGER op_forbid_update; DROP TRIGGER op_forbid_delete');
  database.exec(sql);
  database.close();
}

describe('op log', () => {
  it('numbers without gaps, also over a transaction that fell through', () => {
    append(draftOf('a'), draftOf('b'));
    expect(() =>
      ledger.write((tx) => {
        appendOp(tx, draftOf('lost'));
        throw new Error('fell through');
      }),
    ).toThrow('fell through');
    expect(append(draftOf('c'))).toEqual([{ seq: 3, repeated: false }]);
    expect(verify()).toEqual({ ok: true, count: 3, headSeq: 3 });
  });

  it('takes the same act again for a repetition, and refuses another under its id', () => {
    append(draftOf('a'), draftOf('b'));
    expect(append(draftOf('a', { args: { phone: '13800000000', text: '已联系客户' } }))).toEqual([{ seq: 1, repeated: true }]);
    const others: Partial<OpDraft>[] = [
      { args: { text: '未联系' } },
      { kind: 'closed' },
      { entity: 'ticket' },
      { entityId: 'e-2' },
      { actor: 'p-2' },
      { occurredAt: 1 },
    ];
    for (const changes of others) expect(() => append(draftOf('a', changes))).toThrow('op-id-reused');
    expect(append(draftOf('c'), draftOf('b'), draftOf('d')).map((op) => op.seq)).toEqual([3, 2, 4]);
    expect(verify()).toMatchObject({ ok: true, count: 4 });
  });

  it('erases arguments for good and still verifies', () => {
    append(draftOf('a'), draftOf('b'));
    expect(ledger.write((tx) => eraseOpArgs(tx, 1))).toBe(true);
    expect(ledger.write((tx) => eraseOpArgs(tx, 1))).toBe(false);
    expect(ledger.read((tx) => listOps(tx)).map((op) => op.args)).toEqual([undefined, draftOf('b').args]);
    expect(verify()).toMatchObject({ ok: true });
    expect(append(draftOf('a'))).toEqual([{ seq: 1, repeated: true }]);
  });

  it.each([
    "UPDATE op SET actor = 'p-9' WHERE seq = 1",
    "UPDATE op SET args_json = '{}' WHERE seq = 1",
    'UPDATE op SET args_json = NULL WHERE seq = 1',
    "UPDATE op SET args_json = NULL, salt = NULL, kind = 'x' WHERE seq = 1",
    'DELETE FROM op WHERE seq = 2',
    "INSERT OR REPLACE INTO op SELECT seq, id, 'x', entity, entity_id, args_json, salt, args_hash, actor, occurred_at, recorded_at, device, clock_flag, prev_hash, hash FROM op WHERE seq = 1",
  ])('forbids %s', (sql) => {
    append(draftOf('a'), draftOf('b'));
    expect(() => ledger.write((tx) => tx.run(sql))).toThrow(/append-only|CHECK/);
    expect(verify()).toMatchObject({ ok: true, count: 2 });
  });

  it.each([
    ["UPDATE op SET actor = 'p-9' WHERE seq = 2", 2, 'changed-op'],
    ['UPDATE op SET occurred_at = occurred_at + 1 WHERE seq = 3', 3, 'changed-op'],
    [`UPDATE op SET args_json = '{"text":"other"}' WHERE seq = 2`, 2, 'changed-arguments'],
    ['DELETE FROM op WHERE seq = 2', 3, 'gap'],
    ['UPDATE op SET prev_hash = zeroblob(32) WHERE seq = 3', 3, 'broken-link'],
  ])('finds what was done behind its back: %s', (sql, atSeq, flaw) => {
    append(...['a', 'b', 'c', 'd'].map((id) => draftOf(id)));
    tamper(sql);
    expect(verify()).toEqual({ ok: false, atSeq, flaw });
  });

  it('notices at the next start that the last acts are gone', () => {
    append(draftOf('a'), draftOf('b'));
    ledger.close();
    tamper('DELETE FROM op WHERE seq = 2');
    expect(() => fixture.open()).toThrow('ledger-corrupt');
  });

  it('checks a part of the chain from where it is told', () => {
    append(...Array.from({ length: 20 }, (_, index) => draftOf(`o-${index}`)));
    tamper("UPDATE op SET actor = 'p-9' WHERE seq = 5");
    expect(ledger.read((tx) => verifyChain(tx, { fromSeq: 11 }))).toEqual({ ok: true, count: 10, headSeq: 20 });
    expect(ledger.read((tx) => verifyChain(tx, { fromSeq: 5 }))).toMatchObject({ ok: false, atSeq: 5 });
  });

  it('flags a moved clock, and time that ran backwards since the last act', () => {
    append(draftOf('a'));
    fixture.clock.setFlag('jumped');
    append(draftOf('b'));
    fixture.clock.setFlag('ok');
    fixture.clock.setWall(FIXTURE_NOW_MS - 3_600_000);
    append(draftOf('c'), draftOf('d'));
    expect(ledger.read((tx) => listOps(tx)).map((op) => op.clockFlag)).toEqual(['ok', 'jumped', 'behind', 'ok']);
  });

  it('lists by entity from its index', () => {
    append(draftOf('a'), draftOf('b', { entityId: 'e-2' }), draftOf('c'));
    const of = (entityId: string) => ledger.read((tx) => listOps(tx, { entity: 'exception', entityId })).map((op) => op.id);
    expect([of('e-1'), of('e-2')]).toEqual([['a', 'c'], ['b']]);
    expect(ledger.read((tx) => listOps(tx, { afterSeq: 1, limit: 1 })).map((op) => op.id)).toEqual(['b']);
    const plan = ledger.read((tx) =>
      tx.all<{ detail: string }>('EXPLAIN QUERY PLAN SELECT * FROM op WHERE entity = ? AND entity_id = ? ORDER BY seq', ['a', 'b']),
    );
    expect(plan.map((row) => row.detail)).toEqual(['SEARCH op USING INDEX op_by_entity (entity=? AND entity_id=?)']);
  });

  it('hashes arguments by HMAC-SHA-256', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'grapheme' }), (salt, text) => {
        expect(hashArgs(salt, text)).toEqual(createHmac('sha256', salt).update(text, 'utf8').digest());
      }),
    );
  });

  it('appends tens of thousands within one transaction in seconds', () => {
    ledger.write((tx) => {
      for (let index = 0; index < 20_000; index++) appendOp(tx, draftOf(`o-${index}`));
    });
    expect(verify()).toEqual({ ok: true, count: 20_000, headSeq: 20_000 });
  });
});
