/** Rows by id, loaded by windows, kept while they are likely to be seen again. */
export type RowCache<Row> = {
  get(id: number): Row | undefined;
  /** Loads what is not there yet; calls of one task travel together. */
  want(ids: readonly number[]): void;
  /** Shows a change before the engine has answered; the next load replaces it. */
  patch(id: number, patch: Partial<Row>): void;
  /** Reads again: rows on the screen at once, others when they are wanted. All without `ids`. */
  refresh(ids?: readonly number[]): void;
  subscribe(id: number, listener: () => void): () => void;
  /** Forgets everything, as for another person. */
  clear(): void;
};

type Settings<Row> = {
  load: (ids: readonly number[]) => Promise<readonly Row[]>;
  idOf: (row: Row) => number;
  onError: (error: unknown) => void;
  batch?: number;
  keep?: number;
  /** Runs before the next frame is drawn. */
  onFrame?: (run: () => void) => void;
};

/** Rows on the screen that are drawn within one frame when they arrive: the others follow in the next ones. */
const DRAWN_AT_ONCE = 16;

function onAnimationFrame(run: () => void): void {
  if (typeof requestAnimationFrame === 'function') requestAnimationFrame(run);
  else run();
}

export function createRowCache<Row extends object>(settings: Settings<Row>): RowCache<Row> {
  const { load, idOf, onError, batch = 100, keep = 3000, onFrame = onAnimationFrame } = settings;
  const rows = new Map<number, Row>();
  const stale = new Set<number>();
  const queued = new Set<number>();
  const loading = new Set<number>();
  const listeners = new Map<number, Set<() => void>>();
  let scheduled = false;

  const tell = (id: number) => {
    for (const listener of listeners.get(id) ?? []) listener();
  };
  const store = (row: Row) => {
    const id = idOf(row);
    // Asked again while the answer was on its way: the answer may be older than the change.
    if (!queued.has(id)) stale.delete(id);
    rows.delete(id);
    rows.set(id, row);
  };
  /** A whole window drawn at once would take longer than a frame. */
  const tellInFrames = (ids: readonly number[]): void => {
    for (const id of ids.slice(0, DRAWN_AT_ONCE)) tell(id);
    if (ids.length > DRAWN_AT_ONCE) onFrame(() => tellInFrames(ids.slice(DRAWN_AT_ONCE)));
  };
  const trim = () => {
    for (const id of rows.keys()) {
      if (rows.size <= keep) return;
      if (!listeners.has(id)) rows.delete(id);
    }
  };
  const loadBatch = async (ids: readonly number[]) => {
    for (const id of ids) loading.add(id);
    try {
      const loaded = await load(ids);
      for (const id of ids) loading.delete(id);
      for (const row of loaded) store(row);
      tellInFrames(loaded.map(idOf).filter((id) => listeners.has(id)));
      trim();
    } catch (error) {
      for (const id of ids) loading.delete(id);
      onError(error);
    }
    if (queued.size > 0) schedule();
  };
  const flush = () => {
    scheduled = false;
    const ready = [...queued].filter((id) => !loading.has(id));
    for (const id of ready) queued.delete(id);
    for (let from = 0; from < ready.length; from += batch) void loadBatch(ready.slice(from, from + batch));
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(flush);
  };
  const enqueue = (ids: readonly number[]) => {
    for (const id of ids) queued.add(id);
    if (ids.length > 0) schedule();
  };

  return {
    get: (id) => rows.get(id),
    want: (ids) => enqueue(ids.filter((id) => (!rows.has(id) || stale.has(id)) && !loading.has(id))),
    patch: (id, patch) => {
      const row = rows.get(id);
      if (row === undefined) return;
      rows.set(id, { ...row, ...patch });
      tell(id);
    },
    refresh: (ids = [...rows.keys()]) => {
      for (const id of ids) if (rows.has(id)) stale.add(id);
      enqueue(ids.filter((id) => listeners.has(id)));
    },
    clear: () => {
      rows.clear();
      stale.clear();
      queued.clear();
    },
    subscribe: (id, listener) => {
      const of = listeners.get(id) ?? new Set();
      listeners.set(id, of);
      of.add(listener);
      return () => {
        of.delete(listener);
        if (of.size === 0) listeners.delete(id);
      };
    },
  };
}
