import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatDay, HOUR_MS, parseInstant } from '#shared/kernel/instant.ts';
import { assert } from '#shared/kernel/assert.ts';
import { DEFAULT_RULES } from '#shared/domain/rules/defaults.ts';
import { draftHash, draftOf } from '#shared/domain/rules/draft.ts';
import { withValue } from '#shared/domain/rules/number-fields.ts';
import { enqueueImport } from '../features/jobs/index.ts';
import { saveVersion } from '../features/rules/index.ts';
import { isArmedFor } from '../features/screening/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { FIRST, makeEngineFixture } from './engine-fixture.ts';
import type { EngineFixture, RunningFixture } from './engine-fixture.ts';

let fixture: EngineFixture;
let running: RunningFixture;
let personId: string;
const at = (text: string): number => {
  const instant = parseInstant(text);
  assert(instant !== undefined, 'an instant');
  return instant;
};
const ledgerOf = ({ engine }: RunningFixture): Ledger => {
  assert(engine.session.opened, 'an open ledger');
  return engine.session.opened.ledger;
};
const unlock = async (): Promise<void> => {
  await running.ask('session.unlock', { personId, pin: FIRST.pin });
  await running.idle();
};
const restart = async (): Promise<void> => {
  await running.stop();
  running = fixture.start();
  await unlock();
};
type Run = { slot: string; firstAt: number; catchUp: boolean };
const runs = (): Run[] =>
  ledgerOf(running)
    .read((tx) =>
      tx.all<{ day: number; region: string; first_at: number; catch_up: number }>('SELECT * FROM slot_run ORDER BY first_at, day, region'),
    )
    .map((row) => ({ slot: `${formatDay(row.day)} ${row.region}`, firstAt: row.first_at, catchUp: row.catch_up === 1 }));
const screeningJobs = (): { missed?: { day: number; region: string } }[] =>
  ledgerOf(running)
    .read((tx) =>
      tx.pluckAll<string>("SELECT input_json FROM job WHERE kind = 'screening' AND state = 'done' ORDER BY finished_at, run_after"),
    )
    .map((text) => JSON.parse(text) as { missed?: { day: number; region: string } });

/** Mails of the 1st of March, imported on the 2nd at 09:00: due in all three slots of the next days. */
async function importMails(): Promise<void> {
  const path = join(fixture.folder, '邮件.csv');
  const rows = ['收寄邮件号,收寄时间,寄件省,寄件市,收件省,收件市'].join('').replace('收寄邮件号', '邮件号');
  writeFileSync(
    path,
    `${rows}\n1234567890123,2026-03-01 10:00:00,湖南省,湘潭市,湖南省,湘潭市\n1234567890124,2026-03-01 10:00:00,湖南省,湘潭市,湖南省,长沙市\n1234567890125,2026-03-01 10:00:00,湖南省,湘潭市,广东省,广州市\n`,
  );
  ledgerOf(running).write((tx) =>
    enqueueImport(tx, { fileId: 'f1', path, name: '邮件.csv', kind: 'auto', asOf: fixture.clock.now(), actor: personId }),
  );
  await running.idle();
}

beforeEach(async () => {
  fixture = makeEngineFixture();
  running = fixture.start();
  personId = ((await running.ask('session.createFirstAdministrator', FIRST)) as { personId: string }).personId;
  await importMails();
});
afterEach(() => fixture.remove());

describe('automatic runs', () => {
  it('screens what an import touches at once', () => {
    const files = ledgerOf(running).read((tx) => tx.all('SELECT state, rows_new FROM import_file'));
    expect(files).toEqual([{ state: 'done', rows_new: 3 }]);
    expect(ledgerOf(running).read((tx) => tx.pluck('SELECT count(*) FROM mail WHERE dirty > 0'))).toBe(0);
    expect(screeningJobs()).toEqual([{}]);
  });

  it('run at their moment, once, however often the planner is woken', async () => {
    fixture.clock.setWall(at('2026-03-02T13:59:00+08:00'));
    running.wake();
    await running.idle();
    expect(runs()).toEqual([]);
    fixture.clock.setWall(at('2026-03-02T14:00:30+08:00'));
    running.wake();
    running.wake();
    await running.idle();
    running.wake();
    await running.idle();
    expect(runs()).toEqual([{ slot: '2026-03-02 same-city', firstAt: fixture.clock.now(), catchUp: false }]);
    expect(screeningJobs()).toHaveLength(2);
  });

  it('catch up at the next start with exactly one run per missed slot, oldest first, marked', async () => {
    await running.stop();
    fixture.clock.setWall(at('2026-03-04T15:00:00+08:00'));
    running = fixture.start();
    await unlock();
    const missed = screeningJobs().flatMap((job) => (job.missed ? [`${formatDay(job.missed.day)} ${job.missed.region}`] : []));
    expect(missed).toEqual([
      '2026-03-02 same-city',
      '2026-03-03 in-province',
      '2026-03-03 out-of-province',
      '2026-03-03 same-city',
      '2026-03-04 in-province',
      '2026-03-04 out-of-province',
      '2026-03-04 same-city',
    ]);
    expect(runs().map(({ slot, catchUp }) => [slot, catchUp])).toHaveLength(7);
    expect(runs().every(({ catchUp }) => catchUp)).toBe(true);
    const before = screeningJobs().length;
    await restart();
    await restart();
    expect(screeningJobs()).toHaveLength(before);
    expect(runs()).toHaveLength(7);
  });

  it('catch up after the computer slept', async () => {
    fixture.clock.setWall(at('2026-03-02T18:00:00+08:00'));
    running.engine.wake();
    await running.idle();
    expect(runs()).toMatchObject([{ slot: '2026-03-02 same-city', catchUp: true }]);
  });

  it('go on after a stop in the middle without a second run of any slot', async () => {
    await running.stop();
    fixture.clock.setWall(at('2026-03-04T15:00:00+08:00'));
    running = fixture.start();
    await running.ask('session.unlock', { personId, pin: FIRST.pin });
    await restart();
    expect(screeningJobs().filter(({ missed }) => missed)).toHaveLength(7);
    expect(runs()).toHaveLength(7);
  });
});

describe('rules that come into force', () => {
  it('are used at their moment, once, although nothing else has fallen due', async () => {
    const { clock } = fixture;
    clock.setWall(at('2026-03-02T15:00:00'));
    running.wake();
    await running.idle();
    const draft = withValue(draftOf(DEFAULT_RULES), 'thresholds.weightG', 120);
    const later = { draft, reason: '四点起', basedOn: 1, dryRunHash: draftHash(draft), effectiveFrom: at('2026-03-02T16:00:00') };
    const act = { opId: 'rules-1', actor: personId, now: clock.now() };
    ledgerOf(running).write((tx) => void saveVersion(tx, later, act));
    const jobs = screeningJobs().length;
    const isArmed = (): boolean => ledgerOf(running).read((tx) => isArmedFor(tx, clock.now()));
    for (const [moment, more] of [
      ['15:59:59', 0],
      ['16:00:00', 1],
      ['16:00:01', 1],
    ] as const) {
      clock.setWall(at(`2026-03-02T${moment}`));
      running.wake();
      await running.idle();
      expect([moment, screeningJobs().length - jobs, isArmed()]).toEqual([moment, more, true]);
    }
  });
});

describe('backups', () => {
  it('are made daily at the first hour in which somebody works', async () => {
    const backups = async (): Promise<number> => ((await running.ask('safety.status')) as { backups: unknown[] }).backups.length;
    expect(await backups()).toBe(1);
    running.wake();
    await running.idle();
    expect(await backups()).toBe(1);
    await running.ask('session.lock');
    fixture.clock.advance(24 * HOUR_MS);
    running.wake();
    await running.idle();
    await unlock();
    expect(await backups()).toBe(2);
  });
});

describe('keeping', () => {
  it('lets old terminal mails leave behind the backup of the day, by itself', async () => {
    const count = (sql: string): number => ledgerOf(running).read((tx) => tx.pluck<number>(sql) ?? 0);
    ledgerOf(running).write((tx) => tx.run("UPDATE mail SET terminal = 1, next_at = NULL WHERE mail_no = '1234567890123'"));
    await running.ask('session.lock');
    fixture.clock.advance(39 * 24 * HOUR_MS);
    await unlock();
    expect(count("SELECT count(*) FROM job WHERE kind = 'retention' AND state = 'done'")).toBe(1);
    expect(count('SELECT count(*) FROM mail')).toBe(2);
    expect(count('SELECT count(*) FROM verdict_kept_id')).toBe(1);
  });
});

describe('the full check', () => {
  it('is made weekly, while nobody works', async () => {
    const last = () => ledgerOf(running).lastFullCheckAt();
    fixture.clock.advance(8 * 24 * HOUR_MS);
    running.wake();
    await running.idle();
    expect(last()).toBeUndefined();
    await running.ask('session.lock');
    running.wake();
    await expect.poll(last, { timeout: 20_000 }).toBe(fixture.clock.now());
    expect(await running.ask('session.state')).toMatchObject({ check: 'passed' });
  });
});
