import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../kernel/instant.ts';
import { assessmentFixture } from './exception-fixture.ts';
import { missingStamps } from './exception.ts';
import type { ExceptionState } from './exception.ts';
import { foldException } from './fold.ts';
import { refusalOf } from './gates.ts';
import { isUndo } from './ops.ts';
import type { FoldedOp, LoggedOp } from './ops.ts';
import { foldLog, reliantOp, touchedByOther } from './undo.ts';

const UID = 'e'.repeat(32);
const assessment = assessmentFixture(8 * HOUR_MS);
const PEOPLE = ['p1', 'p2', 'p3'] as const;
type Draft = Pick<FoldedOp, 'kind' | 'args'>;

const ACTS: readonly ((now: number, other: string) => Draft)[] = [
  () => ({ kind: 'exception.claim', args: {} }),
  (now) => ({ kind: 'exception.follow-up', args: { text: '已联系投递部', nextAt: now + HOUR_MS } }),
  (now) => ({ kind: 'exception.follow-up', args: { text: '宏', nextAt: now + HOUR_MS, claims: true } }),
  (now) => ({
    kind: 'exception.accept',
    args: { type: 'delay', stage: 'transport', organisation: null, text: '已催发运', nextAt: now + HOUR_MS, macro: 'm' },
  }),
  () => ({ kind: 'exception.set-type', args: { type: 'damage' } }),
  () => ({ kind: 'exception.set-stage', args: { stage: 'delivery', organisation: '岳塘投递部' } }),
  (now) => ({ kind: 'exception.set-next', args: { nextAt: now + 2 * HOUR_MS } }),
  (_now, other) => ({ kind: 'exception.transfer', args: { to: other, reason: '' } }),
  (now) => ({ kind: 'exception.snooze', args: { until: now + 3 * HOUR_MS, reason: '等客户答复' } }),
  () => ({ kind: 'exception.wake', args: {} }),
  () => ({ kind: 'exception.push', args: { template: null, text: '邮件正在跟进', channel: 'copied' } }),
  () => ({ kind: 'exception.waive-push', args: { reason: '散户' } }),
  () => ({ kind: 'exception.feedback', args: { text: '已告知', to: 'client' } }),
  () => ({ kind: 'exception.confirm-self-cleared', args: {} }),
  () => ({ kind: 'exception.close', args: { result: '已妥投' } }),
];
const FINDINGS: readonly Draft[] = [
  { kind: 'exception.find', args: { rule: 'overdue', since: 5, evidence: {}, assessment: { ...assessment, type: 'urge-delivery' } } },
  { kind: 'exception.withdraw', args: { rule: 'overdue', since: 5, assessment: null } },
  { kind: 'exception.assess', args: { assessment: { ...assessment, type: 'loss', priority: 'P1' } } },
  { kind: 'exception.self-clear', args: {} },
];
const personal = fc.constantFrom(...ACTS);
const ofSystem = fc.constantFrom(...FINDINGS);
// Mostly one person's work, as in an office.
const someone = fc.constantFrom(0, 0, 0, 0, 1, 2);
const step = fc.oneof(
  { weight: 9, arbitrary: fc.record({ who: someone, other: someone, act: personal }) },
  { weight: 2, arbitrary: fc.record({ system: ofSystem }) },
  { weight: 3, arbitrary: fc.record({ undoOf: fc.nat(30), by: someone }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What an office could have written: every act through its gate, every undo as it is allowed. */
class Office {
  readonly log: LoggedOp[] = [];
  state: ExceptionState;
  undos = 0;

  constructor() {
    const raise: LoggedOp = {
      id: 'raise',
      kind: 'exception.raise',
      entityId: UID,
      args: { mailNo: '1', cycle: 1, assessment },
      actor: 'system',
      occurredAt: 0,
    };
    this.log.push(raise);
    this.state = foldException(undefined, raise);
  }

  take(next: Step): void {
    if ('system' in next) {
      // Screening says nothing of what people have closed.
      if (this.state.status !== 'closed') this.append({ ...next.system, actor: 'system' });
    } else if ('act' in next) {
      const now = this.log.length * HOUR_MS;
      const op = { ...next.act(now, PEOPLE[next.other] ?? 'p1'), actor: PEOPLE[next.who] ?? 'p1' };
      if (refusalOf(this.state, { ...op, entityId: UID, occurredAt: now } as FoldedOp) === null) this.append(op);
    } else this.undo(next.undoOf, PEOPLE[next.by] ?? 'p1');
  }

  append(op: Draft & { actor: string }): void {
    const logged = { ...op, id: `op-${this.log.length}`, entityId: UID, occurredAt: this.log.length * HOUR_MS } as LoggedOp;
    this.log.push(logged);
    if (!isUndo(logged)) this.state = foldException(this.state, logged);
  }

  undo(pick: number, by: string): void {
    const own = foldLog(this.log).standing.filter(({ actor }) => actor === by);
    const target = own[pick % Math.max(1, own.length)];
    if (!target) return;
    const ids = new Set([target.id]);
    const folded = foldLog(this.log);
    if (touchedByOther(folded, ids, by) || reliantOp(folded, ids)) return;
    this.log.push({
      id: `op-${this.log.length}`,
      kind: 'exception.undo',
      entityId: UID,
      args: { act: target.id, ops: [target.id] },
      actor: by,
      occurredAt: this.log.length * HOUR_MS,
    });
    this.undos += 1;
    const { state } = foldLog(this.log);
    if (state) this.state = state;
  }
}

const without = ({ firstAsker: _, ...rest }: ExceptionState): Omit<ExceptionState, 'firstAsker'> => rest;
const days = fc.array(step, { minLength: 10, maxLength: 60, size: 'max' });

describe('an exception whose acts are taken back', () => {
  it('is the fold of what stands, at every moment, and so is what was folded step by step', () => {
    let undos = 0;
    fc.assert(
      fc.property(days, (steps) => {
        const office = new Office();
        for (const each of steps) {
          office.take(each);
          const { state, standing } = foldLog(office.log);
          expect(office.state).toEqual(state);
          let plain: ExceptionState | undefined;
          for (const op of standing) plain = foldException(plain, op);
          expect(state && without(state)).toEqual(plain && without(plain));
        }
        undos += office.undos;
      }),
      { numRuns: 400 },
    );
    expect(undos).toBeGreaterThan(100);
  });

  it('keeps its first asker, until nothing stands of that claim and of what came after it', () => {
    let withdrawn = 0;
    fc.assert(
      fc.property(days, (steps) => {
        const office = new Office();
        let askedAt = 0;
        for (const each of steps) {
          const before = office.state.firstAsker;
          const length = office.log.length;
          office.take(each);
          const after = office.state.firstAsker;
          if (before === null && after !== null) askedAt = office.log.length - 1;
          if (before === null || after === before) continue;
          expect([after, office.log.length - length, office.log.at(-1)?.kind]).toEqual([null, 1, 'exception.undo']);
          const since = new Set(office.log.slice(askedAt).map(({ id }) => id));
          expect(foldLog(office.log).standing.filter(({ id, actor }) => actor !== 'system' && since.has(id))).toEqual([]);
          withdrawn += 1;
        }
      }),
      { numRuns: 400 },
    );
    expect(withdrawn).toBeGreaterThan(5);
  });

  it('is never closed without its stamps, whatever is taken back (O-06)', () => {
    let closed = 0;
    fc.assert(
      fc.property(days, (steps) => {
        const office = new Office();
        for (const each of steps) {
          office.take(each);
          const { status, result } = office.state;
          if (status !== 'closed' || result === null) continue;
          closed += 1;
          expect(missingStamps(office.state)).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
    expect(closed).toBeGreaterThan(10);
  });

  it('folds any log to some state, also one that no gate has seen', () => {
    const raw = fc.oneof(
      personal.map((act) => act(0, 'p2')),
      ofSystem,
      fc
        .array(fc.nat(40), { minLength: 1, maxLength: 4 })
        .map((ops) => ({ kind: 'exception.undo' as const, args: { act: 'x', ops: ops.map((n) => `op-${n}`) } })),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(raw, fc.constantFrom('system', ...PEOPLE)), { maxLength: 40 }), (ops) => {
        const office = new Office();
        const log = [
          ...office.log,
          ...ops.map(([op, actor], index) => ({ ...op, actor, id: `op-${index}`, entityId: UID, occurredAt: index }) as LoggedOp),
        ];
        expect(foldLog(log).state?.uid).toBe(UID);
      }),
      { numRuns: 300 },
    );
  });
});

describe('undoing, case by case', () => {
  const claim: Draft = { kind: 'exception.claim', args: {} };
  const followUp = (nextAt: number): Draft => ({ kind: 'exception.follow-up', args: { text: '催', nextAt } });
  const FAR = 1e12;

  it('a first claim with nothing after it withdraws the first asker too', () => {
    const office = new Office();
    office.append({ ...claim, actor: 'p1' });
    office.undo(0, 'p1');
    expect(office.state).toMatchObject({ owner: null, firstAsker: null, claimedAt: null });
    office.append({ ...claim, actor: 'p2' });
    expect(office.state.firstAsker).toBe('p2');
  });

  it('a first claim with a follow-up after it gives the mail back, not the first asking', () => {
    const office = new Office();
    office.append({ ...claim, actor: 'p1' });
    office.append({ ...followUp(FAR), actor: 'p1' });
    office.undo(0, 'p1');
    expect(office.state).toMatchObject({ owner: null, firstAsker: 'p1', followUps: 1 });
    office.append({ ...claim, actor: 'p2' });
    expect(office.state).toMatchObject({ owner: 'p2', firstAsker: 'p1' });
  });

  it('a type that screening has judged anew since falls back to the newest suggestion', () => {
    const office = new Office();
    office.append({ kind: 'exception.set-type', args: { type: 'damage' }, actor: 'p1' });
    office.append({ kind: 'exception.assess', args: { assessment: { ...assessment, type: 'loss' } }, actor: 'system' });
    office.undo(0, 'p1');
    expect(office.state.type).toBeNull();
    expect(office.state.assessment.type).toBe('loss');
  });

  it('what another person has built on stays, what a closure needs stays', () => {
    const office = new Office();
    office.append({ ...followUp(FAR), actor: 'p1' });
    office.append({ kind: 'exception.feedback', args: { text: '已告知', to: 'client' }, actor: 'p1' });
    office.append({ kind: 'exception.close', args: { result: '妥投' }, actor: 'p1' });
    expect(reliantOp(foldLog(office.log), new Set(['op-1']))).toMatchObject({ op: { kind: 'exception.close' }, reason: 'stamps-missing' });
    office.undo(2, 'p1');
    expect(office.state).toMatchObject({ status: 'open', closedAt: null, nextAt: FAR });
    expect(reliantOp(foldLog(office.log), new Set(['op-1']))).toBeUndefined();
    office.append({ kind: 'exception.set-type', args: { type: 'loss' }, actor: 'p2' });
    expect(touchedByOther(foldLog(office.log), new Set(['op-1']), 'p1')).toMatchObject({ actor: 'p2' });
  });
});
