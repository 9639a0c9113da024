import type { AppHandlers } from '#shared/contract/contract.ts';
import type { HandlerContext } from '../handler-context.ts';
import { createQueueMemory, QueueAnswers } from '../queue/index.ts';
import type { MemoryOf } from '../queue/index.ts';
import { listViews, removeView, reorderViews, saveView } from './store.ts';
import type { ViewAct } from './store.ts';

/** Saved views of the person who has unlocked. */
export function createViewsHandlers(context: HandlerContext, memoryOf: MemoryOf = createQueueMemory(context)): AppHandlers['views'] {
  const { clock, ids, timers } = context;
  const newAct = (): ViewAct => ({ opId: ids.uuid(clock.now()), actor: context.person().id, now: clock.now() });
  return {
    list: () => {
      const personId = context.person().id;
      const views = context.ledger().read((tx) => listViews(tx, personId));
      return { views: views.map(({ id, definition }) => ({ id, definition })) };
    },
    counts: async () => {
      const [ledger, personId] = [context.ledger(), context.person().id];
      const counts: Record<string, number> = {};
      for (const { id, definition } of ledger.read((tx) => listViews(tx, personId))) {
        const moment = { now: clock.now(), personId };
        counts[id] = ledger.read((tx) => new QueueAnswers(tx, memoryOf(ledger), moment).count(definition.conditions));
        // Each view is a query of its own: other calls have their turn between two.
        await timers.yieldToLoop();
      }
      return { counts };
    },
    save: ({ id, definition }) => {
      const act = newAct();
      const view = { id: id ?? ids.uuid(clock.now()), isNew: id === undefined, definition };
      context.ledger().write((tx) => saveView(tx, view, act));
      return { id: view.id };
    },
    remove: ({ id }) => {
      const act = newAct();
      context.ledger().write((tx) => removeView(tx, id, act));
      return {};
    },
    reorder: (input) => {
      const act = newAct();
      context.ledger().write((tx) => reorderViews(tx, input.ids, act));
      return {};
    },
  };
}
