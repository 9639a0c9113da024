import { dayOf, dayStart } from '../../kernel/instant.ts';
import { finding, hasLasted, lastEvent, type Context, type Evidence } from './context.ts';
import type { Finding } from './evaluation.ts';
import { isDeliverySide, isMoving } from './scan.ts';
import { slotOpening } from './slots.ts';
import type { Rule } from './vocabulary.ts';

type Age = { rule: Rule; from: number; thresholdMs: number };

function ageEvidence(context: Context, age: Age): Evidence {
  const last = lastEvent(context.state);
  return {
    from: age.from,
    thresholdMs: age.thresholdMs,
    stage: context.state.stage,
    eventCode: last?.code ?? null,
    eventName: last?.names[0] ?? null,
    organisation: last ? last.orgName || last.orgCode || null : null,
  };
}

function ageFinding(context: Context, age: Age): Finding | null {
  if (!hasLasted(context, age.from, age.thresholdMs)) return null;
  return finding(context, { rule: age.rule, since: age.from + age.thresholdMs }, ageEvidence(context, age));
}

/** From the last event of any kind, else acceptance. */
function silentFrom(context: Context): number {
  return lastEvent(context.state)?.at ?? context.acceptance.ageFrom;
}

/** From the decisive event, else acceptance. */
function decidedFrom(context: Context): number {
  return context.state.decisive?.at ?? context.acceptance.ageFrom;
}

export function notDispatched(context: Context): Finding | null {
  const { stage, complete } = context.state;
  if (!complete || (stage !== 'accepted' && stage !== 'at-origin-station')) return null;
  return ageFinding(context, { rule: 'not-dispatched', from: silentFrom(context), thresholdMs: context.rules.ms.notDispatched });
}

export function stalled(context: Context): Finding | null {
  const { stage, region } = context.state;
  if (!isMoving(stage)) return null;
  return ageFinding(context, { rule: 'stalled', from: silentFrom(context), thresholdMs: context.rules.ms.stalled[region] });
}

export function notOutForDelivery(context: Context): Finding | null {
  if (!context.state.complete || context.state.stage !== 'at-delivery-station') return null;
  return ageFinding(context, { rule: 'not-out-for-delivery', from: decidedFrom(context), thresholdMs: context.rules.ms.notOutForDelivery });
}

export function noDeliveryResult(context: Context): Finding | null {
  if (context.state.stage !== 'out-for-delivery') return null;
  return ageFinding(context, { rule: 'no-delivery-result', from: decidedFrom(context), thresholdMs: context.rules.ms.noDeliveryResult });
}

export function uncollected(context: Context): Finding | null {
  if (context.state.stage !== 'ready-for-pickup') return null;
  return ageFinding(context, { rule: 'uncollected', from: decidedFrom(context), thresholdMs: context.rules.ms.uncollected });
}

export function suspectedLoss(context: Context): Finding | null {
  const { stage, terminal, region } = context.state;
  if (terminal || stage === 'ready-for-pickup') return null;
  return ageFinding(context, { rule: 'suspected-loss', from: silentFrom(context), thresholdMs: context.rules.ms.loss[region] });
}

/** From the opening; on the delivery side since the duty day itself, from the evening of that day. */
export function overdue(context: Context): Finding | null {
  const { state, slot, rules } = context;
  if (slot === null || state.terminal) return null;
  const opening = slotOpening(slot.day, slot.region, rules);
  if (context.traceAsOf < opening) return null;
  const { decisive } = state;
  const outToday = decisive !== null && isDeliverySide(decisive.stage) && dayOf(decisive.at) === slot.day;
  const since = outToday ? Math.max(opening, dayStart(slot.day) + rules.ms.overdueDeliverySideFrom) : opening;
  if (context.now < since) {
    context.nextAt = Math.min(context.nextAt, since);
    return null;
  }
  return finding(
    context,
    { rule: 'overdue', since: since },
    {
      day: slot.day,
      opening,
      stage: state.stage,
      deliverySide: isDeliverySide(state.stage),
      offsetDays: rules.set.slots[slot.region].offsetDays,
      deliverySideFromMin: rules.set.thresholds.overdueDeliverySideFromMin,
    },
  );
}
