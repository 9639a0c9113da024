import { afterEach, beforeEach, expect, it } from 'vitest';
import { assert } from '#shared/kernel/assert.ts';
import { DAY_MS, formatInstant } from '#shared/kernel/instant.ts';
import { enqueueScreening } from '../features/jobs/index.ts';
import { rulesAt } from '../features/rules/index.ts';
import { listOpenedSlots } from '../features/screening/index.ts';
import type { SlotRow } from '../features/screening/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { makeEngineFixture } from './engine-fixture.ts';
import type { EngineFixture, RunningFixture } from './engine-fixture.ts';

type Retired = { mails: number; events: number; before: number };
type Verified = { ok: boolean; differences: string[]; opsChecked: number };

let fixture: EngineFixture;
let running: RunningFixture;
beforeEach(async () => {
  fixture = makeEngineFixture();
  running = fixture.start();
  await running.ask('session.openDemonstration');
  await running.idle();
}, 60_000);
afterEach(() => fixture.remove());

const ledger = (): Ledger => {
  assert(running.engine.session.opened, 'an open ledger');
  return running.engine.session.opened.ledger;
};
const count = (sql: string): number => ledger().read((tx) => tx.pluck<number>(sql) ?? 0);
const slots = (): SlotRow[] => ledger().read((tx) => listOpenedSlots(tx, fixture.clock.now(), rulesAt(tx, fixture.clock.now())));

// Making a demonstration of 200 mails takes some seconds; it is the smallest ledger with every kind of mail.
it('lets old terminal mails without exception leave, and no figure changes', async () => {
  expect(await running.ask('safety.retention', { dryRun: true })).toMatchObject({ mails: 0, events: 0 });
  fixture.clock.advance(60 * DAY_MS);
  // Slots that opened since and were not run keep their mails.
  const unseen: Retired = await running.ask('safety.retention', { dryRun: true });
  ledger().write((tx) => enqueueScreening(tx, { createdBy: 'system' }));
  await running.idle();
  const shown = slots();
  const before = { mails: count('SELECT count(*) FROM mail'), events: count('SELECT count(*) FROM event') };
  const dry: Retired = await running.ask('safety.retention', { dryRun: true });
  expect(dry.mails).toBeGreaterThan(50);
  expect(dry.mails).toBeGreaterThan(unseen.mails);
  expect(count('SELECT count(*) FROM mail')).toBe(before.mails);

  const done: Retired = await running.ask('safety.retention', { dryRun: false });
  expect(done).toEqual(dry);
  expect(count('SELECT count(*) FROM mail')).toBe(before.mails - dry.mails);
  expect(count('SELECT count(*) FROM event')).toBe(before.events - dry.events);
  expect(
    count(
      'SELECT count(*) FROM mail WHERE terminal = 1 AND dirty = 0 AND next_at IS NULL AND mail_no NOT IN (SELECT mail_no FROM exception)',
    ),
  ).toBe(0);
  expect(count('SELECT count(*) FROM exception WHERE mail_no NOT IN (SELECT mail_no FROM mail)')).toBe(0);
  expect(slots()).toEqual(shown);
  expect(count('SELECT sum(due) FROM verdict_kept')).toBe(count('SELECT count(*) FROM verdict_kept_id'));
  expect(count('SELECT count(*) FROM verdict_kept_id')).toBeGreaterThan(0);

  const verified: Verified = await running.ask('safety.verify');
  expect(verified.differences).toEqual([]);
  expect(verified.ok).toBe(true);
  expect(await running.ask('safety.retention', { dryRun: false })).toMatchObject({ mails: 0, events: 0 });
}, 60_000);

// A second demonstration of the same size.
it('counts a mail that comes back once, whatever region its import says now', async () => {
  fixture.clock.advance(60 * DAY_MS);
  ledger().write((tx) => enqueueScreening(tx, { createdBy: 'system' }));
  await running.idle();
  const leaving = ledger().read((tx) => tx.all<Posted>(POSTED, [fixture.clock.now()]));
  await running.ask('safety.retention', { dryRun: false });
  const gone = leaving.filter(({ no }) => ledger().read((tx) => tx.pluck('SELECT 1 FROM mail WHERE mail_no = ?', [no]) === undefined));
  const shown = slots();
  const kept = count('SELECT count(*) FROM verdict_kept_id');
  expect(gone.length).toBeGreaterThan(2);

  // The first as it was, the second with another region, the third as nobody had seen it: one list, one import.
  const [same, moved] = gone;
  const other = moved?.region === 'same-city' ? '省内' : '同城';
  const lines = [
    `${same?.no},${formatInstant(same?.at ?? 0)},${NAMES[same?.region ?? '']}`,
    `${moved?.no},${formatInstant(moved?.at ?? 0)},${other}`,
    `1299999999991,${formatInstant(fixture.clock.now() - 2 * DAY_MS)},同城`,
  ];
  const text = `邮件号,收寄时间,寄达范围\n${lines.join('\n')}\n`;
  await running.ask('imports.start', { source: { text }, kind: 'mails', asOf: fixture.clock.now() });
  await running.idle();
  expect(count('SELECT count(*) FROM mail WHERE dirty > 0')).toBe(0);
  const after = slots();
  const changed = after.filter(
    (slot) => JSON.stringify(slot) !== JSON.stringify(shown.find((old) => old.day === slot.day && old.region === slot.region)),
  );
  expect(changed).toMatchObject([{ region: 'same-city', due: 1 }]);
  expect(await running.ask('safety.verify')).toMatchObject({ ok: true, differences: [] });

  // When they leave once more, nothing moves either.
  fixture.clock.advance(60 * DAY_MS);
  ledger().write((tx) => enqueueScreening(tx, { createdBy: 'system' }));
  await running.idle();
  const later = slots();
  await running.ask('safety.retention', { dryRun: false });
  expect(slots()).toEqual(later);
  expect(count('SELECT count(*) FROM verdict_kept_id')).toBeGreaterThanOrEqual(kept);
  expect(await running.ask('safety.verify')).toMatchObject({ ok: true, differences: [] });
}, 60_000);

type Posted = { no: string; at: number; region: string };
const POSTED = `SELECT mail_no AS no, accepted_at AS at, region FROM mail WHERE terminal = 1 AND region IN ('same-city', 'in-province', 'out-of-province')
  AND accepted_at IS NOT NULL AND accepted_at < ? ORDER BY id`;
const NAMES: Readonly<Record<string, string>> = { 'same-city': '同城', 'in-province': '省内', 'out-of-province': '国内' };
