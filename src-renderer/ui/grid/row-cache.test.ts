import { describe, expect, it, vi } from 'vitest';
import { createRowCache } from './row-cache.ts';

type Row = { id: number; version: number };

function harness() {
  let version = 1;
  const asked: number[][] = [];
  const errors: unknown[] = [];
  let fail = false;
  const cache = createRowCache<Row>({
    idOf: (row) => row.id,
    onError: (error) => errors.push(error),
    batch: 3,
    keep: 4,
    load: async (ids) => {
      asked.push([...ids]);
      if (fail) throw new Error('engine gone');
      return ids.map((id) => ({ id, version }));
    },
  });
  return { cache, asked, errors, nextVersion: () => (version += 1), setFail: (value: boolean) => (fail = value) };
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

describe('row cache', () => {
  it('loads the wanted rows of one task together, in batches', async () => {
    const { cache, asked } = harness();
    cache.want([1, 2]);
    cache.want([2, 3, 4]);
    await settled();
    expect(asked).toEqual([[1, 2, 3], [4]]);
    expect(cache.get(4)).toEqual({ id: 4, version: 1 });
  });

  it('asks for nothing twice', async () => {
    const { cache, asked } = harness();
    cache.want([1]);
    await settled();
    cache.want([1]);
    await settled();
    expect(asked).toEqual([[1]]);
  });

  it('reads changed rows again at once when they are seen, else when wanted', async () => {
    const { cache, asked, nextVersion } = harness();
    const listener = vi.fn();
    cache.subscribe(1, listener);
    cache.want([1, 2]);
    await settled();
    nextVersion();
    cache.refresh([1, 2]);
    await settled();
    expect(asked).toEqual([[1, 2], [1]]);
    expect(cache.get(1)?.version).toBe(2);
    expect(listener).toHaveBeenCalledTimes(2);
    cache.want([2]);
    await settled();
    expect(cache.get(2)?.version).toBe(2);
  });

  it('shows a patch until the next load', async () => {
    const { cache } = harness();
    cache.subscribe(1, () => undefined);
    cache.want([1]);
    await settled();
    cache.patch(1, { version: 99 });
    expect(cache.get(1)?.version).toBe(99);
    cache.refresh([1]);
    await settled();
    expect(cache.get(1)?.version).toBe(1);
  });

  it('reads a row again when it changed while its answer was on the way', async () => {
    const { cache, asked } = harness();
    cache.subscribe(1, () => undefined);
    cache.want([1]);
    await Promise.resolve();
    cache.refresh([1]);
    await settled();
    expect(asked.flat().filter((id) => id === 1).length).toBe(2);
  });

  it('tells failures and loads again when wanted', async () => {
    const { cache, errors, setFail } = harness();
    setFail(true);
    cache.want([1]);
    await settled();
    expect(errors).toHaveLength(1);
    setFail(false);
    cache.want([1]);
    await settled();
    expect(cache.get(1)).toBeDefined();
  });

  it('keeps no more rows than allowed, but all that are seen', async () => {
    const { cache } = harness();
    cache.subscribe(1, () => undefined);
    cache.want([1, 2, 3, 4, 5, 6]);
    await settled();
    expect([1, 2, 3, 4, 5, 6].filter((id) => cache.get(id) !== undefined)).toHaveLength(4);
    expect(cache.get(1)).toBeDefined();
  });

  it('draws a window of rows over some frames, and knows all of them at once', async () => {
    const frames: (() => void)[] = [];
    const told: number[] = [];
    const ids = Array.from({ length: 40 }, (_, id) => id);
    const cache = createRowCache<Row>({
      idOf: (row) => row.id,
      onError: (error) => expect.fail(String(error)),
      load: async (asked) => asked.map((id) => ({ id, version: 1 })),
      onFrame: (run) => frames.push(run),
    });
    for (const id of ids) cache.subscribe(id, () => told.push(id));
    cache.want(ids);
    await settled();
    expect(ids.every((id) => cache.get(id) !== undefined)).toBe(true);
    expect(told).toEqual(ids.slice(0, 16));
    while (frames.length > 0) frames.shift()?.();
    expect(told).toEqual(ids);
  });
});
