import type { AppHandlers } from '#shared/contract/contract.ts';
import type { HandlerContext } from '../handler-context.ts';
import { createSearch } from './find.ts';
import { readFoundMail } from './mail-reader.ts';
import { forgetRecent, listRecent, remember } from './recent.ts';

/** Search over all that the ledger holds, and what each person searched for. */
export function createSearchHandlers(context: HandlerContext): AppHandlers['search'] {
  const { clock, timers } = context;
  const find = createSearch();
  return {
    find: (input, _caller, signal) => find({ ledger: context.ledger(), clock, timers }, input, signal),
    mail: ({ mailNo }) => context.ledger().read<ReturnType<typeof readFoundMail>>((tx) => readFoundMail(tx, mailNo, clock.now())),
    recent: () => ({ texts: context.ledger().read((tx) => listRecent(tx, context.person().id)) }),
    remember: ({ text }) => {
      const person = context.person().id;
      context.ledger().write((tx) => remember(tx, { person, text, now: clock.now() }));
      return {};
    },
    forget: () => {
      const person = context.person().id;
      context.ledger().write((tx) => forgetRecent(tx, person));
      return {};
    },
  };
}
