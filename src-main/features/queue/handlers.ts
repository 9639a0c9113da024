import type { AppHandlers } from '#shared/contract/contract.ts';
import type { ReadTx } from '../../ledger/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { rulesAt } from '../rules/index.ts';
import { performActs } from './act-requests.ts';
import type { ActTurns } from './act-turns.ts';
import type { QueueCounts } from './counts-reader.ts';
import { readQueueDetail } from './detail-reader.ts';
import type { QueueDetail } from './detail-reader.ts';
import type { Groups } from './groups-reader.ts';
import { listPushTexts, readPhrases } from './phrases-reader.ts';
import type { Phrases } from './phrases-reader.ts';
import { QueueAnswers } from './queue-answers.ts';
import { createQueueMemory } from './queue-memory.ts';
import type { MemoryOf } from './queue-memory.ts';
import { readQueueRows } from './rows-reader.ts';

/** The exception queue: ids of a filter, windows of rows, groups, live counts, the panel, and people's acts. */
export function createQueueHandlers(
  context: HandlerContext,
  turns: ActTurns,
  memoryOf: MemoryOf = createQueueMemory(context),
): AppHandlers['queue'] {
  const { clock } = context;
  /** Asks the queue as it stands now, for whoever has unlocked. */
  const asked = <T>(question: (answers: QueueAnswers) => T): { answer: T; now: number } => {
    const [ledger, now, personId] = [context.ledger(), clock.now(), context.person().id];
    const ask = (tx: ReadTx): { answer: T } => ({ answer: question(new QueueAnswers(tx, memoryOf(ledger), { now, personId })) });
    return { ...ledger.read<{ answer: T }>(ask), now };
  };
  return {
    ids: (filter) => {
      const { answer, now } = asked((answers) => answers.ids(filter));
      return { ids: answer, asOf: now };
    },
    rows: (input) => ({ rows: context.ledger().read((tx) => readQueueRows(tx, input.ids, clock.now())) }),
    counts: () => asked<QueueCounts>((answers) => answers.counts()).answer,
    get: ({ id }) => {
      const person = context.person();
      return context.ledger().read<QueueDetail>((tx) => readQueueDetail(tx, id, { now: clock.now(), person }));
    },
    groups: ({ filter }) => {
      const { answer, now } = asked<Groups>((answers) => answers.groups(filter));
      return { ...answer, asOf: now };
    },
    groupIds: (input) => ({ ids: asked((answers) => answers.groupIds(input)).answer }),
    phrases: () => context.ledger().read<Phrases>((tx) => readPhrases(rulesAt(tx, clock.now()), clock.now())),
    pushTexts: ({ exceptionIds, templateId }) => {
      const [now, person] = [clock.now(), context.person()];
      return {
        texts: context.ledger().read((tx) => listPushTexts(exceptionIds, templateId, { tx, now, person, rules: rulesAt(tx, now) })),
      };
    },
    act: (input) => performActs({ context, turns, memoryOf }, input),
  };
}
