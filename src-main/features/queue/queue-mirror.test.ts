import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queue, undo } from '#shared/contract/queue.ts';
import { assessmentFixture } from '#shared/domain/exceptions/exception-fixture.ts';
import { DEFAULT_RULES } from '#shared/domain/rules/defaults.ts';
import { draftHash, draftOf } from '#shared/domain/rules/draft.ts';
import type { QueueConditions } from '#shared/domain/exceptions/queue-filter.ts';
import { QUEUE_SORTS, QUEUE_VIEWS } from '#shared/domain/exceptions/queue-filter.ts';
import { ABNORMAL_TYPES, PRIORITIES, REGIONS, RESPONSIBLE_STAGES, RULES } from '#shared/domain/screening/vocabulary.ts';
import { at } from '#shared/kernel/assert.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { makeAreaFixture } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { saveClient, seeClient } from '../clients/index.ts';
import { reconcileFindings } from '../exceptions/index.ts';
import { retire } from '../retention/index.ts';
import { saveVersion } from '../rules/index.ts';
import { readQueueCounts } from './counts-reader.ts';
import { listGroupIds, readGroups } from './groups-reader.ts';
import { countQueueIds, listQueueIds } from './ids-reader.ts';
import type { QueueFilter, QueueMoment } from './ids-reader.ts';
import { createActTurns, createQueueHandlers, createQueueMemory, createUndoHandlers, QueueAnswers } from './index.ts';
import type { QueueMemory } from './queue-memory.ts';

const SEED = Number(process.env['YOUSHAO_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = 12;
const MAILS = 16;
const CODES = [null, 'C1', 'C2', 'C3'] as const;
const ORGANISATIONS = [null, '长沙邮区中心', '岳塘揽投部', '湘潭北𠮷揽投部', '湘潭北﨑揽投部'] as const;

const nat = (max: number) => fc.nat(max);
const act = fc.constantFrom<object[]>(
  { kind: 'claim' },
  { kind: 'accept' },
  { kind: 'set-type', type: 'damage' },
  { kind: 'set-stage', responsibleStage: 'delivery', organisation: '岳塘揽投部' },
  { kind: 'transfer', to: 'p2' },
  { kind: 'wake' },
  { kind: 'feedback', text: '已告知', to: 'client' },
  { kind: 'confirm-self-cleared' },
  { kind: 'close', result: '妥投' },
  { kind: 'follow-up', text: '已催', h: 5, claim: true },
  { kind: 'follow-up', text: '已催', h: 30, claim: true },
  { kind: 'set-next', h: 3 },
  { kind: 'snooze', reason: '等', h: 8 },
);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ act, targets: fc.uniqueArray(nat(MAILS + 4), { minLength: 1, maxLength: 8 }) }) },
  { weight: 3, arbitrary: fc.constant({ undo: true }) },
  { weight: 2, arbitrary: fc.record({ seat: fc.constantFrom('p1', 'p2') }) },
  { weight: 4, arbitrary: fc.record({ screen: nat(MAILS - 1), finds: fc.boolean(), salt: nat(1000) }) },
  { weight: 2, arbitrary: fc.record({ hours: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ client: nat(2), salt: nat(5) }) },
  { weight: 1, arbitrary: fc.constantFrom({ rules: true }, { retire: true }, { anything: true }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const subset = <T>(list: readonly T[]) => fc.option(fc.subarray([...list]), { nil: undefined });
const filters: fc.Arbitrary<QueueFilter> = fc
  .record({
    view: fc.constantFrom(...QUEUE_VIEWS),
    sort: fc.constantFrom(...QUEUE_SORTS),
    descending: fc.boolean(),
    types: subset(ABNORMAL_TYPES),
    regions: subset(REGIONS),
    stages: subset(RESPONSIBLE_STAGES),
    priorities: subset(PRIORITIES),
    rules: subset(RULES),
    tiers: subset(['vip', 'key']),
    clientCode: fc.option(fc.constantFrom('C1', 'C2', 'C9'), { nil: undefined }),
    owners: subset(['p1', 'p2', 'p9']),
    organisations: subset(ORGANISATIONS),
    search: fc.option(fc.constantFrom('', ' ', '-', '112', '揽投', '客户', 'c2', '𠮷'), { nil: undefined }),
  })
  // Half of the conditions are left out: otherwise little would be kept.
  .chain((all) =>
    fc.subarray(Object.keys(all).slice(3), { maxLength: 3 }).map((names) => {
      const { view, sort, descending, ...conditions } = all;
      const chosen = Object.entries(conditions).filter(([name, value]) => names.includes(name) && value !== undefined);
      return { view, sort, descending, ...Object.fromEntries(chosen) };
    }),
  );

function start(): AreaFixture {
  const fixture = makeAreaFixture({
    contract: { queue, undo },
    handlers: (context) => {
      const turns = createActTurns();
      return { queue: createQueueHandlers(context, turns), undo: createUndoHandlers(context, turns) };
    },
  });
  for (let mail = 0; mail < MAILS; mail += 1) screen(fixture, { screen: mail, finds: true, salt: mail * 7 });
  return fixture;
}

/** Screening finds other things each time. */
function screen({ ledger, clock }: AreaFixture, { screen: mail, finds, salt }: { screen: number; finds: boolean; salt: number }): void {
  const now = clock.now();
  const pick = <T>(list: readonly T[], by: number): T => at(list, (salt * by + mail) % list.length);
  const rules = finds ? [...new Set([pick(RULES, 1), pick(RULES, 3)])] : [];
  const assessment = {
    ...assessmentFixture(now + (salt % 40) * HOUR_MS),
    mainRule: pick(RULES, 1),
    region: pick(REGIONS, 1),
    clientCode: pick(CODES, 1),
    type: pick(ABNORMAL_TYPES, 1),
    stage: pick(RESPONSIBLE_STAGES, 5),
    organisation: pick(ORGANISATIONS, 1),
    priority: pick(PRIORITIES, 1),
  };
  const findings = rules.map((rule) => ({ rule, since: now - HOUR_MS, evidence: {} }));
  ledger.write((tx) => void reconcileFindings(tx, String(1_127_000_000_000 + mail * 37), { now, findings, assess: () => assessment }));
}

async function play(fixture: AreaFixture, each: Step): Promise<void> {
  const { ledger, clock, context } = fixture;
  const now = clock.now();
  const opId = context.ids.uuid(now);
  if ('seat' in each) fixture.seat(each.seat);
  else if ('hours' in each) clock.setWall(now + each.hours * HOUR_MS);
  else if ('screen' in each) screen(fixture, each);
  else if ('undo' in each) await fixture.call('undo.last');
  else if ('rules' in each) {
    const draft = draftOf({ ...DEFAULT_RULES, keyTiers: ['vip'] });
    const args = { draft, reason: '试', basedOn: 1, dryRunHash: draftHash(draft), effectiveFrom: now };
    ledger.write((tx) => void saveVersion(tx, args, { opId, actor: 'p1', now }));
  } else if ('retire' in each) await retire({ ...context, ledger, retentionDays: 1, dryRun: false });
  else if ('anything' in each) ledger.announce('queue.changed', { ids: [] });
  else if ('client' in each) {
    const [code, name] = [`C${each.client + 1}`, at(['甲客户', '乙客户', '', 'ABC', '丙'], each.salt % 5)];
    const saved = {
      code,
      name,
      tiers: each.salt % 2 === 0 ? (['vip'] as const).slice() : [],
      accountManager: '',
      industry: '',
      groups: [],
    };
    // An import tells nobody of a client that it has seen.
    ledger.write((tx) => (each.salt === 0 ? seeClient(tx, code, name) : saveClient(tx, saved, { opId, actor: 'p1', now })));
  } else {
    const { h, ...rest } = each.act as { h?: number; kind: string };
    const instant = h === undefined ? {} : { [rest.kind === 'snooze' ? 'until' : 'nextAt']: now + h * HOUR_MS };
    await fixture.call('queue.act', { act: { ...rest, ...instant }, ids: each.targets.map((target) => target + 1) });
  }
}

/** Both answers to everything that is asked of one filter. */
function answersOf({ ledger }: AreaFixture, memory: QueueMemory, { filter, moment }: { filter: QueueFilter; moment: QueueMoment }) {
  const conditions: QueueConditions = filter;
  return ledger.read<{ memory: unknown; sql: unknown; isMirrored: boolean }>((tx) => {
    const answers = new QueueAnswers(tx, memory, moment);
    const groups = readGroups(tx, conditions, moment);
    const group = { filter: conditions, type: 'delay' as const, organisation: null, ...groups.groups[0] };
    return {
      isMirrored: memory.mirror(tx) !== null,
      memory: {
        ids: answers.ids(filter),
        count: answers.count(conditions),
        groups: answers.groups(conditions),
        group: answers.groupIds(group),
        counts: answers.counts(),
      },
      sql: {
        ids: listQueueIds(tx, filter, moment),
        count: countQueueIds(tx, conditions, moment),
        groups,
        group: listGroupIds(group, (each) => listQueueIds(tx, each, moment)),
        counts: readQueueCounts(tx, moment),
      },
    };
  });
}

describe(`${RUNS} offices, seed ${SEED}`, () => {
  // Each run is a ledger of its own, and every step asks everything twice.
  it('get the same answers from memory as from SQL, whatever happens', { timeout: 120_000 }, async () => {
    let [fromMemory, listed] = [0, 0];
    const steps = fc.array(fc.record({ step, filters: fc.array(filters, { minLength: 3, maxLength: 3 }) }), {
      minLength: 25,
      maxLength: 45,
    });
    const property = fc.asyncProperty(steps, fc.boolean(), async (played, settles) => {
      const fixture = start();
      const memory = createQueueMemory(fixture.context)(fixture.ledger);
      try {
        fixture.ledger.read((tx) => void memory.mirror(tx));
        await memory.settled();
        for (const each of played) {
          await play(fixture, each.step);
          if (settles) await memory.settled();
          const moment = { now: fixture.clock.now(), personId: fixture.context.person().id };
          for (const filter of each.filters) {
            const answers = answersOf(fixture, memory, { filter, moment });
            expect(answers.memory, JSON.stringify({ filter, step: each.step })).toEqual(answers.sql);
            fromMemory += answers.isMirrored ? 1 : 0;
            listed += (answers.sql as { count: number }).count;
          }
        }
      } finally {
        await memory.settled();
        await fixture.remove();
      }
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
    expect([fromMemory > RUNS * 50, listed > RUNS * 50]).toEqual([true, true]);
  });
});
