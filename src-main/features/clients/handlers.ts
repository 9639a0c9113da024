import type { AppHandlers } from '#shared/contract/contract.ts';
import type { HandlerContext } from '../handler-context.ts';
import { enqueueScreening } from '../jobs/index.ts';
import { readClientPage } from './list-reader.ts';
import { saveClient } from './writer.ts';

/** The client register. */
export function createClientsHandlers(context: HandlerContext): AppHandlers['clients'] {
  const { clock, ids } = context;
  return {
    list: (input) => context.ledger().read<ReturnType<typeof readClientPage>>((tx) => readClientPage(tx, input, clock.now())),
    save: (client) => {
      const now = clock.now();
      const actor = context.person().id;
      context.ledger().write((tx) => {
        saveClient(tx, client, { opId: ids.uuid(now), actor, now });
        // Tiers decide priorities: the client's open exceptions are looked at again.
        enqueueScreening(tx, { createdBy: actor });
      });
      return {};
    },
  };
}
