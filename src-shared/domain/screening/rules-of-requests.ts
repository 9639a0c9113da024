import { eventEvidence, finding, type Context } from './context.ts';
import type { Finding } from './evaluation.ts';
import { eventAt, isDeliverySide } from './scan.ts';
import type { Stage } from './vocabulary.ts';

const AGAINST_RECALL: ReadonlySet<Stage> = new Set<Stage>([
  'left-origin',
  'out-for-delivery',
  'attempt-failed',
  'ready-for-pickup',
  'delivered',
]);

export function recallNotHonoured(context: Context): Finding | null {
  const { state, scan, rules } = context;
  if (scan.recallAt === Infinity) return null;
  const end = scan.firstReturn < 0 ? state.events.length : scan.firstReturn;
  for (let index = 0; index < end; index++) {
    const event = eventAt(state, index);
    if (event.stage === null || !AGAINST_RECALL.has(event.stage)) continue;
    if (event.at - scan.recallAt <= rules.ms.recallGrace) continue;
    return finding(
      context,
      { rule: 'recall-not-honoured', since: event.at },
      {
        ...eventEvidence(event),
        recallAt: scan.recallAt,
        thresholdMs: rules.ms.recallGrace,
      },
    );
  }
  return null;
}

/** Earliest redirection by a person to a city other than the one first stated. */
function redirectAway(context: Context, destCity: string): { at: number; cityKey: string } | null {
  let first: { at: number; cityKey: string } | null = null;
  for (const redirect of context.state.records.redirects) {
    if (redirect.cityKey === destCity) continue;
    if (first === null || redirect.at < first.at || (redirect.at === first.at && redirect.cityKey < first.cityKey)) first = redirect;
  }
  return first;
}

export function redirectNotHonoured(context: Context): Finding | null {
  const { state, rules } = context;
  if (state.destCity === null || state.records.redirects.length === 0) return null;
  const redirect = redirectAway(context, state.destCity);
  if (redirect === null) return null;
  for (const event of state.events) {
    if (event.cityKey !== state.destCity) continue;
    if (event.stage !== 'delivered' && !isDeliverySide(event.stage)) continue;
    if (event.at - redirect.at <= rules.ms.redirectGrace) continue;
    return finding(
      context,
      { rule: 'redirect-not-honoured', since: event.at },
      {
        ...eventEvidence(event),
        redirectAt: redirect.at,
        redirectCity: redirect.cityKey,
        destCity: state.destCity,
        thresholdMs: rules.ms.redirectGrace,
      },
    );
  }
  return null;
}
