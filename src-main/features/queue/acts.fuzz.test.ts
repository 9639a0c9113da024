import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { queue, undo } from '#shared/contract/queue.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { makeAreaFixture } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { assessmentFixture } from '#shared/domain/exceptions/exception-fixture.ts';
import { reconcileFindings } from '../exceptions/index.ts';
import { verifyLedger } from '../verification/index.ts';
import { createActTurns, createQueueHandlers, createUndoHandlers } from './index.ts';

/** An office takes as long as some hundred and seventy files or messages of the other fuzz tests. */
const RUNS = Math.ceil(Number(process.env['YOUSHAO_FUZZ_RUNS'] ?? 2000) / 170);
const TIMEOUT_MS = 75_000 * RUNS;
const SEED = Number(process.env['YOUSHAO_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const MAILS = 12;

type Row = OutputOf<AppContract['queue']['rows']>['rows'][number];
const assessment = assessmentFixture(Date.UTC(2026, 2, 3));

const later = fc.integer({ min: -1, max: 40 });
/** Acts of the contract; `h` becomes an instant so many hours from now. */
const act = fc.oneof(
  fc.constantFrom<object[]>(
    { kind: 'claim' },
    { kind: 'accept' },
    { kind: 'accept', type: 'loss', macroId: 'loss-search' },
    { kind: 'macro', macroId: 'other-verify' },
    { kind: 'macro', macroId: 'gone' },
    { kind: 'set-type', type: 'damage' },
    { kind: 'set-stage', responsibleStage: 'delivery', organisation: null },
    { kind: 'transfer', to: 'p1' },
    { kind: 'transfer', to: 'p2', reason: '片区' },
    { kind: 'wake' },
    { kind: 'feedback', text: '已告知', to: 'client' },
    { kind: 'push', channel: 'copied' },
    { kind: 'push', channel: 'copied', text: '请致电 13812345678' },
    { kind: 'waive-push', reason: '散户' },
    { kind: 'confirm-self-cleared' },
    { kind: 'close', result: '妥投' },
  ),
  fc.record({ kind: fc.constant('follow-up'), text: fc.constant('已催'), h: later, claim: fc.boolean() }),
  fc.record({ kind: fc.constant('snooze'), reason: fc.constant('等'), h: later }),
  fc.record({ kind: fc.constant('set-next'), h: later }),
);
const targets = fc.uniqueArray(fc.nat(MAILS + 1), { minLength: 1, maxLength: 6 });
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ act, targets }) },
  { weight: 3, arbitrary: fc.record({ undo: fc.oneof(fc.constant(null), fc.nat(30)) }) },
  { weight: 2, arbitrary: fc.record({ seat: fc.constantFrom('p1', 'p2') }) },
  { weight: 2, arbitrary: fc.record({ screen: fc.nat(MAILS - 1), finds: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ hours: fc.integer({ min: 1, max: 30 }) }) },
);

function start(): AreaFixture {
  const fixture = makeAreaFixture({
    contract: { queue, undo },
    handlers: (context) => {
      const turns = createActTurns();
      return { queue: createQueueHandlers(context, turns), undo: createUndoHandlers(context, turns) };
    },
  });
  for (let index = 0; index < MAILS; index += 1) screen(fixture, index, true);
  return fixture;
}

function screen({ ledger, clock }: AreaFixture, mail: number, finds: boolean): void {
  const now = clock.now();
  const findings = finds ? ([{ rule: 'stalled', since: now - HOUR_MS, evidence: {} }] as const) : [];
  ledger.write((tx) => void reconcileFindings(tx, String(1_127_000_000_000 + mail), { now, findings, assess: () => assessment }));
}

function atHours({ clock }: AreaFixture, given: object): object {
  if (!('h' in given)) return given;
  const { h, ...rest } = given as { h: number; kind: string };
  const instant = clock.now() + h * HOUR_MS;
  return rest.kind === 'snooze' ? { ...rest, until: instant } : { ...rest, nextAt: instant };
}

// Each run is a ledger of its own with some forty calls: two seconds a run on a busy machine.
describe(`${RUNS} offices of two people, seed ${SEED}`, () => {
  it('answer every act and undo with what was done and what was not, and always verify', { timeout: TIMEOUT_MS }, async () => {
    let [applied, refused, undone] = [0, 0, 0];
    const property = fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 50, size: 'max' }), async (steps) => {
      const fixture = start();
      const acts: string[] = [];
      const firstAskers = new Map<number, string>();
      try {
        for (const each of steps) {
          if ('seat' in each) fixture.seat(each.seat);
          else if ('hours' in each) fixture.clock.setWall(fixture.clock.now() + each.hours * HOUR_MS);
          else if ('screen' in each) screen(fixture, each.screen, each.finds);
          else if ('undo' in each) {
            const reply =
              each.undo === null ? await fixture.call('undo.last') : await fixture.call('undo.run', { actId: acts[each.undo] ?? 'none' });
            if (reply.ok) undone += 1;
            else expect(reply.error.code).toMatch(/^(conflict|not-found)$/u);
          } else {
            const ids = each.targets.map((target) => target + 1);
            const outcome = await fixture.ask<OutputOf<AppContract['queue']['act']>>('queue.act', { act: atHours(fixture, each.act), ids });
            acts.push(outcome.actId);
            applied += outcome.applied;
            refused += outcome.refused.length;
            expect(outcome.applied + outcome.refused.length).toBeLessThanOrEqual(ids.length);
          }
          const { rows } = await fixture.ask<{ rows: Row[] }>('queue.rows', {
            ids: Array.from({ length: 2 * MAILS }, (_, index) => index + 1),
          });
          for (const { id, firstAskerName } of rows) {
            const before = firstAskers.get(id);
            // It is set once; only taking everything back withdraws it.
            if (before !== undefined && firstAskerName !== before) expect([firstAskerName, 'undo' in each]).toEqual([null, true]);
            if (firstAskerName === null) firstAskers.delete(id);
            else firstAskers.set(id, firstAskerName);
          }
        }
        const { differences } = await verifyLedger({ ledger: fixture.ledger, now: fixture.clock.now() });
        expect(differences).toEqual([]);
      } finally {
        await fixture.remove();
      }
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
    expect([applied > 0, refused > 0, undone > 0]).toEqual([true, true, true]);
  });

  it('answer anything that is no act with a refusal of the input', async () => {
    const fixture = start();
    try {
      const given = fc.record(
        { act: fc.oneof(fc.anything(), fc.record({ kind: fc.string() })), ids: fc.anything(), opId: fc.anything() },
        { requiredKeys: [] },
      );
      await fc.assert(
        fc.asyncProperty(given, async (input) => {
          const reply = await fixture.call('queue.act', input as object).catch(() => null);
          if (reply?.ok === false) expect(['input-not-valid', 'one-target']).toContain(reply.error.reason);
        }),
        { numRuns: 150, seed: SEED },
      );
      expect(fixture.ledger.read((tx) => tx.pluck('SELECT count(*) FROM act'))).toBe(0);
    } finally {
      await fixture.remove();
    }
  });
});
