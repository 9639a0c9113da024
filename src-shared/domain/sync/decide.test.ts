import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessmentFixture } from '../exceptions/exception-fixture.ts';
import { foldLog } from '../exceptions/undo.ts';
import { decide } from './decide.ts';
import { loggedOf } from './decide-exception.ts';
import { MUTATORS } from './mutators.ts';
import type { MutatorKind } from './mutators.ts';
import type { AskingOp, EntityOp, Ruling } from './ruling.ts';
import { isAccepted } from './verdict.ts';

const HOUR = 3_600_000;
const FAR = 1_000_000 * HOUR;
const UID = 'e'.repeat(32);

/** What the server holds of one exception, and what it said of each op. */
class Arrivals {
  readonly log: EntityOp[] = [];
  readonly told: { op: AskingOp; ruling: Ruling }[] = [];

  constructor() {
    this.arrive({ kind: 'exception.raise', actor: 'system', args: { mailNo: '1', cycle: 1, assessment: assessmentFixture(HOUR) } });
  }

  arrive(draft: { kind: MutatorKind; args?: unknown; actor?: string; device?: string; seenVer?: number | null; at?: number }): Ruling {
    const { kind, args = {}, actor = 'an', device = actor, seenVer = null, at = this.told.length * HOUR } = draft;
    const op: AskingOp = { id: `op-${this.told.length}`, kind, entityId: UID, args, actor, device, occurredAt: at, seenVer };
    const people = { withStaffNo: [], administrators: [] };
    const ruling = decide(this.log, op, { mutator: MUTATORS[kind], role: actor === 'system' ? null : 'agent', newestCycle: 1, people });
    this.told.push({ op, ruling });
    if (isAccepted(ruling.verdict)) this.log.push({ ...op, ...ruling.effect, ver: this.log.length + 1 });
    return ruling;
  }

  get state() {
    return foldLog(this.log.map(loggedOf)).state;
  }
}

const followUp = (text: string) => ({ kind: 'exception.follow-up' as const, args: { text, nextAt: FAR } });
const accept = (text: string) => ({
  kind: 'exception.accept' as const,
  args: { type: 'loss', stage: 'transport', organisation: null, text, nextAt: FAR, macro: null },
});

describe('fields that two machines set', () => {
  it('conflict only where the author did not know the value that is now', () => {
    const server = new Arrivals();
    server.arrive({ kind: 'exception.set-next', args: { nextAt: FAR + 1 }, actor: 'an', seenVer: 1 });
    const blind = server.arrive({ kind: 'exception.set-next', args: { nextAt: FAR + 2 }, actor: 'bo', seenVer: 1 });
    expect(blind).toMatchObject({
      verdict: 'merged',
      code: 'field-conflict',
      detail: { field: 'nextAt', theirs: FAR + 1, mine: FAR + 2, by: 'an' },
    });
    expect(server.arrive({ kind: 'exception.set-next', args: { nextAt: FAR + 3 }, actor: 'an', seenVer: 3 }).verdict).toBe('applied');
    expect(server.state?.nextAt).toBe(FAR + 3);
  });

  it('do not conflict when both say the same, or when the other only worked on another field', () => {
    const server = new Arrivals();
    server.arrive({ kind: 'exception.set-type', args: { type: 'loss' }, actor: 'an', seenVer: 1 });
    expect(server.arrive({ kind: 'exception.set-type', args: { type: 'loss' }, actor: 'bo', seenVer: 1 }).verdict).toBe('applied');
    const stage = { stage: 'delivery', organisation: '岳塘揽投部' };
    expect(server.arrive({ kind: 'exception.set-stage', args: stage, actor: 'bo', seenVer: 1 }).verdict).toBe('applied');
  });

  it('are not known to a device that does not say what it had seen, beyond its own last op', () => {
    const server = new Arrivals();
    server.arrive({ kind: 'exception.set-type', args: { type: 'loss' }, actor: 'an' });
    server.arrive({ ...followUp('在查'), actor: 'bo' });
    expect(server.arrive({ kind: 'exception.set-type', args: { type: 'damage' }, actor: 'bo' }).verdict).toBe('applied');
    expect(server.arrive({ kind: 'exception.set-type', args: { type: 'recall' }, actor: 'an' }).code).toBe('field-conflict');
  });
});

describe('an acceptance', () => {
  it('of what cleared itself meanwhile stands, and so does the clearing', () => {
    const server = new Arrivals();
    server.arrive({ kind: 'exception.self-clear', actor: 'system' });
    expect(server.arrive(accept('已核查'))).toMatchObject({ verdict: 'merged', code: 'exception-not-open' });
    expect(server.state).toMatchObject({ status: 'self-cleared', owner: 'an', followUps: 1 });
  });

  it('on what is closed becomes a follow-up', () => {
    const server = new Arrivals();
    server.arrive({ kind: 'exception.self-clear', actor: 'system' });
    server.arrive({ kind: 'exception.confirm-self-cleared' });
    expect(server.arrive({ ...accept('后到'), actor: 'bo' })).toMatchObject({ verdict: 'superseded', code: 'closed-already' });
    expect(server.state).toMatchObject({ status: 'closed', owner: null, lastFollowUp: { text: '后到' } });
    expect(server.arrive({ kind: 'exception.confirm-self-cleared', actor: 'bo' })).toMatchObject({
      verdict: 'rejected',
      code: 'closed-already',
    });
  });
});

const anyAct = fc.oneof(
  fc.constant({ kind: 'exception.claim' as const }),
  fc.string({ minLength: 1, maxLength: 5 }).map((text) => followUp(text)),
  fc.string({ minLength: 1, maxLength: 5 }).map((text) => accept(text)),
  fc.string({ minLength: 1, maxLength: 5 }).map((result) => ({ kind: 'exception.close' as const, args: { result } })),
  fc.constantFrom('loss', 'damage').map((type) => ({ kind: 'exception.set-type' as const, args: { type } })),
  fc.constant({ kind: 'exception.feedback' as const, args: { text: '已告知', to: 'client' } }),
  fc.constantFrom('an', 'bo', 'cy').map((to) => ({ kind: 'exception.transfer' as const, args: { to, reason: '' } })),
  fc.constant({ kind: 'exception.snooze' as const, args: { until: FAR, reason: '等' } }),
  fc.constant({ kind: 'exception.wake' as const }),
  fc.constant({ kind: 'exception.confirm-self-cleared' as const }),
  fc.nat(30).map((n) => ({ kind: 'exception.undo' as const, args: { act: 'x', ops: [`op-${n}`] } })),
);
const anyBySystem = fc.constantFrom(
  { kind: 'exception.self-clear' as const, actor: 'system' },
  { kind: 'exception.assess' as const, actor: 'system', args: { assessment: assessmentFixture(2 * HOUR) } },
);
const anyArrival = fc.oneof(
  { weight: 8, arbitrary: fc.record({ act: anyAct, actor: fc.constantFrom('an', 'bo'), seenVer: fc.option(fc.nat(30)) }) },
  { weight: 1, arbitrary: anyBySystem.map((act) => ({ act, actor: 'system', seenVer: null })) },
);

/** Words of an op that must not be lost. */
function wordsOf({ args }: { args: unknown }): string | undefined {
  const { text, result } = args as { text?: string; result?: string };
  return text ?? result;
}

describe('any order of arrivals', () => {
  it('has one holder at a time, keeps the words of all that counts, and folds to its end', () => {
    fc.assert(
      fc.property(fc.array(anyArrival, { maxLength: 30 }), (arrivals) => {
        const server = new Arrivals();
        for (const { act, actor, seenVer } of arrivals) {
          const before = server.state;
          const ruling = server.arrive({ ...act, actor, seenVer });
          const op = server.told.at(-1)?.op as AskingOp;
          const after = server.state;
          if (!isAccepted(ruling.verdict)) expect(after).toEqual(before);
          if (['exception.claim', 'exception.accept'].includes(op.kind) && ruling.verdict === 'applied') {
            expect([null, actor]).toContain(before?.owner);
            expect(after?.owner).toBe(actor);
          }
          if (ruling.verdict === 'superseded') {
            expect(after?.lastFollowUp).toMatchObject({ by: actor, text: wordsOf(op) });
            expect(after).toMatchObject({
              status: before?.status,
              owner: before?.owner,
              result: before?.result,
              closedBy: before?.closedBy,
            });
          }
          if (before?.status === 'closed' && op.kind !== 'exception.undo') {
            expect(after).toMatchObject({ status: 'closed', closedAt: before.closedAt, result: before.result, findings: before.findings });
          }
          // People's words are refused only where the machine of their author would have refused them too.
          if (ruling.verdict === 'rejected' && wordsOf(op) !== undefined) expect(['stamps-missing']).toContain(ruling.code);
        }
      }),
      { numRuns: 500 },
    );
  });
});
