import { api } from '#renderer/api/client.ts';
import { asCallError } from '#renderer/api/call-error.ts';
import { fetchQueryOf } from '#renderer/api/queries.ts';
import { presentMoment } from '#renderer/features/clock/clock.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { text } from '#renderer/i18n/text.ts';
import { formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { cleared, cursorId, movedTo, targets } from '#renderer/ui/grid/grid-state.ts';
import { stepGrid } from '#renderer/ui/grid/grid-store.ts';
import { queueGrid, queueRows, queueStore } from './queue-store.ts';
import type { AbnormalType, QueueRow, ResponsibleStage } from './queue-store.ts';

type Act = {
  words: string;
  /** Shown at once; the engine's own row replaces it. */
  patch?: (row: QueueRow) => Partial<QueueRow>;
  send: (row: QueueRow) => Promise<unknown>;
  undo?: () => void;
};

const AT_ONCE = 6;

/** Rows of a selection may never have been seen; acts need their exception ids. */
async function loadTargets(): Promise<readonly QueueRow[]> {
  const ids = targets(queueGrid.getState());
  const missing = ids.filter((id) => queueRows.get(id) === undefined);
  const loaded = new Map<number, QueueRow>();
  for (let from = 0; from < missing.length; from += 200) {
    const { rows } = await fetchQueryOf(api.queue.rows, { ids: missing.slice(from, from + 200) });
    for (const row of rows) loaded.set(row.id, row);
  }
  return ids.flatMap((id) => queueRows.get(id) ?? loaded.get(id) ?? []);
}

/** Shows an act at once, tells it saved only after the engine answered for every row. */
export async function perform(rows: readonly QueueRow[], act: Act): Promise<boolean> {
  if (rows.length === 0) return false;
  for (const row of rows) if (act.patch) queueRows.patch(row.id, act.patch(row));
  showAct({ words: act.words, state: 'saving' });
  const failures: unknown[] = [];
  let done = 0;
  const queue = [...rows];
  const work = async () => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
      try {
        await act.send(row);
      } catch (thrown) {
        failures.push(thrown);
        queueRows.refresh([row.id]);
      }
      done += 1;
      if (rows.length > AT_ONCE)
        showAct({ words: text('queue:done.progress', { words: act.words, done, total: rows.length }), state: 'saving' });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, rows.length) }, work));
  report(act, rows.length, failures);
  return failures.length === 0;
}

function report(act: Act, total: number, failures: readonly unknown[]): void {
  const [first] = failures;
  if (first === undefined) {
    showAct({ words: act.words, state: 'saved', ...(act.undo ? { undo: act.undo } : {}) });
    return;
  }
  const reason = reasonText(asCallError(first).reason).happened;
  queueStore.setState({ error: first });
  showAct({
    words: total === 1 ? reason : text('queue:done.partly', { words: act.words, failed: failures.length, reason }),
    state: 'failed',
  });
}

/** Runs on the marked rows (unmarking them afterwards) or the one under the cursor. */
async function performOnTargets(make: (rows: readonly QueueRow[]) => Act, fits: (row: QueueRow) => boolean): Promise<void> {
  try {
    const rows = (await loadTargets()).filter(fits);
    await perform(rows, make(rows));
    if (rows.length > 1) stepGrid(queueGrid, cleared);
  } catch (thrown) {
    queueStore.setState({ error: thrown });
  }
}

const isOpen = (row: QueueRow) => row.status === 'open';

export function claim(): void {
  void performOnTargets(
    (rows) => ({ words: text('queue:done.claim', { count: rows.length }), send: ({ exceptionId }) => api.queue.claim({ exceptionId }) }),
    isOpen,
  );
}

export function setType(type: AbnormalType): void {
  const make = (rows: readonly QueueRow[]): Act => ({
    words: text('queue:done.type', { count: rows.length, type: text(`words:type.${type}`) }),
    patch: () => ({ type, typeConfirmed: true }),
    send: ({ exceptionId }) => api.queue.setType({ exceptionId, type }),
    ...undoOfTypes(rows),
  });
  void performOnTargets(make, isOpen);
}

/** Back to the types that people had decided before; a mere suggestion cannot be restored. */
function undoOfTypes(rows: readonly QueueRow[]): { undo?: () => void } {
  if (rows.length === 0 || !rows.every((row) => row.typeConfirmed)) return {};
  const before = new Map(rows.map((row) => [row.id, row.type]));
  const typeOf = (row: QueueRow) => before.get(row.id) ?? row.type;
  const [first] = rows;
  const words = text('queue:done.type', { count: rows.length, type: first ? text(`words:type.${first.type}`) : '' });
  return {
    undo: () =>
      void perform(rows, {
        words,
        patch: (row) => ({ type: typeOf(row), typeConfirmed: true }),
        send: (row) => api.queue.setType({ exceptionId: row.exceptionId, type: typeOf(row) }),
      }),
  };
}

export function confirmSelfCleared(): void {
  void performOnTargets(
    (rows) => ({
      words: text('queue:done.confirm', { count: rows.length }),
      send: ({ exceptionId }) => api.queue.confirmSelfCleared({ exceptionId }),
    }),
    (row) => row.status === 'self-cleared',
  );
}

export function setStage(row: QueueRow, responsibleStage: ResponsibleStage, organisation: string | null): Promise<boolean> {
  return perform([row], {
    words: text('queue:done.stage', { stage: organisation ?? text(`words:responsible.${responsibleStage}`) }),
    patch: () => ({ responsibleStage, organisation, stageConfirmed: true }),
    send: ({ exceptionId }) => api.queue.setStage({ exceptionId, responsibleStage, organisation }),
  });
}

export function followUp(row: QueueRow, words: string, nextAt: number): Promise<boolean> {
  return perform([row], {
    words: text('queue:done.followUp', { next: formatMomentNamed(nextAt, presentMoment()) }),
    send: ({ exceptionId }) => api.queue.followUp({ exceptionId, text: words, nextAt }),
  });
}

/** Takes the suggestion as it stands: claim, type, stage, a first follow-up; then the next row. */
export async function acceptSuggestion(): Promise<void> {
  const grid = queueGrid.getState();
  const id = cursorId(grid);
  const row = id === null ? undefined : queueRows.get(id);
  if (id === null || row === undefined || row.status !== 'open' || row.typeConfirmed) return;
  try {
    const { suggestion } = await fetchQueryOf(api.queue.get, { id });
    stepGrid(queueGrid, (state) => movedTo(state, grid.cursor + 1));
    const { exceptionId } = row;
    const [type, place] = [
      text(`words:type.${suggestion.type}`),
      suggestion.organisation ?? text(`words:responsible.${suggestion.responsibleStage}`),
    ];
    await perform([row], {
      words: text('queue:done.accept', { type, next: formatMomentNamed(suggestion.nextAt, presentMoment()) }),
      patch: () => ({ type: suggestion.type, typeConfirmed: true, stageConfirmed: true }),
      send: async () => {
        await api.queue.claim({ exceptionId });
        await api.queue.setType({ exceptionId, type: suggestion.type });
        await api.queue.setStage({ exceptionId, responsibleStage: suggestion.responsibleStage, organisation: suggestion.organisation });
        await api.queue.followUp({ exceptionId, text: text('queue:acceptedNote', { type, stage: place }), nextAt: suggestion.nextAt });
      },
    });
  } catch (thrown) {
    queueStore.setState({ error: thrown });
  }
}
