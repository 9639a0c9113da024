import { dayOf, formatDay } from '#shared/kernel/instant.ts';
import { asCallError } from '#renderer/api/call-error.ts';
import { api } from '#renderer/api/client.ts';
import { shell } from '#renderer/api/shell.ts';
import { presentMoment } from '#renderer/features/clock/clock.ts';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { text } from '#renderer/i18n/text.ts';
import { keptMine, missingOf, nextOpen, pick, picksOf } from './picks.ts';
import { placeCursor, syncStore } from './sync-store.ts';
import type { Listed, Side } from './sync-store.ts';

export function present(): Listed | undefined {
  const { listed, cursor } = syncStore.getState();
  return listed[cursor];
}

function tellRefusal(thrown: unknown): void {
  showAct({ words: reasonText(asCallError(thrown).reason).happened, state: 'failed' });
}

/** Moves among the fields of a conflict, and past its first and last to its neighbours. */
export function moveLine(step: 1 | -1): void {
  const { cursor, field, tab } = syncStore.getState();
  const next = field + step;
  const fields = present()?.fields ?? [];
  if (tab === 'conflicts' && next >= 0 && next < fields.length) syncStore.setState({ field: next });
  else placeCursor(cursor + step);
}

export function moveItem(step: 1 | -1): void {
  placeCursor(syncStore.getState().cursor + step);
}

/** Chooses a side for the field under the cursor. */
export function pickHere(side: Side): void {
  const here = present();
  const field = here?.fields[syncStore.getState().field];
  if (here !== undefined && field !== undefined) pick(here.opId, [field], side);
}

export function pickAll(side: Side): void {
  const here = present();
  if (here !== undefined) pick(here.opId, here.fields, side);
}

/** Enter: leads to the next field without a side; once all have one, settles the conflict. */
export async function confirmHere(): Promise<void> {
  const here = present();
  if (here === undefined || here.fields.length === 0) return;
  const picks = picksOf(here.opId);
  if (missingOf(here.fields, picks).length > 0) {
    syncStore.setState(({ field }) => ({ field: nextOpen(here.fields, picks, field) }));
    return;
  }
  await settle(here);
}

async function settle({ opId, fields, subject }: Listed): Promise<void> {
  const { [opId]: noteWritten = '', ...otherNotes } = syncStore.getState().notes;
  const note = noteWritten.trim();
  try {
    await api.sync.settle({ opId, keepMine: keptMine(fields, picksOf(opId)), ...(note === '' ? {} : { note }) });
    const { [opId]: _settled, ...otherPicks } = syncStore.getState().picks;
    syncStore.setState({ picks: otherPicks, notes: otherNotes });
    showAct({ words: text('sync:conflicts.settled', { subject }), state: 'saved' });
  } catch (thrown) {
    tellRefusal(thrown);
  }
}

/** Takes note of refusals: they leave what is to be looked at, never the history. */
export async function takeNote(opIds: readonly string[]): Promise<void> {
  if (opIds.length === 0) return;
  try {
    await api.sync.dismiss({ opIds: opIds.slice(0, 200) });
    showAct({ words: text('sync:failures.seenDone', { count: Math.min(opIds.length, 200) }), state: 'saved' });
  } catch (thrown) {
    tellRefusal(thrown);
  }
}

export function takeNoteHere(): void {
  const here = present();
  if (here !== undefined && here.seenAt === null) void takeNote([here.opId]);
}

const ROUTES: Readonly<Record<string, string>> = { client: '/clients', person: '/people', rules: '/rules', view: '/queue' };

/** Where the matter itself is dealt with: typed again or corrected there, never here. */
export function openHere(): void {
  const here = present();
  if (here === undefined) return;
  const route = ROUTES[here.entity];
  if (route === undefined) goTo('/search', { text: here.subject });
  else goTo(route);
}

/** 同步诊断 as a file for the administrator, without personal data. */
export async function exportDiagnosis(): Promise<void> {
  const suggestedName = text('sync:export.fileName', { day: formatDay(dayOf(presentMoment())) });
  const { path } = await shell('choose-target', { filter: 'any', suggestedName });
  if (path === null) return;
  try {
    await api.sync.doctor({ path });
    showAct({ words: text('sync:export.done'), state: 'saved' });
  } catch {
    showAct({ words: text('sync:export.failed'), state: 'failed' });
  }
}
