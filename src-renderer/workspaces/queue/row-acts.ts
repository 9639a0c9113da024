import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import { asCallError } from '#renderer/api/call-error.ts';
import { api } from '#renderer/api/client.ts';
import { shell } from '#renderer/api/shell.ts';
import { presentMoment } from '#renderer/features/clock/clock.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { text } from '#renderer/i18n/text.ts';
import { formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { showReport } from './act-report.ts';
import { cursorRow } from './queue-moves.ts';
import type { QueueRow } from './queue-store.ts';
import { queueStore } from './queue-store.ts';

export function copyNumber(): void {
  const row = cursorRow();
  if (row === undefined) return;
  shell('clipboard-write', { text: row.mailNo, clearAfterMs: null }).then(
    () => showAct({ words: text('queue:done.copied', { mailNo: row.mailNo }), state: 'saved' }),
    (error: unknown) => queueStore.setState({ error }),
  );
}

/** Why the clock of a row stands where it stands. */
export function clockWords(row: QueueRow, now: number): string {
  const moment = (at: number | null) => (at === null ? text('common:none') : formatMomentNamed(at, now));
  if (row.status !== 'open') return text('queue:clock.closed');
  if (row.snoozedUntil !== null)
    return text('queue:clock.snoozed', { until: moment(row.snoozedUntil), reason: row.snoozeReason ?? text('common:none') });
  if (row.interventionAt !== null) return text('queue:clock.next', { due: moment(row.dueAt), since: moment(row.interventionAt) });
  const priority = text(`words:priority.${row.priority}`);
  return text('queue:clock.first', { due: moment(row.dueAt), raised: moment(row.raisedAt), priority });
}

/** E: says it in words, beside the list. */
export function explainClock(): void {
  const row = cursorRow();
  if (row !== undefined) showReport({ words: clockWords(row, presentMoment()), actId: null, refused: [] });
}

/** What people know of a mail: an act on the mail, not on its exception. */
export async function recordMail(input: InputOf<AppContract['mails']['record']>): Promise<boolean> {
  showAct({ words: text('queue:done.record'), state: 'saving' });
  try {
    await api.mails.record(input);
    showAct({ words: text('queue:done.record'), state: 'saved' });
    return true;
  } catch (thrown) {
    showAct({ words: reasonText(asCallError(thrown).reason).happened, state: 'failed' });
    queueStore.setState({ error: thrown });
    return false;
  }
}
