import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { classNames } from '../class-names.ts';
import css from './DataGrid.module.css';
import { onRowClick } from './GridRow.tsx';
import { isMarked } from './grid-state.ts';
import type { GridStore } from './grid-store.ts';

type GroupRowProps = {
  id: number;
  index: number;
  top: number;
  height: number;
  store: GridStore;
  domId: string;
  /** How many columns its one cell stands across. */
  columns: number;
  words: ReactNode;
  onOpen: (() => void) | undefined;
};

/** The row that heads a group: one cell across all columns, marked when all its rows are. */
export function GroupRow({ id, index, top, height, store, domId, columns, words, onOpen }: GroupRowProps) {
  const isCursor = useStore(store, (state) => state.ids[state.cursor] === id);
  const isSelected = useStore(store, (state) => isMarked(state, id));
  return (
    <div
      role="row"
      id={domId}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classNames(css['row'], css['group'], isSelected && css['selected'], isCursor && css['cursor'])}
      style={{ height, transform: `translateY(${top}px)` }}
      onClick={(event) => onRowClick(store, { id, index, selectable: true }, event)}
      onDoubleClick={onOpen}
    >
      <span role="gridcell" data-check className={css['check']}>
        <span className={css['box']}>
          <IconCheck size={12} stroke={3} aria-hidden />
        </span>
      </span>
      <span role="gridcell" aria-colspan={columns}>
        {words}
      </span>
    </div>
  );
}
