import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '#shared/contract/audit.ts';
import { AUDIT_GROUPS } from '#shared/domain/permissions/audit-groups.ts';
import { dayOf, formatDay, DAY_MS } from '#shared/kernel/instant.ts';
import { appendOp } from '../../ledger/index.ts';
import { FIXTURE_START, makeAreaFixture } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { auditSql } from './audit-reader.ts';
import type { AuditPage, AuditQuestion } from './audit-reader.ts';
import { createAuditHandlers } from './handlers.ts';

let fixture: AreaFixture;
const OPS: readonly [kind: string, entity: string, args: object, actor: string][] = [
  ['data.reveal', 'mail', { mailNo: '1127000000001', field: 'recipientPhone' }, 'p1'],
  ['exception.claim', 'exception', {}, 'p2'],
  ['exception.follow-up', 'exception', { text: '收件人电话13812345678，已改派', nextAt: 1 }, 'p2'],
  ['exception.raise', 'exception', {}, 'system'],
  ['data.export', 'export', { name: 'exceptions', title: '异常邮件跟踪台账' }, 'p1'],
  ['client.save', 'client', { code: 'K01', name: '湘莲商行' }, 'p2'],
];
beforeAll(() => {
  fixture = makeAreaFixture({ contract: { audit }, handlers: (context) => ({ audit: createAuditHandlers(context) }) });
  fixture.ledger.write((tx) => {
    for (let round = 0; round < 60; round++) {
      OPS.forEach(([kind, entity, args, actor], index) => {
        // Several at one instant: pages must neither lose nor repeat them.
        const occurredAt = FIXTURE_START + Math.floor(round / 20) * DAY_MS;
        appendOp(tx, { id: `op-${round}-${index}`, kind, entity, entityId: `${entity}-1`, args, actor, occurredAt });
      });
    }
  });
});
afterAll(() => fixture.remove());

const page = (question: Partial<AuditQuestion>): Promise<AuditPage> => fixture.ask<AuditPage>('audit.list', { limit: 100, ...question });
async function all(question: Partial<AuditQuestion>, limit: number): Promise<AuditPage['entries']> {
  const entries: AuditPage['entries'] = [];
  for (let after: AuditPage['next'] | undefined; after !== null;) {
    const got = await page({ ...question, limit, ...(after && { after }) });
    entries.push(...got.entries);
    after = got.next;
  }
  return entries;
}

describe('the auditor', () => {
  it('sees all that people did, the newest first and masked, and nothing of the program', async () => {
    const entries = await all({}, 37);
    // Two people of the fixture were added by themselves.
    expect(entries).toHaveLength(60 * 5 + 2);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort((a, b) => b - a));
    expect(entries.some(({ personId }) => personId === 'system')).toBe(false);
    expect(entries.filter(({ text }) => /\d{11}/.test(text))).toEqual([]);
    expect(entries.find(({ kind }) => kind === 'exception.follow-up')).toMatchObject({ personName: '李航', staffNo: 'XT002' });
  });

  it('narrows by person, kind and days alike', async () => {
    const everything = await all({}, 200);
    const day = formatDay(dayOf(FIXTURE_START) + 1);
    for (const group of AUDIT_GROUPS) {
      for (const personId of [undefined, 'p1', 'p2'] as const) {
        const got = await all({ group, from: day, to: day, ...(personId && { personId }) }, 7);
        const ids = new Set(got.map(({ id }) => id));
        expect(got.every(({ at }) => formatDay(dayOf(at)) === day)).toBe(true);
        expect(got.every((entry) => personId === undefined || entry.personId === personId)).toBe(true);
        expect(ids.size).toBe(got.length);
      }
    }
    const seen = await all({ group: 'seen', personId: 'p1' }, 50);
    expect(seen.map(({ id }) => id).sort()).toEqual(
      everything
        .filter(({ kind }) => kind === 'data.reveal')
        .map(({ id }) => id)
        .sort(),
    );
    expect(await all({ group: 'exported', personId: 'p2' }, 50)).toEqual([]);
  });

  it('tells of what other machines did, and of each act once', async () => {
    fixture.ledger.write((tx) => {
      for (const id of ['op-0-0', 'from-afar']) {
        tx.run(
          `INSERT INTO decided_op (id, entity, entity_id, ver, inc, mid, kind, sv, args_json, actor, occurred_at, received_at, clock_flag,
             verdict, code, detail_json) VALUES (?, 'mail', '1127000000002', 1, 'd', 1, 'data.reveal', 1, NULL, 'p9', ?, 0, 'ok', 'applied', '', '{}')`,
          [id, FIXTURE_START],
        );
      }
    });
    const entries = (await all({}, 90)).filter(({ elsewhere }) => elsewhere);
    expect(entries).toMatchObject([{ id: 'from-afar', personName: 'p9', erased: true }]);
  });

  it('refuses a day that is none', async () => {
    expect(await fixture.call('audit.list', { limit: 1, from: '2026-02-30' })).toMatchObject({ error: { reason: 'input-not-valid' } });
  });

  it('reads each page from an index alone', () => {
    for (const group of [undefined, ...AUDIT_GROUPS]) {
      for (const personId of [undefined, 'p1']) {
        const sql = auditSql({ ...(group && { group }), ...(personId && { personId }) });
        const plan = fixture.ledger
          .read((tx) =>
            tx.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, { from: 0, to: 1, at: 1, id: '', actor: '', kinds: '[]', limit: 1 }),
          )
          .map(({ detail }) => detail)
          .join('\n');
        expect(plan).not.toMatch(/SCAN (op|decided_op)\b/);
        if (group === undefined)
          expect(plan).toMatch(/SEARCH op USING INDEX op_of_(people|person) \((actor=\? AND )?occurred_at>\? AND occurred_at<\?\)/);
      }
    }
  });
});
