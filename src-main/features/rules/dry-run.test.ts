import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileRules } from '#shared/domain/rules/compile.ts';
import { DEFAULT_RULES } from '#shared/domain/rules/defaults.ts';
import { asVersion, draftHash, draftOf } from '#shared/domain/rules/draft.ts';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import { NUMBER_FIELDS, withValue } from '#shared/domain/rules/number-fields.ts';
import type { Rule } from '#shared/domain/screening/vocabulary.ts';
import { DAY_MS, HOUR_MS } from '#shared/kernel/instant.ts';
import { makeAreaFixture, playDays } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { isArmedFor, runScreening } from '../screening/index.ts';
import { verifyLedger } from '../verification/index.ts';
import { CHANGED, POSTED, runDryRun } from './dry-run.ts';
import type { DryRunKind, DryRunTally } from './dry-run-tally.ts';
import { rulesAt, saveVersion, withdrawVersion } from './index.ts';

const SEED = 20_261_124;
const DRAFT = draftOf(DEFAULT_RULES);
let fixture: AreaFixture;

type Findings = Map<string, Rule[]>;

/** Open findings as the ledger holds them: counted without the dry run. */
function storedFindings(): Findings {
  const rows = fixture.ledger.read((tx) =>
    tx.all<{ mail_no: string; rule: Rule }>(
      `SELECT mail_no, rule FROM finding JOIN exception ON uid = exception_uid WHERE status = 'open' ORDER BY mail_no, rule`,
    ),
  );
  const found: Findings = new Map();
  for (const { mail_no, rule } of rows) found.set(mail_no, [...(found.get(mail_no) ?? []), rule]);
  return found;
}

async function screenAll(): Promise<void> {
  fixture.ledger.write((tx) => tx.run('UPDATE mail SET dirty = 2 WHERE dirty = 0'));
  await runScreening({ ledger: fixture.ledger, now: fixture.clock.now() });
}

function dryRun(draft: RuleDraft): Promise<DryRunTally> {
  const now = fixture.clock.now();
  const before = fixture.ledger.read((tx) => rulesAt(tx, now));
  const after = compileRules(asVersion(draft, { version: 99, effectiveFrom: now }));
  return runDryRun({ ledger: fixture.ledger, now, before, after, signal: { aborted: false } });
}

let saves = 0;
function save(draft: RuleDraft, effectiveFrom = fixture.clock.now()): number {
  const now = fixture.clock.now();
  const basedOn = fixture.ledger.read((tx) => rulesAt(tx, now).version);
  const args = { draft, effectiveFrom, basedOn, dryRunHash: draftHash(draft), reason: '试行' };
  return fixture.ledger.write((tx) => saveVersion(tx, args, { opId: `save-${saves++}`, actor: 'p1', now })).version;
}

function behind(tally: DryRunTally, kind: DryRunKind, rule: Rule | null = null): string[] {
  const ids = tally.mailsBehind({ kind, rule, client: null }).map(({ mailId }) => mailId);
  return fixture.ledger.read((tx) => ids.map((id) => tx.pluck<string>('SELECT mail_no FROM mail WHERE id = ?', [id]) ?? '')).sort();
}

function numbers(before: Findings, after: Findings, rule: Rule | null): Record<DryRunKind, string[]> {
  const has = (findings: Findings, mailNo: string): boolean =>
    rule === null ? findings.has(mailNo) : (findings.get(mailNo)?.includes(rule) ?? false);
  const all = [...new Set([...before.keys(), ...after.keys()])].sort();
  return {
    new: all.filter((mailNo) => !has(before, mailNo) && has(after, mailNo)),
    gone: all.filter((mailNo) => has(before, mailNo) && !has(after, mailNo)),
    same: all.filter((mailNo) => has(before, mailNo) && has(after, mailNo)),
  };
}

const TIGHTER: RuleDraft = {
  ...DRAFT,
  thresholds: {
    ...DRAFT.thresholds,
    notDispatchedH: 1,
    stalledH: { 'same-city': 1, 'in-province': 1, 'out-of-province': 1, international: 1 },
    notOutForDeliveryH: 1,
    noDeliveryResultH: 1,
  },
};
const LOOSER = withValue(withValue(DRAFT, 'thresholds.noDeliveryResultH', 240), 'thresholds.stalledH.out-of-province', 240);
const OTHER_CODES: RuleDraft = { ...DRAFT, codes: { ...DRAFT.codes, post: { ...DRAFT.codes.post, '389': 'at-delivery-station' } } };
const OTHER_WORDS: RuleDraft = { ...DRAFT, selfPickupWords: ['驿站'], damage: { ...DRAFT.damage, words: ['短少'] } };

// Plays four generated days through import and screening: some seconds, once.
beforeAll(async () => {
  fixture = makeAreaFixture({ contract: {}, handlers: () => ({}) });
  await playDays(fixture, { mails: 1500, days: 3, seed: 7 });
  await screenAll();
}, 60_000);
afterAll(() => fixture.remove());

describe('a dry run', () => {
  it('of the rules in force finds nothing new and nothing gone', async () => {
    const { exceptions, findings, mails, altered } = (await dryRun(DRAFT)).sums();
    expect(mails).toBe(fixture.ledger.read((tx) => tx.pluck('SELECT count(*) FROM mail WHERE posting_day IS NOT NULL')));
    expect([exceptions.new, exceptions.gone, findings.new, findings.gone, altered]).toEqual([0, 0, 0, 0, 0]);
    expect(exceptions.same).toBe(storedFindings().size);
    expect(exceptions.same).toBeGreaterThan(20);
  });

  it('writes nothing', async () => {
    const changes = (): unknown => fixture.ledger.read((tx) => tx.pluck('SELECT total_changes()'));
    const before = changes();
    await dryRun(TIGHTER);
    await dryRun(OTHER_CODES);
    expect(changes()).toBe(before);
  });

  it.each<[string, RuleDraft]>([
    ['tighter thresholds', TIGHTER],
    ['looser thresholds', LOOSER],
    ['another table of codes', OTHER_CODES],
    ['other words', OTHER_WORDS],
  ])('foretells what screening all mails by %s finds', async (_, draft) => {
    const before = storedFindings();
    const tally = await dryRun(draft);
    save(draft);
    await screenAll();
    const after = storedFindings();
    const expected = numbers(before, after, null);
    const sums = tally.sums();
    for (const kind of ['new', 'gone', 'same'] as const) {
      expect(behind(tally, kind), kind).toEqual(expected[kind]);
      expect(sums.exceptions[kind], kind).toBe(expected[kind].length);
    }
    for (const { rule, ...counts } of sums.byRule) {
      const byRule = numbers(before, after, rule);
      for (const kind of ['new', 'gone', 'same'] as const) {
        expect(behind(tally, kind, rule), `${rule} ${kind}`).toEqual(byRule[kind]);
        expect(counts[kind]).toBe(byRule[kind].length);
      }
    }
    const clients = sums.byClient.reduce((sum, each) => sum + each.new + each.gone + each.same, 0);
    expect(clients).toBe(expected.new.length + expected.gone.length + expected.same.length);
    expect((await verifyLedger({ ledger: fixture.ledger, now: fixture.clock.now() })).differences).toEqual([]);
    save(DRAFT);
    await screenAll();
    expect(storedFindings()).toEqual(before);
  });

  it('of any single number agrees with itself turned round', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...NUMBER_FIELDS.filter(({ group }) => group === 'age' || group === 'weight')),
        fc.nat(40),
        async (field, n) => {
          const value = Math.min(field.max, field.min + n * field.step);
          const draft = withValue(DRAFT, field.path, value);
          const now = fixture.clock.now();
          const rules = (each: RuleDraft) => compileRules(asVersion(each, { version: 1, effectiveFrom: 0 }));
          const base = { ledger: fixture.ledger, now, signal: { aborted: false } };
          const there = (await runDryRun({ ...base, before: rules(DRAFT), after: rules(draft) })).sums();
          const back = (await runDryRun({ ...base, before: rules(draft), after: rules(DRAFT) })).sums();
          expect([there.exceptions.new, there.exceptions.gone, there.exceptions.same]).toEqual([
            back.exceptions.gone,
            back.exceptions.new,
            back.exceptions.same,
          ]);
        },
      ),
      { seed: SEED, numRuns: 12 },
    );
  });

  it('reads by the indices alone, without sorting', () => {
    const plan = (sql: string, params: number[] | (string | number)[]): string =>
      fixture.ledger.read((tx) =>
        tx
          .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params)
          .map(({ detail }) => detail)
          .join('; '),
      );
    expect(plan(POSTED, [20_500, 'same-city', 0, 100])).toBe('SEARCH mail USING INDEX mail_slot (posting_day=? AND region=? AND rowid>?)');
    expect(plan(CHANGED, [0, 100])).toBe('SEARCH mail USING INDEX mail_changed (id>?)');
  });

  it('can be stopped between two batches', async () => {
    const signal = { aborted: false };
    const now = fixture.clock.now();
    const rules = fixture.ledger.read((tx) => rulesAt(tx, now));
    const seen: number[] = [];
    const running = runDryRun({
      ledger: fixture.ledger,
      now,
      before: rules,
      after: rules,
      signal,
      onProgress: (done) => {
        seen.push(done);
        if (done > 100) signal.aborted = true;
      },
    });
    await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
    expect(Math.max(...seen)).toBeLessThan(1000);
  });
});

describe('a version that comes into force', () => {
  it('is used by the next screening: watched mails at once, terminal ones only when their facts change', async () => {
    const before = storedFindings();
    const tally = await dryRun(TIGHTER);
    save(TIGHTER);
    await runScreening({ ledger: fixture.ledger, now: fixture.clock.now() });
    const { exceptions, atOnce } = tally.sums();
    expect(atOnce.new).toBe(exceptions.new);
    expect(numbers(before, storedFindings(), null).new.length).toBe(exceptions.new);
    expect(exceptions.new).toBeGreaterThan(0);

    const words = await dryRun({ ...TIGHTER, selfPickupWords: ['无此词'] });
    save({ ...TIGHTER, selfPickupWords: ['无此词'] });
    const evaluated = storedFindings();
    await runScreening({ ledger: fixture.ledger, now: fixture.clock.now() });
    // Deliveries are terminal: what was decided of them stands.
    expect(words.sums().atOnce.new).toBe(0);
    expect(storedFindings()).toEqual(evaluated);
    save(DRAFT);
    await screenAll();
    expect(storedFindings()).toEqual(before);
  });

  it('evaluates nothing again a second time', async () => {
    save(withValue(DRAFT, 'thresholds.weightG', 120));
    let evaluated = 0;
    const run = () => runScreening({ ledger: fixture.ledger, now: fixture.clock.now(), onProgress: (done) => (evaluated = done) });
    await run();
    expect(evaluated).toBeGreaterThan(0);
    evaluated = 0;
    await run();
    expect(evaluated).toBe(0);
    save(DRAFT);
    await run();
  });

  it('waits for its moment and may be withdrawn before it', async () => {
    const { clock, ledger } = fixture;
    const start = clock.now();
    const version = save(TIGHTER, start + HOUR_MS);
    const inForce = (at: number): number => ledger.read((tx) => rulesAt(tx, at).version);
    expect(inForce(start)).not.toBe(version);
    expect(inForce(start + HOUR_MS)).toBe(version);
    const act = (opId: string) => ({ opId, actor: 'p1', now: clock.now() });
    ledger.write((tx) => withdrawVersion(tx, { version, reason: '暂缓' }, act('withdraw-1')));
    expect(inForce(start + DAY_MS)).not.toBe(version);
    expect(() => ledger.write((tx) => withdrawVersion(tx, { version, reason: '再' }, act('withdraw-2')))).toThrow('version-withdrawn');
    const begun = save(DRAFT);
    expect(() => ledger.write((tx) => withdrawVersion(tx, { version: begun, reason: '晚' }, act('withdraw-3')))).toThrow(
      'version-has-begun',
    );
    expect(() => save(DRAFT, start - 1)).toThrow('effective-in-the-past');
    expect((await verifyLedger({ ledger, now: clock.now() })).differences).toEqual([]);
  });

  it('may be stopped while it readies the mails, is proved half-way, and goes on', async () => {
    const { clock, ledger } = fixture;
    save(OTHER_CODES);
    const signal = new AbortController();
    const pause = async (): Promise<void> => signal.abort();
    await expect(runScreening({ ledger, now: clock.now(), pause, signal: signal.signal })).rejects.toMatchObject({ reason: 'cancelled' });
    expect(ledger.read((tx) => isArmedFor(tx, clock.now()))).toBe(false);
    expect((await verifyLedger({ ledger, now: clock.now() })).differences).toEqual([]);
    await runScreening({ ledger, now: clock.now() });
    expect(ledger.read((tx) => isArmedFor(tx, clock.now()))).toBe(true);
    expect((await verifyLedger({ ledger, now: clock.now() })).differences).toEqual([]);
    save(DRAFT);
    await screenAll();
  });

  it('is proved: a body that was touched is a difference', async () => {
    const { ledger, clock } = fixture;
    const version = save(withValue(DRAFT, 'thresholds.weightG', 130));
    const body = ledger.read((tx) => tx.pluck<string>('SELECT body FROM rule_version WHERE version = ?', [version]) ?? '');
    const put = (text: string): void =>
      ledger.write((tx) => void tx.run('UPDATE rule_version SET body = ? WHERE version = ?', [text, version]));
    put(body.replace('"weightG":130', '"weightG":131'));
    const { differences } = await verifyLedger({ ledger, now: clock.now() });
    expect(differences.map(({ what }) => what)).toEqual(['rule_version', 'rule_version-hash']);
    put(body);
    save(DRAFT);
    await screenAll();
    expect((await verifyLedger({ ledger, now: clock.now() })).differences).toEqual([]);
  });
});
