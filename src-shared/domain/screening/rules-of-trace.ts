import { dayStart } from '../../kernel/instant.ts';
import { eventEvidence, finding, type Context } from './context.ts';
import type { Finding, FoldedEvent } from './evaluation.ts';
import { eventAt, isBeforeDelivery } from './scan.ts';

/** A source that was asked on or after the day after posting knew nothing, and nothing but acceptance is known. */
export function noTrace(context: Context): Finding | null {
  const { state, acceptance } = context;
  if (state.noDataAt.length === 0) return null;
  for (const event of state.events) if (event.stage !== 'accepted') return null;
  const from = dayStart(acceptance.day + 1);
  const at = state.noDataAt.find((instant) => instant >= from);
  return at === undefined ? null : finding(context, { rule: 'no-trace', since: at }, { noDataAt: at, postingDay: acceptance.day });
}

function contradictionOf(context: Context, event: FoldedEvent, index: number): string | null {
  const { scan, state, rules, acceptance } = context;
  if (acceptance.at - event.at > rules.ms.beforeAcceptance) return 'before-acceptance';
  if (scan.delivery < 0 || event.stage === null || !isBeforeDelivery(event.stage)) return null;
  if (scan.firstReturn >= 0 && index > scan.firstReturn) return null;
  return event.at - eventAt(state, scan.delivery).at > rules.ms.afterDelivery ? 'after-delivery' : null;
}

export function contradictoryTrace(context: Context): Finding | null {
  const { state, scan, rules } = context;
  for (let index = 0; index < state.events.length; index++) {
    const event = eventAt(state, index);
    const kind = contradictionOf(context, event, index);
    if (kind === null) continue;
    return finding(
      context,
      { rule: 'contradictory-trace', since: event.at },
      {
        ...eventEvidence(event),
        kind,
        acceptedAt: context.acceptance.at,
        deliveredAt: scan.delivery < 0 ? null : eventAt(state, scan.delivery).at,
        thresholdMs: kind === 'after-delivery' ? rules.ms.afterDelivery : rules.ms.beforeAcceptance,
      },
    );
  }
  const [beyond] = state.beyond;
  if (beyond === undefined) return null;
  return finding(
    context,
    { rule: 'contradictory-trace', since: beyond.at },
    {
      ...eventEvidence(beyond),
      kind: 'after-as-of',
      thresholdMs: rules.ms.asOfTolerance,
    },
  );
}
