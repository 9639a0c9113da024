import { Engine } from 'json-rules-engine';
import type { TopLevelCondition } from 'json-rules-engine';
import type { MailState } from '#shared/domain/screening/evaluation.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/instant.ts';

const H = HOUR_MS;
const fact = (name: string, operator: string, value: unknown) => ({ fact: name, operator, value });
const IN_TRANSIT = ['left-origin', 'at-centre', 'left-centre', 'linehaul', 'customs'];

/** The eighteen rules as conditions over plain facts, as a program built on a general engine would state them. */
const CONDITIONS: Record<string, TopLevelCondition> = {
  overdue: { all: [fact('terminal', 'equal', false), fact('traceFresh', 'equal', true), fact('opened', 'equal', true)] },
  'not-dispatched': {
    all: [
      fact('stage', 'in', ['accepted', 'at-origin-station']),
      fact('silenceMs', 'greaterThanInclusive', 24 * H),
      fact('complete', 'equal', true),
    ],
  },
  stalled: { all: [fact('stage', 'in', IN_TRANSIT), fact('silenceMs', 'greaterThanInclusive', 48 * H)] },
  'not-out-for-delivery': {
    all: [
      fact('stage', 'equal', 'at-delivery-station'),
      fact('decisiveAgeMs', 'greaterThanInclusive', 12 * H),
      fact('complete', 'equal', true),
    ],
  },
  'no-delivery-result': { all: [fact('stage', 'equal', 'out-for-delivery'), fact('decisiveAgeMs', 'greaterThanInclusive', 10 * H)] },
  'attempt-failed': { all: [fact('stage', 'equal', 'attempt-failed')] },
  uncollected: { all: [fact('stage', 'equal', 'ready-for-pickup'), fact('decisiveAgeMs', 'greaterThanInclusive', 72 * H)] },
  returned: { all: [fact('stage', 'equal', 'returned'), fact('recalled', 'equal', false)] },
  'suspected-false-signoff': {
    all: [
      fact('stage', 'equal', 'delivered'),
      {
        any: [
          fact('deliveredWithoutRound', 'equal', true),
          fact('deliveredElsewhere', 'equal', true),
          fact('deliveredAfterFailureMs', 'lessThanInclusive', 30 * MINUTE_MS),
        ],
      },
    ],
  },
  'suspected-missort': { all: [fact('redirected', 'equal', false), fact('strayDeliveries', 'greaterThan', 0)] },
  'suspected-swap': { all: [fact('swapPartners', 'greaterThan', 0)] },
  'weight-mismatch': { all: [fact('weightDifferenceG', 'greaterThan', 100), fact('weightDifferenceShare', 'greaterThan', 0.1)] },
  'suspected-loss': {
    all: [
      fact('terminal', 'equal', false),
      fact('stage', 'notEqual', 'ready-for-pickup'),
      fact('silenceMs', 'greaterThanInclusive', 240 * H),
    ],
  },
  'damage-reported': { all: [fact('damageClauses', 'greaterThan', 0)] },
  'recall-not-honoured': { all: [fact('recalled', 'equal', true), fact('movedAfterRecallMs', 'greaterThan', 2 * H)] },
  'redirect-not-honoured': { all: [fact('redirected', 'equal', true), fact('deliveredAtOldMs', 'greaterThan', 2 * H)] },
  'no-trace': { all: [fact('saidNoData', 'equal', true), fact('eventsBeyondAcceptance', 'equal', 0)] },
  'contradictory-trace': {
    any: [
      fact('afterDeliveryMs', 'greaterThan', 30 * MINUTE_MS),
      fact('beforeAcceptanceMs', 'greaterThan', 5 * MINUTE_MS),
      fact('beyondAsOf', 'greaterThan', 0),
    ],
  },
};

/** Runs json-rules-engine over mails, one run a mail; answers with the number of rules that fired. */
export async function decideByRulesEngine(states: readonly MailState[], now: number): Promise<number> {
  const engine = new Engine([], { allowUndefinedFacts: false });
  for (const [name, conditions] of Object.entries(CONDITIONS)) engine.addRule({ name, conditions, event: { type: name } });
  let fired = 0;
  for (const state of states) fired += (await engine.run(factsOf(state, now))).events.length;
  return fired;
}

function factsOf(state: MailState, now: number): Record<string, unknown> {
  const last = state.events.at(-1);
  const until = Math.min(now, state.traceAsOf ?? now);
  const delivery = state.events.find((event) => event.stage === 'delivered');
  const isElsewhere = (cityKey: string | null): boolean => cityKey !== null && cityKey !== state.destCity;
  const difference = state.declaredG === null || state.actualG === null ? 0 : Math.abs(state.declaredG - state.actualG);
  return {
    stage: state.stage,
    terminal: state.terminal,
    complete: state.complete,
    traceFresh: true,
    opened: true,
    silenceMs: until - (last?.at ?? state.acceptance?.ageFrom ?? until),
    decisiveAgeMs: until - (state.decisive?.at ?? until),
    recalled: state.records.recalls.length > 0,
    redirected: state.records.redirects.length > 0,
    deliveredWithoutRound: delivery !== undefined && !state.events.some((event) => event.stage === 'out-for-delivery'),
    deliveredElsewhere: delivery !== undefined && isElsewhere(delivery.cityKey),
    deliveredAfterFailureMs: Number.MAX_SAFE_INTEGER,
    strayDeliveries: state.events.filter((event) => event.stage === 'delivered' && isElsewhere(event.cityKey)).length,
    swapPartners: 0,
    weightDifferenceG: difference,
    weightDifferenceShare: state.declaredG ? difference / state.declaredG : 0,
    damageClauses: state.events.filter((event) => event.texts.some((text) => text.includes('破损'))).length,
    movedAfterRecallMs: 0,
    deliveredAtOldMs: 0,
    saidNoData: state.noDataAt.length > 0,
    eventsBeyondAcceptance: Math.max(0, state.events.length - 1),
    afterDeliveryMs: delivery && last ? last.at - delivery.at : 0,
    beforeAcceptanceMs: 0,
    beyondAsOf: state.beyond.length,
  };
}
