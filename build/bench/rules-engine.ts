import { Engine } from 'json-rules-engine';
import type { TopLevelCondition } from 'json-rules-engine';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import type { SwapPartner } from '#shared/domain/screening/context.ts';
import type { MailState } from '#shared/domain/screening/evaluation.ts';
import type { Rule } from '#shared/domain/screening/vocabulary.ts';
import { REGIONS, RULES, SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import { FACTS, readFact, scanOf } from './rules-engine-facts.ts';
import type { RuleFacts } from './rules-engine-facts.ts';

const fact = (name: string, operator: string, value: unknown) => ({ fact: name, operator, value });
const is = (name: string, value: unknown) => fact(name, 'equal', value);
const atLeast = (name: string, value: number) => fact(name, 'greaterThanInclusive', value);
const over = (name: string, value: number) => fact(name, 'greaterThan', value);
const IN_TRANSIT = ['left-origin', 'at-centre', 'left-centre', 'linehaul', 'customs'];
const NOT_RETURNED = fact('stage', 'notEqual', 'returned');

type Stated = { rule: Rule; conditions: TopLevelCondition };

/** The eighteen rules as conditions over facts, as a program built on a general engine would state them. */
function stateRules({ ms, set }: CompiledRules): Stated[] {
  const all = (rule: Rule, ...conditions: (ReturnType<typeof fact> | TopLevelCondition)[]): Stated => ({
    rule,
    conditions: { all: conditions },
  });
  return [
    // Thresholds differ by region: each has a rule of its own.
    ...SLOT_REGIONS.map((region) =>
      all('overdue', is('slotRegion', region), is('terminal', false), is('traceReachesOpening', true), atLeast('sinceOverdueMs', 0)),
    ),
    ...REGIONS.map((region) =>
      all('stalled', is('region', region), fact('stage', 'in', IN_TRANSIT), atLeast('silenceMs', ms.stalled[region])),
    ),
    ...REGIONS.map((region) =>
      all(
        'suspected-loss',
        is('region', region),
        is('terminal', false),
        fact('stage', 'notEqual', 'ready-for-pickup'),
        atLeast('silenceMs', ms.loss[region]),
      ),
    ),
    all(
      'not-dispatched',
      fact('stage', 'in', ['accepted', 'at-origin-station']),
      is('complete', true),
      atLeast('silenceMs', ms.notDispatched),
    ),
    all('not-out-for-delivery', is('stage', 'at-delivery-station'), is('complete', true), atLeast('decisiveAgeMs', ms.notOutForDelivery)),
    all('no-delivery-result', is('stage', 'out-for-delivery'), atLeast('decisiveAgeMs', ms.noDeliveryResult)),
    all('attempt-failed', is('stage', 'attempt-failed')),
    all('uncollected', is('stage', 'ready-for-pickup'), atLeast('decisiveAgeMs', ms.uncollected)),
    all('returned', is('stage', 'returned'), is('recalled', false)),
    all('suspected-false-signoff', is('stage', 'delivered'), {
      any: [
        is('deliveredWithoutRound', true),
        is('deliveredElsewhere', true),
        fact('deliveredAfterFailureMs', 'lessThanInclusive', ms.signoffAfterFailure),
      ],
    }),
    all('suspected-missort', is('redirected', false), over('strayDeliveries', 0)),
    all('suspected-swap', NOT_RETURNED, over('swapPartners', 0)),
    all(
      'weight-mismatch',
      over('weightDifferenceG', set.thresholds.weightG),
      over('weightDifferencePercent', set.thresholds.weightPercent),
    ),
    all('damage-reported', over('damagedClauses', 0)),
    all('recall-not-honoured', is('recalled', true), over('movedAfterRecallMs', ms.recallGrace)),
    all('redirect-not-honoured', NOT_RETURNED, over('deliveredAtOldMs', ms.redirectGrace)),
    all('no-trace', is('knownNothing', true)),
    {
      rule: 'contradictory-trace',
      conditions: {
        any: [over('beforeAcceptanceMs', ms.beforeAcceptance), over('afterDeliveryMs', ms.afterDelivery), over('beyondAsOf', 0)],
      },
    },
  ];
}

/** json-rules-engine over the same rules: one run a mail; answers with the rules that fired, in our order. */
export function createRulesEngine(given: RuleFacts): (mail: MailState, swapPartners: readonly SwapPartner[]) => Promise<Rule[]> {
  const engine = new Engine([], { allowUndefinedFacts: false });
  for (const { rule, conditions } of stateRules(given.rules)) engine.addRule({ conditions, event: { type: rule } });
  for (const [name, read] of Object.entries(FACTS)) engine.addFact(name, (_params, almanac) => readFact(read, almanac, given));
  return async (mail, swapPartners) => {
    if (mail.acceptance === null || mail.traceAsOf === null || mail.stage === 'void') return [];
    const run = await engine.run({ mail, scan: scanOf(mail, given.rules), swapPartners: swapPartners.length });
    const fired = new Set(run.events.map(({ type }) => type));
    return RULES.filter((rule) => fired.has(rule));
  };
}
