import type { AppHandlers } from '#shared/contract/contract.ts';
import type { HandlerContext } from '../handler-context.ts';
import { rulesAt } from '../rules/index.ts';
import { performActs } from './act-requests.ts';
import type { ActTurns } from './act-turns.ts';
import { readQueueCounts } from './counts-reader.ts';
import type { QueueCounts } from './counts-reader.ts';
import { readQueueDetail } from './detail-reader.ts';
import type { QueueDetail } from './detail-reader.ts';
import { listGroupIds, readGroups } from './groups-reader.ts';
import type { Groups } from './groups-reader.ts';
import { listQueueIds } from './ids-reader.ts';
import type { QueueMoment } from './ids-reader.ts';
import { listPushTexts, readPhrases } from './phrases-reader.ts';
import type { Phrases } from './phrases-reader.ts';
import { createQueueMemory } from './queue-memory.ts';
import { readQueueRows } from './rows-reader.ts';

/** The exception queue: ids of a filter, windows of rows, groups, live counts, the panel, and people's acts. */
export function createQueueHandlers(context: HandlerContext, turns: ActTurns): AppHandlers['queue'] {
  const { clock } = context;
  const memoryOf = createQueueMemory();
  const moment = (): QueueMoment => ({ now: clock.now(), personId: context.person().id, recall: memoryOf(context.ledger()) });
  return {
    ids: (filter) => {
      const at = moment();
      return { ids: context.ledger().read((tx) => listQueueIds(tx, filter, at)), asOf: at.now };
    },
    rows: (input) => ({ rows: context.ledger().read((tx) => readQueueRows(tx, input.ids, clock.now())) }),
    counts: () => context.ledger().read<QueueCounts>((tx) => readQueueCounts(tx, moment())),
    get: ({ id }) => {
      const person = context.person();
      return context.ledger().read<QueueDetail>((tx) => readQueueDetail(tx, id, { now: clock.now(), person }));
    },
    groups: ({ filter }) => {
      const at = moment();
      return { ...context.ledger().read<Groups>((tx) => readGroups(tx, filter, at)), asOf: at.now };
    },
    groupIds: (input) => ({ ids: context.ledger().read((tx) => listGroupIds(tx, input, moment())) }),
    phrases: () => context.ledger().read<Phrases>((tx) => readPhrases(rulesAt(tx, clock.now()), clock.now())),
    pushTexts: ({ exceptionIds, templateId }) => {
      const [now, person] = [clock.now(), context.person()];
      return {
        texts: context.ledger().read((tx) => listPushTexts(exceptionIds, templateId, { tx, now, person, rules: rulesAt(tx, now) })),
      };
    },
    act: (input) => performActs(context, turns, input),
  };
}
