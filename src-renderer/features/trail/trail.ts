import { HOUR_MS } from '#shared/kernel/instant.ts';

export type TrailEvent = { at: number; name: string; stage: string | null; organisation: string };
export type TrailItem =
  | { kind: 'event'; event: TrailEvent; key: boolean }
  | { kind: 'gap'; ms: number }
  | { kind: 'folded'; events: readonly TrailEvent[] }
  | { kind: 'now' };
const GAP_BETWEEN_MS = 24 * HOUR_MS;

type Settings = {
  now: number;
  /** How far the trace was seen; silence after it was observed by nobody. */
  observedUntil?: number;
  /** Silence up to now from which it is a gap; by default, and between scans, a day. */
  gapMs?: number;
  /** Steps kept at the end when the early ones are folded. */
  keep: number | null;
};

const ENDS = new Set(['delivered', 'returned', 'void']);
const KEYS = new Set(['accepted', 'out-for-delivery', 'attempt-failed', 'delivered', 'returned']);

function gapAfter(from: number, to: number, gapMs: number): readonly TrailItem[] {
  return to - from >= gapMs ? [{ kind: 'gap', ms: to - from }] : [];
}

/**
 * A mail's scans as a line: gaps between them, and, while the mail is under way, the gap up
 * to now and 「现在」. Early steps fold first; the last scan, the gap and now always stay.
 */
export function buildTrail(
  events: readonly TrailEvent[],
  { now, observedUntil = now, gapMs = GAP_BETWEEN_MS, keep }: Settings,
): readonly TrailItem[] {
  const folded = keep === null || events.length <= keep + 1 ? [] : events.slice(0, events.length - keep);
  const shown = events.slice(folded.length);
  const items: TrailItem[] = folded.length === 0 ? [] : [{ kind: 'folded', events: folded }];
  let before = folded.at(-1);
  for (const event of shown) {
    if (before) items.push(...gapAfter(before.at, event.at, GAP_BETWEEN_MS));
    items.push({ kind: 'event', event, key: event.stage !== null && KEYS.has(event.stage) });
    before = event;
  }
  const last = events.at(-1);
  if (last?.stage !== undefined && last.stage !== null && ENDS.has(last.stage)) return items;
  if (last) items.push(...gapAfter(last.at, Math.min(now, observedUntil), gapMs));
  return [...items, { kind: 'now' }];
}
