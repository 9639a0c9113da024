import { describe, expect, it } from 'vitest';
import { exceptionOps } from '../exceptions/ops.ts';
import { refusalOf } from '../exceptions/gates.ts';
import { assessmentFixture } from '../exceptions/exception-fixture.ts';
import { foldException } from '../exceptions/fold.ts';
import { ROLES } from '../people/person.ts';
import { MUTATORS } from '../sync/mutators.ts';
import { ACTS, MATRIX, mayDo } from './matrix.ts';
import { actOfOp } from './op-acts.ts';

describe('the matrix', () => {
  it('names roles that exist, each once', () => {
    for (const act of ACTS) {
      const roles: readonly string[] = MATRIX[act];
      expect(new Set(roles).size, act).toBe(roles.length);
      expect(
        roles.every((role) => (ROLES as readonly string[]).includes(role)),
        act,
      ).toBe(true);
    }
  });

  it('has an act for every kind of op', () => {
    for (const kind of [...Object.keys(MUTATORS), ...Object.keys(exceptionOps)]) expect(actOfOp(kind), kind).not.toBeNull();
    expect(actOfOp('exception.unheard-of')).toBeNull();
    expect(actOfOp('toString')).toBeNull();
  });

  it('lets nobody export unmasked, and those who only watch change nothing of a mail', () => {
    for (const role of ROLES) expect(mayDo(role, 'export.unmasked')).toBe(false);
    const changes = ACTS.filter(
      (act) => act.startsWith('exception.') || act === 'mail.record' || act === 'data.reveal' || act === 'import.run',
    );
    for (const role of ['account-manager', 'postal', 'auditor'] as const) {
      expect(
        changes.filter((act) => mayDo(role, act)),
        role,
      ).toEqual([]);
    }
  });

  it('gives an administrator all but what nobody may', () => {
    expect(ACTS.filter((act) => !mayDo('administrator', act))).toEqual(['export.unmasked']);
  });

  it('decides who may hand over what another holds', () => {
    const by = { entityId: 'e1', occurredAt: 1 };
    const args = { mailNo: '1127000000001', cycle: 1, assessment: assessmentFixture(9) };
    const raised = foldException(undefined, { ...by, kind: 'exception.raise', args, actor: 'system' });
    const state = foldException(raised, { ...by, kind: 'exception.claim', args: {}, actor: 'p2' });
    const transfer = { ...by, kind: 'exception.transfer', args: { to: 'p3', reason: '' }, actor: 'p1' } as const;
    const allowed = ROLES.filter((role) => refusalOf(state, transfer, role) === null);
    expect(allowed).toEqual(['leader', 'supervisor', 'administrator']);
  });
});
