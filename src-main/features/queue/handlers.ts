import type { AppHandlers } from '#shared/contract/contract.ts';
import type { ExceptionOp } from '#shared/domain/exceptions/ops.ts';
import { performAct } from '../exceptions/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { readQueueCounts } from './counts-reader.ts';
import type { QueueCounts } from './counts-reader.ts';
import { readQueueDetail } from './detail-reader.ts';
import type { QueueDetail } from './detail-reader.ts';
import { listQueueIds } from './ids-reader.ts';
import { createQueueMemory } from './queue-memory.ts';
import { readQueueRows } from './rows-reader.ts';

type ActDraft = { [K in ExceptionOp['kind']]: Pick<Extract<ExceptionOp, { kind: K }>, 'kind' | 'args'> }[ExceptionOp['kind']];

/** The exception queue: ids of a filter, windows of rows, live counts, the panel, and people's acts. */
export function createQueueHandlers(context: HandlerContext): AppHandlers['queue'] {
  const { clock, ids } = context;
  const memoryOf = createQueueMemory();
  const moment = () => ({ now: clock.now(), personId: context.person().id, recall: memoryOf(context.ledger()) });
  const act = (exceptionId: string, draft: ActDraft) => {
    const { now, personId } = moment();
    const op = { ...draft, entityId: exceptionId, actor: personId, occurredAt: now } as ExceptionOp;
    context.ledger().write((tx) => void performAct(tx, op, ids.uuid(now)));
    return {};
  };
  return {
    ids: (filter) => {
      const at = moment();
      return { ids: context.ledger().read((tx) => listQueueIds(tx, filter, at)), asOf: at.now };
    },
    rows: (input) => ({ rows: context.ledger().read((tx) => readQueueRows(tx, input.ids, clock.now())) }),
    counts: () => context.ledger().read<QueueCounts>((tx) => readQueueCounts(tx, moment())),
    get: ({ id }) => context.ledger().read<QueueDetail>((tx) => readQueueDetail(tx, id, clock.now())),
    claim: ({ exceptionId }) => act(exceptionId, { kind: 'exception.claim', args: {} }),
    followUp: ({ exceptionId, text, nextAt }) => act(exceptionId, { kind: 'exception.follow-up', args: { text, nextAt } }),
    setType: ({ exceptionId, type }) => act(exceptionId, { kind: 'exception.set-type', args: { type } }),
    setStage: ({ exceptionId, responsibleStage, organisation }) =>
      act(exceptionId, { kind: 'exception.set-stage', args: { stage: responsibleStage, organisation } }),
    feedback: ({ exceptionId, text, to }) => act(exceptionId, { kind: 'exception.feedback', args: { text, to } }),
    confirmSelfCleared: ({ exceptionId }) => act(exceptionId, { kind: 'exception.confirm-self-cleared', args: {} }),
    close: ({ exceptionId, result }) => act(exceptionId, { kind: 'exception.close', args: { result } }),
  };
}
