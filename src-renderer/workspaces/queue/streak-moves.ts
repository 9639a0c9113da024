import { presentMoment } from '#renderer/features/clock/clock.ts';
import { movedTo, nextRow } from '#renderer/ui/grid/grid-state.ts';
import { stepGrid } from '#renderer/ui/grid/grid-store.ts';
import { focusGrid } from './queue-moves.ts';
import { queueGrid, queueStore } from './queue-store.ts';
import { beginStreak, endStreak } from './streak.ts';

/** Works through the list from the top, the panel beside it. */
export function beginAtTop(): void {
  queueStore.setState({ panelOpen: true });
  beginStreak(presentMoment());
  stepGrid(queueGrid, (state) => movedTo(state, Math.max(0, nextRow(state, 0))));
  focusGrid();
}

export function stopStreak(): void {
  endStreak();
  focusGrid();
}
