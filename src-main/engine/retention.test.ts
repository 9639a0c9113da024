import { afterEach, beforeEach, expect, it } from 'vitest';
import { assert } from '#shared/kernel/assert.ts';
import { DAY_MS } from '#shared/kernel/instant.ts';
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
