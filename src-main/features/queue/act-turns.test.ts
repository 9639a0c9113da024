import { describe, expect, it } from 'vitest';
import { inSlices } from './act-turns.ts';

const items = Array.from({ length: 400 }, (_, index) => index);

/** Time that goes by only as the work says. */
async function run({ itemMs, commitMs }: { itemMs: number; commitMs: (slice: number) => number }) {
  let [now, turnAt] = [0, 0];
  const stretches: number[] = [];
  const done: number[] = [];
  const turn = (): void => {
    stretches.push(now - turnAt);
    turnAt = now;
  };
  const clock = { now: () => now, monotonic: () => now, flag: () => 'ok' as const };
  await inSlices(items, { clock, timers: { yieldToLoop: async () => turn() } }, (next) => {
    for (let item = next(); item !== undefined; item = next()) {
      done.push(item);
      now += itemMs;
    }
    now += commitMs(stretches.length);
  });
  turn();
  return { stretches, done };
}

describe('slices of a long list', () => {
  it('do every item once, in its order', async () => {
    expect((await run({ itemMs: 1, commitMs: () => 3 })).done).toEqual(items);
  });

  it('fit the time of their commits in', async () => {
    const { stretches } = await run({ itemMs: 0.5, commitMs: () => 15 });
    expect(Math.max(...stretches)).toBeLessThanOrEqual(30);
    const quick = await run({ itemMs: 0.5, commitMs: () => 1 });
    expect(Math.max(...quick.stretches)).toBeLessThanOrEqual(30);
    expect(quick.stretches.length).toBeLessThan(stretches.length);
  });

  it('become shorter after one that was long, and longer again', async () => {
    const { stretches } = await run({ itemMs: 0.5, commitMs: (slice) => (slice === 3 ? 60 : 4) });
    expect(stretches[4]).toBeLessThan(10);
    expect(stretches.at(-2)).toBeGreaterThan(15);
  });

  it('do at least one item, however long it takes', async () => {
    const { stretches, done } = await run({ itemMs: 80, commitMs: () => 0 });
    expect([stretches.length, done.length]).toEqual([400, 400]);
  });
});
