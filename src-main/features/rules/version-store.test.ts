import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ruleSetAt } from '#shared/domain/rules/compile.ts';
import { DEFAULT_RULES } from '#shared/domain/rules/defaults.ts';
import { draftHash, draftOf } from '#shared/domain/rules/draft.ts';
import { withValue } from '#shared/domain/rules/number-fields.ts';
import { foldRuleOp } from '#shared/domain/rules/versions.ts';
import type { RuleOp, RuleVersion } from '#shared/domain/rules/versions.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import { MINUTE_MS } from '#shared/kernel/instant.ts';
import { makeAreaFixture } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { listSavedVersions, rulesAt, saveVersion, withdrawVersion } from './index.ts';

const SEED = 20_261_124;
let fixture: AreaFixture;
beforeAll(() => {
  fixture = makeAreaFixture({ contract: {}, handlers: () => ({}) });
});
afterAll(() => fixture.remove());

type OpRow = { kind: string; entity_id: string; args_json: string; actor: string; occurred_at: number };

function foldedFromLog(): Map<number, RuleVersion> {
  const versions = new Map<number, RuleVersion>();
  const rows = fixture.ledger.read((tx) =>
    tx.all<OpRow>("SELECT kind, entity_id, args_json, actor, occurred_at FROM op WHERE entity = 'rules' ORDER BY seq"),
  );
  for (const { kind, entity_id, args_json, actor, occurred_at } of rows) {
    const op: RuleOp = { kind, entityId: entity_id, args: JSON.parse(args_json), actor, occurredAt: occurred_at };
    foldRuleOp(versions, op);
  }
  return versions;
}

const step = fc.oneof(
  fc.record({ act: fc.constant('save' as const), weight: fc.integer({ min: 1, max: 500 }), inMin: fc.integer({ min: 0, max: 60 }) }),
  fc.record({ act: fc.constant('withdraw' as const), nth: fc.nat(5) }),
  fc.record({ act: fc.constant('wait' as const), min: fc.integer({ min: 1, max: 40 }) }),
);

it('whatever is saved and withdrawn, the table is the fold of the log and one version is in force', () => {
  let ops = 0;
  const { ledger, clock } = fixture;
  const act = () => ({ opId: `op-${ops++}`, actor: 'p1', now: clock.now() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      for (const each of steps) {
        if (each.act === 'wait') clock.setWall(clock.now() + each.min * MINUTE_MS);
        if (each.act === 'save') {
          const draft = withValue(draftOf(DEFAULT_RULES), 'thresholds.weightG', each.weight);
          const effectiveFrom = clock.now() + each.inMin * MINUTE_MS;
          const basedOn = ledger.read((tx) => rulesAt(tx, clock.now()).version);
          ledger.write((tx) => saveVersion(tx, { draft, reason: '试', basedOn, dryRunHash: draftHash(draft), effectiveFrom }, act()));
        }
        if (each.act === 'withdraw') {
          const before = ledger.read(listSavedVersions);
          const target = before[before.length - 1 - each.nth];
          const mayGo = target !== undefined && target.withdrawn === null && target.effectiveFrom > clock.now();
          let hasGone = true;
          try {
            ledger.write((tx) => withdrawVersion(tx, { version: target?.version ?? 99_999, reason: '撤' }, act()));
          } catch (error) {
            expect(isAppError(error)).toBe(true);
            hasGone = false;
          }
          expect(hasGone).toBe(mayGo);
        }
      }
      const folded = [...foldedFromLog().values()];
      expect(ledger.read(listSavedVersions)).toEqual(folded);
      const inForce = ruleSetAt(
        folded.filter(({ withdrawn }) => withdrawn === null),
        clock.now(),
      );
      expect(ledger.read((tx) => rulesAt(tx, clock.now()).version)).toBe(inForce?.version ?? 1);
      expect(ledger.read((tx) => rulesAt(tx, clock.now()).set.thresholds.weightG)).toBe(inForce?.set.thresholds.weightG ?? 100);
    }),
    { seed: SEED, numRuns: 25 },
  );
});
