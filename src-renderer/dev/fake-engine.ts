import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { LEDGER_STATES } from '#shared/contract/session.ts';
import { parseInstant } from '#shared/kernel/instant.ts';
import { at } from '#shared/kernel/assert.ts';
import { detailOf, makeRows } from './fake-mails.ts';
import { actHandlers } from './fake-acts.ts';
import { officeHandlers } from './fake-office.ts';
import { syncHandlers } from './fake-sync.ts';
import type { FakeRow } from './fake-mails.ts';

export type FakeOptions = { rows: number; ledger: (typeof LEDGER_STATES)[number]; kind: 'real' | 'demonstration'; sync?: string };
type Handler = (input: never) => unknown;
type Fire = (topic: string, payload: unknown) => void;
type Queue = AppContract['queue'];

export const FAKE_NOW = parseInstant('2026-11-24T15:12:00') ?? 0;
const PERSON = { id: 'p-1', name: '周敏', staffNo: '4301', role: 'administrator', station: '席位 03' } as const;

/** Answers of an invented day, by path. */
export function createHandlers(options: FakeOptions, fire: Fire): Readonly<Record<string, Handler>> {
  const rows = makeRows(options.rows, FAKE_NOW);
  return {
    ...sessionHandlers(options, fire),
    ...queueHandlers(rows, fire),
    ...officeHandlers(FAKE_NOW),
    ...otherHandlers(options.rows),
    ...syncHandlers(FAKE_NOW, options.sync ?? 'none', fire),
  };
}

function sessionHandlers(options: FakeOptions, fire: Fire): Readonly<Record<string, Handler>> {
  let ledger: string = options.ledger;
  const move = (next: string) => () => {
    ledger = next;
    fire('session.changed', {});
    return {};
  };
  return {
    'session.state': () => ({
      ledger,
      reason: ledger === 'location-refused' ? 'synchronised' : null,
      ledgerPath: '/账本/youshao.ledger',
      location: 'default',
      kind: options.kind,
      demonstrationExists: false,
      person: ledger === 'open' ? PERSON : null,
      people: ledger === 'first-start' ? [] : [PERSON],
      autoLockMinutes: 10,
      check: 'none',
      calendarWarning: null,
      now: FAKE_NOW,
      keystore: true,
      appVersion: '0.1.0',
      waits: {},
    }),
    'session.unlock': ({ pin }: { pin: string }) =>
      pin === '1'
        ? { refused: 'pin-wrong', detail: { triesLeft: 3 } }
        : pin === '2'
          ? { refused: 'pin-locked', detail: { waitMs: 95_000 } }
          : move('open')(),
    'session.chooseLocation': () => ({ refused: 'location-refused', detail: { why: 'network' } }),
    'session.lock': move('locked'),
    'session.createFirstAdministrator': move('open'),
    'session.openDemonstration': move('open'),
  };
}

type Filter = InputOf<Queue['ids']>;
const VIEWS: Readonly<Record<Filter['view'], (row: FakeRow) => boolean>> = {
  'all-open': (row) => row.status === 'open',
  'due-today': (row) => row.status === 'open',
  soon: (row) => row.status === 'open' && row.clock === 'soon',
  over: (row) => row.status === 'open' && row.clock === 'over',
  mine: (row) => row.ownerId === PERSON.id,
  'my-first-asked': (row) => row.firstAskerName === PERSON.name,
  unclaimed: (row) => row.ownerId === null && row.status === 'open',
  snoozed: (row) => row.snoozedUntil !== null,
  'self-cleared': (row) => row.status === 'self-cleared',
  closed: (row) => row.status === 'closed',
};

function keeps(filter: Filter, row: FakeRow): boolean {
  const words = filter.search ?? '';
  return (
    VIEWS[filter.view](row) &&
    (filter.types === undefined || filter.types.includes(row.type)) &&
    (filter.organisations === undefined || filter.organisations.includes(row.organisation)) &&
    (filter.regions === undefined || filter.regions.includes(row.region)) &&
    (filter.stages === undefined || filter.stages.includes(row.responsibleStage)) &&
    (filter.tiers === undefined || row.tiers.some((tier) => filter.tiers?.includes(tier))) &&
    (words === '' || `${row.mailNo} ${row.clientName} ${row.organisation ?? ''}`.includes(words))
  );
}

function countBy(rows: readonly FakeRow[], keysOf: (row: FakeRow) => readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) for (const key of keysOf(row)) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

function queueHandlers(rows: FakeRow[], fire: Fire): Readonly<Record<string, Handler>> {
  const byId = new Map(rows.map((row, index) => [row.id, index]));
  const rowOf = (id: number) => at(rows, byId.get(id) ?? -1);
  const views = () => Object.fromEntries(Object.entries(VIEWS).map(([view, test]) => [view, rows.filter(test).length]));
  return {
    'queue.ids': (input: Filter): OutputOf<Queue['ids']> => ({
      ids: rows.filter((row) => keeps(input, row)).map((row) => row.id),
      asOf: FAKE_NOW,
    }),
    'queue.rows': ({ ids }: { ids: number[] }): OutputOf<Queue['rows']> => ({ rows: ids.map(rowOf) }),
    'queue.counts': (): OutputOf<Queue['counts']> => {
      const open = rows.filter((row) => row.status === 'open');
      return {
        views: views(),
        pendingScreening: 24,
        types: countBy(open, (row) => [row.type]),
        tiers: countBy(open, (row) => row.tiers),
        regions: countBy(open, (row) => [row.region]),
      };
    },
    'queue.get': ({ id }: { id: number }) => detailOf(rowOf(id), FAKE_NOW),
    ...actHandlers({
      rows,
      person: PERSON,
      now: FAKE_NOW,
      keeps: (conditions, row) => keeps({ ...conditions, sort: 'due', descending: false }, row),
      fire,
    }),
    'mails.record': () => ({}),
    'mails.reveal': ({ field }: InputOf<AppContract['mails']['reveal']>) => ({
      value: { recipient: '王小明', recipientPhone: '13800000012', address: '岳塘区书院路 1 号 2 单元 301', texts: '' }[field],
    }),
  };
}

function otherHandlers(rows: number): Readonly<Record<string, Handler>> {
  const slot = (region: string, due: number, determined: number) => ({
    day: '2026-11-24',
    region,
    due,
    normal: determined - 3,
    abnormal: 3,
    undetermined: due - determined,
    onTime: determined,
    late: 0,
    opensAt: FAKE_NOW,
    closesAt: FAKE_NOW,
    autoRunAt: FAKE_NOW,
    open: true,
    ranAt: rows === 0 ? null : FAKE_NOW,
    catchUp: false,
  });
  return {
    'screening.coverage': () => ({
      day: '2026-11-24',
      noAcceptance: 2,
      unknownRegion: 1,
      needFreshTrace: 24,
      nextRunAt: FAKE_NOW + 23 * 3_600_000,
      slots: rows === 0 ? [] : [slot('same-city', 412, 412), slot('in-province', 1204, 1180), slot('out-of-province', 180, 180)],
    }),
    'screening.status': () => ({ running: false, done: 0, total: 0, dirty: 0, lastRunAt: FAKE_NOW, lastRun: null }),
    'settings.get': () => {
      const asked = new URLSearchParams(location.search);
      const looks = {
        theme: asked.get('theme') ?? 'light',
        contrast: asked.get('contrast') ?? 'normal',
        textScale: Number(asked.get('scale') ?? 1),
        density: asked.get('density') ?? 'standard',
        language: asked.get('language') ?? 'zh-CN',
      };
      return { ...looks, autoLockMinutes: 10, retentionDays: 40, exportFolder: '', exportMasked: true };
    },
    'settings.set': () => ({}),
    ...(rows === 0 ? { 'imports.list': () => ({ files: [], total: 0 }) } : {}),
    'jobs.list': () => ({
      jobs: [{ id: 'j-1', kind: 'export', state: 'running', done: 62, total: 100, reason: null, startedAt: FAKE_NOW }],
    }),
    'jobs.cancel': () => ({}),
  };
}
