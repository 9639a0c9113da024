import { useEffect, useLayoutEffect, useState } from 'react';
import { withIds } from '#renderer/ui/grid/grid-state.ts';
import { createGridStore, stepGrid } from '#renderer/ui/grid/grid-store.ts';
import type { GridStore } from '#renderer/ui/grid/grid-store.ts';
import { createRowCache } from '#renderer/ui/grid/row-cache.ts';
import type { RowCache } from '#renderer/ui/grid/row-cache.ts';
import { windowsOf } from './windows.ts';

/** A row with its place in the list; the place is its id in the grid. */
export type Placed<Row> = { readonly position: number; readonly row: Row };
export type PagedRows<Row> = { store: GridStore; cache: RowCache<Placed<Row>>; error: unknown };

type Settings<Row> = {
  /** Rows in the list; undefined while not known. */
  total: number | undefined;
  /** Another value reads again what is shown: what is listed, and when it last changed. */
  version: string;
  load: (offset: number, limit: number) => Promise<readonly Row[]>;
};

/** Rows that the engine serves by offset, for the data grid. */
export function usePagedRows<Row extends object>({ total, version, load }: Settings<Row>): PagedRows<Row> {
  const [error, setError] = useState<unknown>(null);
  const [parts] = useState(() => createParts<Row>(setError));
  useLayoutEffect(() => {
    parts.load = load;
  });
  useEffect(() => {
    setError(null);
    parts.cache.refresh();
  }, [parts, version]);
  useLayoutEffect(() => {
    if (total !== undefined)
      stepGrid(parts.store, (grid) =>
        withIds(
          grid,
          Array.from({ length: total }, (_, position) => position),
        ),
      );
  }, [parts, total]);
  return { store: parts.store, cache: parts.cache, error };
}

type Parts<Row extends object> = { store: GridStore; cache: RowCache<Placed<Row>>; load: Settings<Row>['load'] };

function createParts<Row extends object>(onError: (error: unknown) => void): Parts<Row> {
  const parts: Parts<Row> = {
    store: createGridStore(),
    cache: createRowCache<Placed<Row>>({
      load: async (positions) => (await Promise.all(windowsOf(positions).map(readWindow))).flat(),
      idOf: (placed) => placed.position,
      onError,
    }),
    load: async () => [],
  };
  const readWindow = async ({ offset, limit }: { offset: number; limit: number }) => {
    const rows = await parts.load(offset, limit);
    return rows.map((row, index) => ({ position: offset + index, row }));
  };
  return parts;
}
