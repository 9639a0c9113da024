import type { AppHandlers } from '#shared/contract/contract.ts';
import type { Act } from '#shared/domain/exceptions/acts.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { getUndoableAct, lastStandingAct } from '../exceptions/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import type { ActTurns } from './act-turns.ts';
import { listUndoable, undoAct } from './undo-acts.ts';
import type { UndoneAct } from './undo-acts.ts';

/** What the person who has unlocked did last, and taking it back. */
export function createUndoHandlers(context: HandlerContext, turns: ActTurns): AppHandlers['undo'] {
  const { clock, timers, ids } = context;
  const undo = (find: (tx: ReadTx, personId: string) => Act): Promise<UndoneAct> => {
    const [ledger, { id: personId }] = [context.ledger(), context.person()];
    return turns(ledger, async () => {
      const now = clock.now();
      const act = ledger.read((tx) => find(tx, personId));
      return await undoAct({ ledger, clock, timers }, { act, undoId: ids.uuid(now), personId, now });
    });
  };
  return {
    list: async () => ({ acts: await listUndoable({ ledger: context.ledger(), clock, timers }, context.person().id) }),
    last: () =>
      undo((tx, personId) => {
        const act = lastStandingAct(tx, personId);
        if (!act) throw new AppError('not-found', 'nothing-to-undo');
        return getUndoableAct(tx, act.id, personId);
      }),
    run: ({ actId }) => undo((tx, personId) => getUndoableAct(tx, actId, personId)),
  };
}
