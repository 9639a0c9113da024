import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { assessmentFixture } from '#shared/domain/exceptions/exception-fixture.ts';
import type { ExceptionState } from '#shared/domain/exceptions/exception.ts';
import { foldException } from '#shared/domain/exceptions/fold.ts';
import { exceptionUid } from '#shared/domain/exceptions/ids.ts';
import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import { compileRules } from '#shared/domain/rules/compile.ts';
import { DEFAULT_RULES } from '#shared/domain/rules/defaults.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { appendOp, openLedger } from '../../ledger/index.ts';
import type { Ledger, SqlValue } from '../../ledger/index.ts';
import { readMigrations } from '../../ledger/migrator.ts';
import { systemClock } from '../../platform/clock.ts';
import { systemIds } from '../../platform/ids.ts';
import { verifyLedger } from '../verification/index.ts';
import { actRefusal, lastStandingAct, orderOf, undoOnException, undoParts } from './index.ts';
import { rowOf } from './store.ts';

const ACTS = 7;
const UID = exceptionUid('1127000000001', 1);
const assessment = assessmentFixture(9 * HOUR_MS);
const OPS: readonly Pick<FoldedOp, 'kind' | 'args' | 'actor'>[] = [
  { kind: 'exception.raise', args: { mailNo: '1127000000001', cycle: 1, assessment }, actor: 'system' },
  { kind: 'exception.claim', args: {}, actor: 'p1' },
  { kind: 'exception.follow-up', args: { text: '已催', nextAt: 20 * HOUR_MS }, actor: 'p1' },
  { kind: 'exception.set-stage', args: { stage: 'delivery', organisation: '岳塘投递部' }, actor: 'p1' },
];

/** What a program before the table of acts has written: the ops, and the row with its columns of that time. */
function writeAsBefore(ledger: Ledger): void {
  ledger.write((tx) => {
    let state: ExceptionState | undefined;
    OPS.forEach((each, index) => {
      const op = { ...each, entityId: UID, occurredAt: index * HOUR_MS } as FoldedOp;
      const { kind, entityId, args, actor, occurredAt } = op;
      appendOp(tx, { id: `op-${index}`, kind, entity: 'exception', entityId, args, actor, occurredAt });
      state = foldException(state, op);
    });
    if (!state) throw new Error('nothing was raised');
    const rules = compileRules(DEFAULT_RULES);
    const known = new Set(tx.pluckAll<string>("SELECT name FROM pragma_table_info('exception')"));
    const row: Record<string, SqlValue> = { ...rowOf(state), ...orderOf(state, rules) };
    const columns = Object.keys(row).filter((name) => known.has(name));
    tx.run(
      `INSERT INTO exception (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      columns.map((name) => row[name] ?? null),
    );
  });
}

it('a ledger from before the table of acts knows its acts, verifies, and can have the last one taken back', async () => {
  const folder = mkdtempSync(join(tmpdir(), '账本 升级-'));
  const all = readMigrations(fileURLToPath(new URL('../../../migrations/client/', import.meta.url)));
  const parts = {
    file: join(folder, '账本.youshao'),
    key: Buffer.alloc(32, 9),
    clock: systemClock(),
    ids: systemIds(),
    appVersion: '0.0.0',
  };
  const old = openLedger({ ...parts, migrations: all.filter(({ number }) => number < ACTS) });
  writeAsBefore(old);
  old.close();
  const ledger = openLedger(parts);
  try {
    expect((await verifyLedger({ ledger, now: 30 * HOUR_MS })).differences).toEqual([]);
    const act = ledger.read((tx) => lastStandingAct(tx, 'p1'));
    expect(act).toMatchObject({ id: 'op-3', kind: 'exception.set-stage', ops: 1, undone: 0 });
    expect(ledger.read((tx) => (act ? actRefusal(tx, act, 'p1') : 'gone'))).toBeNull();
    const [part] = ledger.read((tx) => undoParts(tx, 'op-3'));
    const order = { actId: 'op-3', undoId: 'undo', personId: 'p1', now: 30 * HOUR_MS };
    ledger.write((tx) => void (part && undoOnException(tx, part, order)));
    expect(ledger.read((tx) => tx.get('SELECT stage, organisation, held_org, owner FROM exception'))).toEqual({
      stage: null,
      organisation: null,
      held_org: '长沙邮区中心',
      owner: 'p1',
    });
    expect((await verifyLedger({ ledger, now: 30 * HOUR_MS })).differences).toEqual([]);
  } finally {
    ledger.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
