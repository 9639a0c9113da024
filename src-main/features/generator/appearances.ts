import type { Appearance, Envelope, Family, JourneyEvent } from './mail-plan.ts';
import type { Random } from './random.ts';
import { asOf, snapOf, type Snap } from './timeline.ts';

/** Which snapshots the generated days have; nothing is known before the first or told after the last. */
export type Window = { firstSnap: Snap; lastSnap: Snap };

export type Telling = {
  events: readonly JourneyEvent[];
  family: Family;
  queries: readonly Snap[];
  noData: readonly Snap[];
  random: Random;
};

function envelopeOf(family: Family, random: Random): Envelope {
  if (family !== 'post') return family;
  const roll = random.next() / 4_294_967_296;
  return roll < 0.82 ? 'push' : roll < 0.94 ? 'stream' : roll < 0.97 ? 'query' : 'web';
}

/** Pushes tell what is new; answers to a question tell all. */
const isWhole = (envelope: Envelope): boolean =>
  envelope === 'query' || envelope === 'web' || envelope === 'kuaidi100' || envelope === 'kdniao';

function natural({ events, family, random }: Telling): Appearance[] {
  const told: Appearance[] = [];
  for (let from = 0; from < events.length;) {
    const snap = snapOf(events[from]?.at ?? 0);
    let to = from + 1;
    while (to < events.length && (events[to]?.at ?? Infinity) <= asOf(snap)) to++;
    const envelope = envelopeOf(family, random);
    told.push({ snap, arrival: snap, envelope, from: isWhole(envelope) ? 0 : from, to });
    from = to;
  }
  // Vendors are asked once a mail has got somewhere, not at every step.
  const asked = family === 'kuaidi100' || family === 'kdniao';
  return asked ? told.slice(-1) : told;
}

function knownBy(events: readonly JourneyEvent[], snap: Snap): number {
  const moment = asOf(snap);
  let count = 0;
  while (count < events.length && (events[count]?.at ?? Infinity) <= moment) count++;
  return count;
}

/** Every naming of a mail within the window, in order of arrival. */
export function appearancesOf(telling: Telling, window: Window): Appearance[] {
  const { events, family, random } = telling;
  const whole: Envelope = family === 'post' ? 'query' : family;
  const told = natural(telling);
  for (const snap of telling.queries) told.push({ snap, arrival: snap, envelope: whole, from: 0, to: knownBy(events, snap) });
  for (const snap of telling.noData) told.push({ snap, arrival: snap, envelope: whole, from: 0, to: 0 });
  return clip(told, events, { window, whole: family === 'post' && random.chance(0.1) ? 'web' : whole });
}

/** What happened before the first snapshot is told by one answer at it. */
function clip(told: Appearance[], events: readonly JourneyEvent[], by: { window: Window; whole: Envelope }): Appearance[] {
  const { firstSnap } = by.window;
  const kept = told.filter((item) => item.snap > firstSnap || (item.snap === firstSnap && item.from === 0));
  if (kept.length < told.length) {
    kept.push({ snap: firstSnap, arrival: firstSnap, envelope: by.whole, from: 0, to: knownBy(events, firstSnap) });
  }
  return kept.sort((a, b) => a.arrival - b.arrival);
}
