import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { HandlerContext } from '../handler-context.ts';
import { inSlices } from './act-turns.ts';
import type { ActPorts, ActTurns } from './act-turns.ts';
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
    const targets = ledger.read<Targets>((tx) => {
      assertTaker(tx, act);
      return targetsOf(input, new QueueAnswers(tx, memoryOf(ledger), { now, personId: person.id }));
    });
    const exceptionIds = targets.uids ?? (await uidsOf(targets.ids, { ledger, clock, timers }));
    return await actOnAll({ ledger, clock, timers }, exceptionIds, { act, actId, person, now });
  });
}

type Targets = { uids: readonly string[] } | { uids?: never; ids: readonly number[] };

function targetsOf({ exceptionIds, ids, group }: ActInput, answers: QueueAnswers): Targets {
  const named = [exceptionIds, ids, group].filter((target) => target !== undefined);
  if (named.length !== 1) throw new AppError('invalid-input', 'one-target');
  return exceptionIds ? { uids: exceptionIds } : { ids: ids ?? (group ? answers.groupIds(group) : []) };
}

/** In the order of the rows' numbers as given; a row that is gone is left out. An exception keeps its number for ever. */
async function uidsOf(ids: readonly number[], ports: ActPorts): Promise<string[]> {
  const uids: string[] = [];
  await inSlices(ids, ports, (next) =>
    ports.ledger.read((tx) => {
      const find = tx.prepare<{ uid: string }>('SELECT uid FROM exception WHERE id = ?');
      for (let id = next(); id !== undefined; id = next()) {
        const row = find.get(id);
        if (row) uids.push(row.uid);
      }
    }),
  );
  return uids;
}
