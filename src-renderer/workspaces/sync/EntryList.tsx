import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { classNames } from '#renderer/ui/class-names.ts';
import css from './Sync.module.css';
import { placeCursor, showListed, syncStore } from './sync-store.ts';
import type { Listed } from './sync-store.ts';

type Props<Entry> = {
  label: string;
  entries: readonly Entry[];
  total: number;
  rowHeight: number;
  listedOf: (entry: Entry) => Listed;
  render: (entry: Entry, index: number) => ReactNode;
  /** The last entry that is known has come into sight. */
  onEnd: () => void;
};

/** A window over many entries: one tab stop, the cursor told by `aria-activedescendant`. */
export function EntryList<Entry>({ label, entries, total, rowHeight, listedOf, render, onEnd }: Props<Entry>) {
  const listId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const cursor = syncStore((state) => state.cursor);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    useFlushSync: false,
  });
  // The list is what keys act on, so the store follows what is listed.
  useEffect(() => showListed(entries.map(listedOf)), [entries, listedOf]);
  useEffect(() => {
    if (cursor < entries.length) rows.scrollToIndex(cursor, { align: 'auto' });
  }, [rows, cursor, entries.length]);
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0 && last >= entries.length - 1) onEnd();
  });
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total}
      aria-colcount={1}
      aria-activedescendant={items.some(({ index }) => index === cursor) ? `${listId}-${cursor}` : undefined}
      className={css['entries']}
    >
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const entry = entries[index];
          if (entry === undefined) return null;
          return (
            <div
              key={index}
              id={`${listId}-${index}`}
              role="row"
              aria-rowindex={index + 1}
              aria-selected={index === cursor}
              className={classNames(css['entry'], index === cursor && css['cursor'])}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              onMouseDown={() => placeCursor(index)}
            >
              <div role="gridcell" className={css['cell']}>
                {render(entry, index)}
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}
