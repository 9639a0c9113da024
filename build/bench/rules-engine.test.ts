import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screening } from '#shared/contract/screening.ts';
import { evaluate } from '#shared/domain/screening/evaluate.ts';
import { isSwapPair, swapPairAt } from '#shared/domain/screening/swap.ts';
import { makeAreaFixture, playDays } from '#main/features/area-fixture.ts';
import type { AreaFixture } from '#main/features/area-fixture.ts';
import { createScreeningJob } from '#main/features/jobs/index.ts';
import { MailLoader } from '#main/features/mails/index.ts';
import { rulesAt } from '#main/features/rules/index.ts';
import { createScreeningHandlers } from '#main/features/screening/handlers.ts';
import { createRulesEngine } from './rules-engine.ts';

let fixture: AreaFixture;
// Generated days are driven through import and screening: some seconds.
beforeAll(async () => {
  fixture = makeAreaFixture({
    contract: { screening },
    handlers: (context) => ({ screening: createScreeningHandlers(context) }),
    jobs: (ports) => [createScreeningJob(ports)],
  });
  await playDays(fixture, { mails: 3000, days: 3, seed: 5 });
}, 120_000);
afterAll(() => fixture.remove());

describe('the rules engine that screening is measured against', () => {
  it('decides every generated mail as screening does, whatever rules it breaks', async () => {
    const { ledger } = fixture;
    const now = fixture.clock.now();
    const rules = ledger.read((tx) => rulesAt(tx, now));
    const states = ledger.read((tx) => new MailLoader(tx, rules).loadBatch(tx.all('SELECT id, mail_no, trace_as_of FROM mail')));
    const decide = createRulesEngine({ rules, now });
    const seen = new Set<string>();
    for (const state of states) {
      const swapPartners = states
        .filter((other) => isSwapPair(state, other))
        .map((other) => ({ mailNo: other.mailNo, at: swapPairAt(state, other) ?? 0 }));
      const expected = evaluate(state, { now, rules, swapPartners }).findings.map(({ rule }) => rule);
      expect([state.mailNo, await decide(state, swapPartners)]).toEqual([state.mailNo, expected]);
      for (const rule of expected) seen.add(rule);
    }
    expect(seen.size).toBeGreaterThanOrEqual(16);
  }, 120_000);
});
