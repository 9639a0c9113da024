import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx } from '../../ledger/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import type { ActTurns } from './act-turns.ts';
import { actOnAll, assertTaker } from './act-writer.ts';
import type { ActOutcome } from './act-writer.ts';
import { QueueAnswers } from './queue-answers.ts';
import type { MemoryOf } from './queue-memory.ts';

type ActDesk = { context: HandlerContext; turns: ActTurns; memoryOf: MemoryOf };
type ActInput = InputOf<AppContract['queue']['act']>;

/**
 * `queue.act`: finds what is meant when its turn has come, and acts on it as the person who asked,
 * whoever has the seat by then.
 */
export function performActs({ context, turns, memoryOf }: ActDesk, input: ActInput): Promise<ActOutcome> {
  const { clock, timers, ids } = context;
  const [ledger, person] = [context.ledger(), context.person()];
  const { act, opId } = input;
  const actId = opId ?? ids.uuid(clock.now());
  return turns(ledger, async () => {
    const now = clock.now();
    const exceptionIds = ledger.read((tx) => {
      assertTaker(tx, act);
      return targetsOf(tx, input, new QueueAnswers(tx, memoryOf(ledger), { now, personId: person.id }));
    });
    return await actOnAll({ ledger, clock, timers }, exceptionIds, { act, actId, person, now });
  });
}

function targetsOf(tx: ReadTx, { exceptionIds, ids, group }: ActInput, answers: QueueAnswers): readonly string[] {
  const named = [exceptionIds, ids, group].filter((target) => target !== undefined);
  if (named.length !== 1) throw new AppError('invalid-input', 'one-target');
  if (exceptionIds) return exceptionIds;
  return uidsOf(tx, ids ?? (group ? answers.groupIds(group) : []));
}

/** In the order of the rows' numbers as given; a row that is gone is left out. */
function uidsOf(tx: ReadTx, ids: readonly number[]): string[] {
  const rows = tx.all<{ id: number; uid: string }>('SELECT id, uid FROM exception WHERE id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(ids),
  ]);
  const uids = new Map(rows.map(({ id, uid }) => [id, uid]));
  return ids.flatMap((id) => uids.get(id) ?? []);
}
