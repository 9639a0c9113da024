import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { rules } from '#shared/contract/rules.ts';
import { DEFAULT_RULES } from '#shared/domain/rules/defaults.ts';
import { draftOf } from '#shared/domain/rules/draft.ts';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import { withValue } from '#shared/domain/rules/number-fields.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { makeAreaFixture, playDays } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { createScreeningJob } from '../jobs/index.ts';
import { addPerson } from '../people/index.ts';
import { createRulesHandlers } from './handlers.ts';
import { noteUnseenCodes } from './index.ts';

type Out<E extends keyof AppContract['rules']> = OutputOf<AppContract['rules'][E]>;
const DRAFT = draftOf(DEFAULT_RULES);
const TIGHTER = withValue(DRAFT, 'thresholds.stalledH.out-of-province', 2);
let fixture: AreaFixture;

// Plays generated days once: some seconds.
beforeAll(async () => {
  fixture = makeAreaFixture({
    contract: { rules },
    handlers: (context) => ({ rules: createRulesHandlers(context) }),
    jobs: (ports) => [createScreeningJob(ports)],
  });
  fixture.ledger.write((tx) => {
    const person = { id: 'boss', name: '王主管', staffNo: 'XT900', role: 'supervisor', station: '湘潭' } as const;
    addPerson(tx, person, { opId: 'add-boss', actor: 'p1', now: fixture.clock.now() });
  });
  await playDays(fixture, { mails: 900, days: 2, seed: 12 });
  fixture.seat('boss');
}, 60_000);
afterAll(() => fixture.remove());

async function ended(): Promise<Out<'dryRun'>> {
  for (;;) {
    const run = await fixture.ask<Out<'dryRun'>>('rules.dryRun');
    if (run.state !== 'running') return run;
    await fixture.context.timers.yieldToLoop();
  }
}

async function tried(draft: RuleDraft): Promise<string> {
  const { dryRunId, problems } = await fixture.ask<Out<'startDryRun'>>('rules.startDryRun', { draft });
  expect(problems).toEqual([]);
  await ended();
  return dryRunId ?? '';
}

async function reasonOf(path: string, input: object): Promise<string> {
  const reply = await fixture.call(path, input);
  return reply.ok ? 'ok' : reply.error.reason;
}

describe('rules', () => {
  it('begin with the default version, which nobody saved', async () => {
    const { inForce, mayEdit, versions } = await fixture.ask<Out<'list'>>('rules.list');
    expect([inForce, mayEdit, versions.length]).toEqual([1, true, 1]);
    expect(versions[0]).toMatchObject({ version: 1, state: 'in-force', savedBy: null, changes: [] });
    expect((await fixture.ask<Out<'get'>>('rules.get', { version: 1 })).draft).toEqual(DRAFT);
    expect(await reasonOf('rules.get', { version: 9 })).toBe('not-found');
  });

  it('answer a wrong draft with its bounds, and try nothing', async () => {
    const draft = withValue(DRAFT, 'thresholds.notDispatchedH', 0);
    const { problems, dryRunId } = await fixture.ask<Out<'startDryRun'>>('rules.startDryRun', { draft });
    expect(dryRunId).toBeNull();
    expect(problems).toEqual([
      { path: 'thresholds.notDispatchedH', reason: 'below-minimum', detail: { value: 0, min: 1, max: 720, step: 0.5 } },
    ]);
    const moved = await fixture.ask<Out<'check'>>('rules.check', { draft: withValue(DRAFT, 'dutyCalendar', 'working') });
    expect(moved.problems.map(({ path, reason }) => [path, reason])).toEqual([['dutyCalendar', 'duty-of-stored-mails']]);
    const right = await fixture.ask<Out<'check'>>('rules.check', { draft: TIGHTER });
    expect(right.changes).toEqual([{ path: 'thresholds.stalledH.out-of-province', kind: 'changed', before: '48', after: '2' }]);
  });

  it('are read by everybody and changed by 主管 and 管理员 alone', async () => {
    fixture.seat('p2');
    expect((await fixture.ask<Out<'list'>>('rules.list')).mayEdit).toBe(false);
    expect(await reasonOf('rules.startDryRun', { draft: TIGHTER })).toBe('not-permitted');
    expect(await reasonOf('rules.save', { dryRunId: 'x', reason: 'x', effectiveFrom: null })).toBe('not-permitted');
    expect(await reasonOf('rules.withdraw', { version: 1, reason: 'x' })).toBe('not-permitted');
    fixture.seat('boss');
  });

  it('are saved only by a dry run of exactly that draft that has ended', async () => {
    expect(await reasonOf('rules.save', { dryRunId: 'none', reason: '试', effectiveFrom: null })).toBe('dry-run-unknown');
    const { dryRunId } = await fixture.ask<Out<'startDryRun'>>('rules.startDryRun', { draft: TIGHTER });
    expect(await reasonOf('rules.save', { dryRunId, reason: '试', effectiveFrom: null })).toBe('dry-run-not-done');
    await fixture.ask('rules.cancelDryRun', { dryRunId });
    expect((await ended()).state).toBe('cancelled');
    expect(await reasonOf('rules.save', { dryRunId, reason: '试', effectiveFrom: null })).toBe('dry-run-not-done');
    const same = await tried(DRAFT);
    expect(await reasonOf('rules.save', { dryRunId: same, reason: '试', effectiveFrom: null })).toBe('nothing-changed');
    const id = await tried(TIGHTER);
    fixture.seat('p2');
    // Another person sees nothing of it.
    expect((await fixture.ask<Out<'dryRun'>>('rules.dryRun')).state).toBe('none');
    fixture.seat('boss');
    expect(await reasonOf('rules.save', { dryRunId: id, reason: ' ', effectiveFrom: null })).toBe('input-not-valid');
    expect(await reasonOf('rules.save', { dryRunId: id, reason: '试', effectiveFrom: fixture.clock.now() - 1 })).toBe(
      'effective-in-the-past',
    );
    fixture.ledger.write((tx) => tx.run('UPDATE mail SET dirty = 2 WHERE dirty = 0'));
    const { version } = await fixture.ask<Out<'save'>>('rules.save', { dryRunId: id, reason: '省外停留从严', effectiveFrom: null });
    expect(version).toBe(2);
    await fixture.jobs().idle();
    const { versions, inForce } = await fixture.ask<Out<'list'>>('rules.list');
    expect(inForce).toBe(2);
    expect(versions[0]).toMatchObject({ version: 2, state: 'in-force', savedBy: '王主管', reason: '省外停留从严', basedOn: 1 });
    expect(versions[1]?.state).toBe('superseded');
    // The same dry run was of other rules than are in force now.
    expect(await reasonOf('rules.save', { dryRunId: id, reason: '再', effectiveFrom: null })).toBe('dry-run-outdated');
  });

  it('show the mails behind every number, and what the next screening does with them', async () => {
    const looser = withValue(DRAFT, 'thresholds.stalledH.out-of-province', 48);
    const dryRunId = await tried(looser);
    const { sums, hash } = await fixture.ask<Out<'dryRun'>>('rules.dryRun');
    expect(hash).toHaveLength(64);
    expect(sums?.exceptions.gone).toBeGreaterThan(0);
    const ask = { dryRunId, clientCode: null, offset: 0, limit: 500 };
    for (const list of ['new', 'gone', 'same'] as const) {
      const all = await fixture.ask<Out<'dryRunMails'>>('rules.dryRunMails', { ...ask, list, rule: null });
      expect(all.total).toBe(sums?.exceptions[list]);
      expect(all.mails.every(({ before, after }) => (list === 'new' ? before : list === 'gone' ? after : []).length === 0)).toBe(true);
      for (const row of sums?.byRule ?? []) {
        const { total, mails } = await fixture.ask<Out<'dryRunMails'>>('rules.dryRunMails', { ...ask, list, rule: row.rule });
        expect([total, mails.length]).toEqual([row[list], Math.min(row[list], 500)]);
      }
      for (const row of sums?.byClient ?? []) {
        const ofClient = { ...ask, list, rule: null, clientCode: row.clientCode ?? '' };
        expect((await fixture.ask<Out<'dryRunMails'>>('rules.dryRunMails', ofClient)).total).toBe(row[list]);
      }
    }
    expect(await reasonOf('rules.dryRunMails', { ...ask, dryRunId: 'x', list: 'new', rule: null })).toBe('dry-run-unknown');
    expect(fixture.topics.some(({ topic }) => topic === 'rules.dryRunMoved')).toBe(true);
  });

  it('may be set for later, and withdrawn until then', async () => {
    const now = fixture.clock.now();
    const dryRunId = await tried(withValue(TIGHTER, 'thresholds.weightG', 150));
    const { version } = await fixture.ask<Out<'save'>>('rules.save', { dryRunId, reason: '下月起', effectiveFrom: now + HOUR_MS });
    const stateOf = async (): Promise<string | undefined> =>
      (await fixture.ask<Out<'list'>>('rules.list')).versions.find((each) => each.version === version)?.state;
    expect(await stateOf()).toBe('scheduled');
    await fixture.ask('rules.withdraw', { version, reason: '改期' });
    expect(await stateOf()).toBe('withdrawn');
    expect(await reasonOf('rules.withdraw', { version, reason: '再' })).toBe('version-withdrawn');
    expect(await reasonOf('rules.withdraw', { version: 2, reason: '晚' })).toBe('version-has-begun');
  });

  it('list codes that no table knows with an example, until one does', async () => {
    const event = { system: 'post', code: 'X9', name: '邮件退回', at: 5 };
    fixture.ledger.write((tx) => {
      noteUnseenCodes(tx, [{ event }, { event: { ...event, at: 3 } }, { event: { ...event, code: '704' } }, {}] as never);
      const mailId = tx.pluck<number>('SELECT max(id) FROM mail') ?? 0;
      const fileId = tx.pluck<number>('SELECT max(id) FROM import_file') ?? 0;
      tx.run(
        `INSERT INTO event (mail_id, at, code, org_key, system, name, text, org_name, province, city, summary, source, file_id, has_org_code)
         VALUES (?, 3, 'X9', '', 'post', '邮件退回', '', '', '', '', 0, 'trace-push', ?, 0)`,
        [mailId, fileId],
      );
    });
    const { codes } = await fixture.ask<Out<'unseenCodes'>>('rules.unseenCodes');
    // The import met one of its own: parcels put into a locker.
    expect(codes.map(({ code }) => code)).toEqual(['X9', '715']);
    expect(codes.slice(0, 1)).toEqual([
      { system: 'post', code: 'X9', names: ['邮件退回'], firstAt: 3, stageByName: 'returned', mails: 1, example: expect.any(String) },
    ]);
    const dryRunId = await tried({ ...TIGHTER, codes: { ...DRAFT.codes, post: { ...DRAFT.codes.post, X9: 'returned' } } });
    await fixture.ask('rules.save', { dryRunId, reason: '补编码', effectiveFrom: null });
    expect((await fixture.ask<Out<'unseenCodes'>>('rules.unseenCodes')).codes.map(({ code }) => code)).toEqual(['715']);
  });
});
