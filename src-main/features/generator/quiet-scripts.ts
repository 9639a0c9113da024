import { MINUTE_MS } from '#shared/kernel/instant.ts';
import { after, coarseTravel, embellish, event, momentOn, schedule, travel, travelAbroad } from './journey.ts';
import type { Family } from './mail-plan.ts';
import { OPS } from './operations.ts';
import * as say from './sentences.ts';
import type { Draft, ScriptInput } from './scripts.ts';

const quiet = (events: Draft['events'], families?: readonly Family[]): Draft =>
  families ? { events, planted: [], queries: [], families } : { events, planted: [], queries: [] };

/** An ordinary mail: mostly delivered before its slot opens, a few on the slot's day. */
export function clean(input: ScriptInput): Draft {
  if (input.region === 'international') return quiet(travelAbroad(input, schedule({ ...input, region: 'out-of-province' }, 'early')));
  const roll = input.random.next() / 4_294_967_296;
  if (roll < 0.07) {
    const times = schedule(input, 'due');
    return quiet(embellish(input, times, travel(input, times, 'done')));
  }
  const times = schedule(input, 'early');
  if (roll < 0.11) return quiet(coarseTravel(input, times), ['coarse']);
  const events = embellish(input, times, travel(input, times, 'done'));
  return quiet(events, roll < 0.14 ? ['kuaidi100'] : roll < 0.17 ? ['kdniao'] : ['post']);
}

/** Delivered by the early schedule, nothing else to see. */
export function plain(input: ScriptInput): Draft {
  return quiet(travel(input, schedule(input, 'early'), 'done'));
}

/** Arrived near its destination the day before its slot, and never asked about again. */
export function stale(input: ScriptInput): Draft {
  const offset = input.dueDay - 1 - input.postDay;
  const times = { ...schedule(input, 'due'), arriveAt: momentOn(input, offset, [900, 1140]) };
  return quiet(travel(input, times, 'arrived'));
}

/** Address changed under way and delivered at the new one. */
export function redirected(input: ScriptInput): Draft {
  const times = schedule(input, 'early');
  const trip = { ...input, station: input.random.pick(input.elsewhere.stations) };
  const change = event(after(input, input.acceptedAt, [10, 19]), OPS.redirected, { org: input.origin, text: say.REDIRECTED });
  return quiet([...travel(trip, times, 'done'), change]);
}

/** Recalled by the sender while out for delivery, and sent back as asked. */
export function recalledReturned(input: ScriptInput): Draft {
  const offset = input.dueDay - 1 - input.postDay;
  const outAt = momentOn(input, offset, [510, 530]);
  const times = { ...schedule(input, 'early'), outAt };
  const recall = event(outAt + 20 * MINUTE_MS, OPS.recalled, { org: input.station, text: say.RECALLED });
  const back = event(outAt + 110 * MINUTE_MS, OPS.returned, {
    org: input.station,
    text: say.returnedFrom(input.station, '寄件人撤回'),
  });
  const leaving = event(outAt + 400 * MINUTE_MS, OPS.leftCentre, {
    org: input.dest.centre,
    text: say.leftFor(input.dest.centre, input.origin),
  });
  return quiet([...travel(input, times, 'out'), recall, back, leaving]);
}
