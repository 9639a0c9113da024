import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import { DEFAULT_MACROS, DEFAULT_PUSH_TEMPLATES } from '#shared/domain/exceptions/default-phrases.ts';
import { pushTemplatesFor } from '#shared/domain/exceptions/phrases.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import type { FakeRow } from './fake-mails.ts';

type Queue = AppContract['queue'];
type Undo = AppContract['undo'];
type Views = AppContract['views'];
type Act = InputOf<Queue['act']>['act'];
type Conditions = InputOf<Queue['groups']>['filter'];
type Office = {
  rows: FakeRow[];
  person: { id: string; name: string };
  now: number;
  keeps(conditions: Conditions, row: FakeRow): boolean;
  fire(topic: string, payload: unknown): void;
};
type Done = { actId: string; kind: string; at: number; before: Map<number, FakeRow>; undone: boolean };
type Handler = (input: never) => unknown;

/** Acts, groups, phrases and undo over invented rows. */
export function actHandlers(office: Office): Readonly<Record<string, Handler>> {
  const { rows, now, keeps } = office;
  const done: Done[] = [];
  const undo = (act: Done | undefined): OutputOf<Undo['run']> | { refused: string } => {
    if (!act || act.undone) return { refused: act ? 'undo-done-already' : 'nothing-to-undo' };
    for (const [index, row] of act.before) rows[index] = row;
    act.undone = true;
    tell(office, [...act.before.values()]);
    return shown(act);
  };
  return {
    'queue.act': (input: InputOf<Queue['act']>) => actOn(office, done, input),
    'queue.groups': ({ filter }: InputOf<Queue['groups']>): OutputOf<Queue['groups']> => {
      const kept = rows.filter((row) => keeps(filter, row));
      return { groups: groupsOf(kept), total: kept.length, asOf: now };
    },
    'queue.groupIds': ({ filter, type, organisation }: InputOf<Queue['groupIds']>): OutputOf<Queue['groupIds']> => ({
      ids: rows.filter((row) => keeps(filter, row) && row.type === type && row.organisation === organisation).map(({ id }) => id),
    }),
    'queue.phrases': (): OutputOf<Queue['phrases']> => ({
      version: 1,
      macros: DEFAULT_MACROS.map(({ nextDutyH, ...macro }) => ({ ...macro, nextAt: now + nextDutyH * HOUR_MS })),
      pushTemplates: [...DEFAULT_PUSH_TEMPLATES],
    }),
    'queue.pushTexts': ({ exceptionIds, templateId }: InputOf<Queue['pushTexts']>): OutputOf<Queue['pushTexts']> => ({
      texts: rows.filter(({ exceptionId }) => exceptionIds.includes(exceptionId)).map((row) => pushText(row, templateId)),
    }),
    ...viewHandlers(office),
    'undo.list': (): OutputOf<Undo['list']> => ({
      acts: [...done].reverse().map((act) => ({ ...shown(act), at: act.at, undone: act.undone, refusal: null })),
    }),
    'undo.last': () => undo([...done].reverse().find(({ undone }) => !undone)),
    'undo.run': ({ actId }: InputOf<Undo['run']>) => undo(done.find((act) => act.actId === actId)),
  };
}

function viewHandlers({ rows, keeps, fire }: Office): Readonly<Record<string, Handler>> {
  let views: OutputOf<Views['list']>['views'] = [];
  const change = (next: typeof views): void => {
    views = next;
    fire('views.changed', {});
  };
  return {
    'views.list': (): OutputOf<Views['list']> => ({ views }),
    'views.counts': (): OutputOf<Views['counts']> => ({
      counts: Object.fromEntries(views.map(({ id, definition }) => [id, rows.filter((row) => keeps(definition.conditions, row)).length])),
    }),
    'views.save': ({ id, definition }: InputOf<Views['save']>): OutputOf<Views['save']> => {
      const saved = { id: id ?? `view-${views.length + 1}`, definition };
      change(views.some((view) => view.id === saved.id) ? views.map((view) => (view.id === saved.id ? saved : view)) : [...views, saved]);
      return { id: saved.id };
    },
    'views.remove': ({ id }: InputOf<Views['remove']>) => {
      change(views.filter((view) => view.id !== id));
      return {};
    },
    'views.reorder': ({ ids }: InputOf<Views['reorder']>) => {
      change([...views].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)));
      return {};
    },
  };
}

function actOn(office: Office, done: Done[], { act, exceptionIds, ids, group }: InputOf<Queue['act']>): OutputOf<Queue['act']> {
  const { rows, keeps, now } = office;
  const isMeant = (row: FakeRow): boolean =>
    exceptionIds?.includes(row.exceptionId) ??
    ids?.includes(row.id) ??
    (group !== undefined && keeps(group.filter, row) && row.type === group.type && row.organisation === group.organisation);
  const entry: Done = { actId: `act-${done.length + 1}`, kind: act.kind, at: now, before: new Map(), undone: false };
  const refused: OutputOf<Queue['act']>['refused'] = [];
  rows.forEach((row, index) => {
    if (!isMeant(row)) return;
    if (row.status === 'closed') {
      refused.push({ exceptionId: row.exceptionId, mailNo: row.mailNo, reason: 'exception-closed', detail: {} });
      return;
    }
    entry.before.set(index, row);
    rows[index] = { ...row, ...changeOf(act, row, office) };
  });
  done.push(entry);
  tell(office, [...entry.before.values()]);
  return { actId: entry.actId, applied: entry.before.size, refused };
}

function changeOf(act: Act, row: FakeRow, { person, now }: Office): Partial<FakeRow> {
  const claimed = { ownerId: person.id, ownerName: person.name, firstAskerName: row.firstAskerName ?? person.name };
  const followed = (text: string, nextAt: number): Partial<FakeRow> => ({
    interventionAt: row.interventionAt ?? now,
    followUps: row.followUps + 1,
    lastFollowUp: { at: now, text, by: person.name },
    nextAt,
    dueAt: nextAt,
    clock: 'ok',
  });
  switch (act.kind) {
    case 'claim':
      return claimed;
    case 'accept':
      return {
        ...claimed,
        ...followed(act.text ?? '已催促', act.nextAt ?? now + 4 * HOUR_MS),
        typeConfirmed: true,
        stageConfirmed: true,
        type: act.type ?? row.type,
      };
    case 'macro':
      return { ...claimed, ...followed(DEFAULT_MACROS.find(({ id }) => id === act.macroId)?.text ?? '', now + 4 * HOUR_MS) };
    case 'follow-up':
      return followed(act.text, act.nextAt);
    case 'set-type':
      return { type: act.type, typeConfirmed: true };
    case 'set-stage':
      return { responsibleStage: act.responsibleStage, organisation: act.organisation, stageConfirmed: true };
    case 'set-next':
      return { nextAt: act.nextAt };
    case 'transfer':
      return { ownerId: act.to, ownerName: act.to };
    case 'snooze':
      return { snoozedUntil: act.until, snoozeReason: act.reason, clock: 'pause' };
    case 'wake':
      return { snoozedUntil: null, snoozeReason: null, clock: 'ok' };
    case 'feedback':
      return { feedbackAt: now };
    case 'push':
      return { pushedAt: now, pushes: row.pushes + 1 };
    case 'waive-push':
      return { pushWaived: act.reason };
    default:
      return { status: 'closed', clock: 'done' };
  }
}

function groupsOf(rows: readonly FakeRow[]): OutputOf<Queue['groups']>['groups'] {
  const groups = new Map<string, OutputOf<Queue['groups']>['groups'][number]>();
  for (const { type, organisation } of rows) {
    const key = `${type} ${organisation ?? ''}`;
    const known = groups.get(key) ?? { type, organisation, count: 0 };
    groups.set(key, { ...known, count: known.count + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

function pushText(row: FakeRow, templateId: string | undefined): OutputOf<Queue['pushTexts']>['texts'][number] {
  const template = DEFAULT_PUSH_TEMPLATES.find(({ id }) => id === templateId) ?? pushTemplatesFor(DEFAULT_PUSH_TEMPLATES, row.type)[0];
  const text = (template?.text ?? '').replace('{客户}', row.clientName).replace('{邮件号}', row.mailNo);
  return { exceptionId: row.exceptionId, mailNo: row.mailNo, templateId: template?.id ?? '', text };
}

function shown({ actId, kind, before }: Done): OutputOf<Undo['run']> {
  return { actId, kind, count: before.size, mailNo: [...before.values()][0]?.mailNo ?? '' };
}

function tell({ fire }: Office, rows: readonly FakeRow[]): void {
  fire('queue.changed', { ids: rows.map(({ id }) => id) });
  fire('undo.changed', {});
}
