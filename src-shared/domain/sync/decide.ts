import { assertNever } from '../../kernel/assert.ts';
import type { PersonChangeArgs } from '../people/person.ts';
import { decideException } from './decide-exception.ts';
import { APPLIED, merged, rejected } from './ruling.ts';
import type { AskingOp, DecisionContext, EntityOp, Ruling } from './ruling.ts';

/**
 * Decides one op against what was accepted of its entity before, in the order of `ver`. Pure and
 * total: server, tests and simulation decide the same. Authority and form are judged before.
 */
export function decide(log: readonly EntityOp[], op: AskingOp, context: DecisionContext): Ruling {
  const { arbitration } = context.mutator;
  switch (arbitration) {
    case 'append':
    case 'last-arrival':
      return APPLIED;
    case 'exception':
      return decideException(log, op, context);
    case 'person':
      return decidePerson(log, op, context);
    case 'rules':
      return decideRules(log, op);
    default:
      return assertNever(arbitration);
  }
}

function decidePerson(log: readonly EntityOp[], op: AskingOp, { people }: DecisionContext): Ruling {
  if (op.kind === 'person.add') {
    const holder = people.withStaffNo.find((id) => id !== op.entityId);
    return holder === undefined ? APPLIED : rejected('staff-no-taken', { by: holder });
  }
  const last = log.at(-1);
  if (last === undefined) return rejected('dependency');
  if (last.kind === 'person.remove') return op.kind === 'person.remove' ? merged('gone') : rejected('gone');
  const isLastAdministrator = people.administrators.length === 1 && people.administrators[0] === op.entityId;
  const staysAdministrator = op.kind === 'person.change' && (op.args as PersonChangeArgs).role === 'administrator';
  return isLastAdministrator && !staysAdministrator ? rejected('last-administrator') : APPLIED;
}

/** Two machines may give two versions the same number: the last arrival counts, and its author is told. */
function decideRules(log: readonly EntityOp[], op: AskingOp): Ruling {
  if (op.kind !== 'rules.save') return log.length === 0 ? rejected('dependency') : APPLIED;
  const other = log.filter(({ kind, device }) => kind === 'rules.save' && device !== op.device).at(-1);
  return other === undefined ? APPLIED : merged('field-conflict', { field: 'version', by: other.actor, at: other.occurredAt });
}
