import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exports_ } from '#shared/contract/exports.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { training } from '#shared/contract/training.ts';
import { actOpId } from '#shared/domain/exceptions/acts.ts';
import { TRAINING_TASKS } from '#shared/domain/training/tasks.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { inspectFile, parseFile } from '../../workers/parsing/index.ts';
import { makeAreaFixture, playDays } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { performAct, undoOnException, undoParts } from '../exceptions/index.ts';
import { createExportJobs, createExportsHandlers } from '../exports/index.ts';
import { prepareImport, runImport } from '../imports/index.ts';
import { verifyLedger } from '../verification/index.ts';
import { IMPORTS_SINCE, LAST_START, OPS_SINCE } from './facts-reader.ts';
import { createTrainingHandlers } from './index.ts';
import { SEARCHED_MAIL } from './questions.ts';

type State = OutputOf<AppContract['training']['state']>;
let fixture: AreaFixture;
let uids: string[] = [];
// Generated days are driven through import and screening once for all tests: some seconds.
beforeAll(async () => {
  fixture = makeAreaFixture({
    contract: { training, exports: exports_ },
    handlers: (context) => ({ training: createTrainingHandlers(context), exports: createExportsHandlers(context) }),
    jobs: createExportJobs,
  });
  await playDays(fixture, { mails: 1500, days: 2, seed: 33 });
  uids = fixture.ledger.read((tx) => tx.pluckAll<string>("SELECT uid FROM exception WHERE status = 'open' ORDER BY mail_no"));
}, 120_000);
afterAll(() => fixture.remove());

const state = (): Promise<State> => fixture.ask<State>('training.state');
const done = async (): Promise<string[]> => (await state()).tasks.filter(({ doneAt }) => doneAt !== null).map(({ task }) => task);

function act(kind: string, args: object, { at = 0, opId = '' }: { at?: number; opId?: string } = {}): void {
  const op = { kind: `exception.${kind}`, args, entityId: uids[at], actor: 'p1', occurredAt: fixture.clock.now() };
  fixture.ledger.write((tx) => void performAct(tx, op as never, opId || `${kind}-${at}`));
}

function undoGroup(actId: string): void {
  const undoing = { actId, undoId: 'undo-act', personId: 'p1', now: fixture.clock.now() };
  fixture.ledger.write((tx) => undoParts(tx, actId).forEach((part) => undoOnException(tx, part, undoing)));
}

async function importFile(path: string): Promise<void> {
  const inspection = await inspectFile(path);
  const now = fixture.clock.now();
  const prepared = prepareImport(inspection, { kind: 'auto', asOf: now, now });
  await runImport({ ...prepared, ledger: fixture.ledger, parse: parseFile, path, name: '练习', actor: 'p1', now, uid: `file-${now}` });
}

describe('training', () => {
  it('has nothing done or asked before it begins, whatever was done before', async () => {
    act('claim', {});
    const before = await state();
    expect(before).toMatchObject({ available: true, startedAt: null, questions: { coverage: null, search: null } });
    expect(before.tasks.map(({ task }) => task)).toEqual([...TRAINING_TASKS]);
    expect(await done()).toEqual([]);
  });

  it('sees each task done in the ledger itself, one after the other', { timeout: 60_000 }, async () => {
    await fixture.ask('training.start');
    const { questions } = await state();
    const nextAt = fixture.clock.now() + HOUR_MS;

    const { path } = await fixture.ask<{ path: string }>('training.practiceFile');
    await importFile(path);
    expect(await done()).toEqual(['import']);

    const coverage = questions.coverage ?? { about: '', day: '', region: '' };
    const due = fixture.ledger.read((tx) =>
      tx.pluck<number>("SELECT sum(due) FROM slot WHERE region = ? AND date(day * 86400, 'unixepoch') = ?", [
        coverage.region,
        coverage.day,
      ]),
    );
    await expect(fixture.ask('training.answer', { task: 'coverage', about: coverage.about, answer: '-1' })).resolves.toEqual({
      right: false,
    });
    expect(await done()).toEqual(['import']);
    const answer = { task: 'coverage', about: coverage.about, answer: ` ${String(due)} ` };
    await expect(fixture.ask('training.answer', answer)).resolves.toEqual({ right: true });

    act('claim', {}, { at: 1 });
    expect(await done()).toEqual(['import', 'coverage']);
    act('follow-up', { text: '已联系', nextAt }, { at: 1 });
    expect(await done()).toEqual(['import', 'coverage', 'triage', 'follow-up']);

    act('set-type', { type: 'loss' }, { at: 1 });
    for (const at of [2, 3]) act('claim', {}, { at, opId: actOpId('group-act', uids[at] ?? '') });
    undoGroup('group-act');

    const search = questions.search ?? { about: '', part: '' };
    expect(search.about.endsWith(search.part)).toBe(true);
    const client = fixture.ledger.read((tx) =>
      tx.pluck<string>('SELECT name FROM client JOIN mail ON client_code = code WHERE mail_no = ?', [search.about]),
    );
    await fixture.ask('training.answer', { task: 'search', about: search.about, answer: client });

    act('feedback', { text: '已告知客户', to: 'client' }, { at: 1 });
    act('close', { result: '已妥投' }, { at: 1 });
    expect(await done()).toEqual(TRAINING_TASKS.filter((task) => task !== 'export'));

    await fixture.ask('exports.start', { name: 'coverage', format: 'csv' });
    await fixture.jobs().idle();
    expect(await done()).toEqual([...TRAINING_TASKS]);
  });

  it('belongs to the person', async () => {
    fixture.seat('p2');
    await fixture.ask('training.start');
    expect(await done()).toEqual([]);
    fixture.seat('p1');
    expect(await done()).toEqual([...TRAINING_TASKS]);
  });

  it('begins anew, and another practice file brings new mails again', async () => {
    // At the same moment: the order of the log decides, not the clock.
    await fixture.ask('training.start');
    expect(await done()).toEqual([]);
    fixture.clock.setWall(fixture.clock.now() + HOUR_MS);
    await importFile((await fixture.ask<{ path: string }>('training.practiceFile')).path);
    expect(await done()).toEqual(['import']);
  });

  it('leaves a ledger that verifies, and is told to the windows', async () => {
    expect(fixture.topics.filter(({ topic }) => topic === 'training.changed').length).toBeGreaterThanOrEqual(5);
    const { differences } = await verifyLedger({ ledger: fixture.ledger, now: fixture.clock.now() });
    expect(differences).toEqual([]);
  });

  it('is refused in a real ledger', async () => {
    const handlers = createTrainingHandlers({ ...fixture.context, kind: () => 'real' });
    const caller = { personId: 'p1' };
    const signal = { aborted: false, addEventListener: () => undefined };
    expect(await handlers.state({}, caller, signal)).toMatchObject({ available: false, startedAt: null });
    expect(() => handlers.start({}, caller, signal)).toThrow('only-in-demonstration');
    expect(() => handlers.practiceFile({}, caller, signal)).toThrow('only-in-demonstration');
    const about = { task: 'search', about: '1', answer: '1' } as const;
    expect(() => handlers.answer(about, caller, signal)).toThrow('only-in-demonstration');
  });

  it('walks no whole table', () => {
    const plan = (sql: string, params: (string | number)[]): string =>
      fixture.ledger.read((tx) => tx.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params).map(({ detail }) => detail)).join('; ');
    expect(plan(LAST_START, ['p1'])).toContain('op_by_entity');
    expect(plan(IMPORTS_SINCE, [1, 'p1'])).toContain('INTEGER PRIMARY KEY');
    expect(plan(OPS_SINCE, [1, 'p1'])).toContain('INTEGER PRIMARY KEY');
    expect(plan(SEARCHED_MAIL, [])).toContain('exception_due');
    expect(plan(SEARCHED_MAIL, [])).not.toMatch(/SCAN (m|c)\b|TEMP B-TREE/);
  });
});
